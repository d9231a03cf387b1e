"""The older completions through the official SDK: passed on to a real llama.cpp, and turned into chats elsewhere."""

from collections.abc import Iterator

import openai
import pytest
from clouds import MODELS, Clouds
from compatibility import ALL_BACKENDS, COMPLETIONS

from larouter.testing.completions import Answer

pytestmark = pytest.mark.xdist_group("clouds")
BACKENDS = ("compatible", "opus", "haiku", "argon", "llama")
SECRET = "My social security number is 078-05-1120 and my password is hunter2-Wint3r!"


@pytest.fixture
def clouds(all_clouds: Clouds) -> Clouds:
    all_clouds.heal()
    all_clouds.say(Answer("upon a time", reasoning="Hm."))
    return all_clouds


@pytest.fixture
def api(clouds: Clouds) -> Iterator[openai.OpenAI]:
    url, key = f"{clouds.router.url}/v1", clouds.router.token
    with openai.OpenAI(base_url=url, api_key=key, max_retries=0) as client:
        yield client


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_prompt_is_completed_whole_and_streamed(clouds: Clouds, api: openai.OpenAI, backend: str) -> None:
    asked = {"model": MODELS[backend], "prompt": "Once", "max_tokens": 200, "extra_body": {"seed": 1}}
    if backend in ("opus", "haiku"):
        del asked["extra_body"]
    whole = api.completions.create(**asked)
    assert whole.object == "text_completion"
    assert whole.usage is not None
    assert whole.usage.completion_tokens > 0
    stream = api.completions.create(**asked, stream=True, stream_options={"include_usage": True})
    chunks = list(stream)
    text = "".join(choice.text for chunk in chunks for choice in chunk.choices)
    assert text == whole.choices[0].text != ""
    assert chunks[-1].usage is not None
    if backend != "llama":
        assert text == "upon a time"
        assert clouds.refused(backend) == []


@pytest.mark.parametrize("backend", ALL_BACKENDS)
@pytest.mark.parametrize("asked", COMPLETIONS)
def test_the_older_completions_work_as_the_table_says(clouds: Clouds, backend: str, asked: str) -> None:
    members, exceptions = COMPLETIONS[asked]
    token = clouds.router.project(
        f"{asked} {backend}", zones={"internal": "public", "confidential": "public"}
    )
    body = {"model": MODELS[backend], "prompt": "Once"} | members
    said = clouds.router.call("POST", "/v1/completions", body, token)
    if exceptions.get(backend) == "refused":
        name = next(iter(members))
        assert (said.status, said.error["code"], said.error["param"]) == (400, "unsupported_parameter", name)
        return
    assert said.status == 200, said.body
    texts = [choice["text"] for choice in said.json()["choices"]]
    assert len(texts) == (2 if asked == "several prompts" else 1)
    assert texts[0].startswith("Once") == (asked == "echo" and backend != "llama")
    assert backend == "llama" or clouds.refused(backend) == []


def test_a_real_llama_cpp_is_sent_what_only_completions_can_say(api: openai.OpenAI) -> None:
    answer = api.completions.create(model=MODELS["llama"], prompt=["a", "b"], n=2, logprobs=1, max_tokens=3)
    assert [choice.index for choice in answer.choices] == [0, 1, 2, 3]
    assert answer.choices[0].logprobs is not None


def test_what_cannot_be_turned_into_a_chat_is_refused_by_its_name(api: openai.OpenAI) -> None:
    for members in ({"suffix": "z"}, {"best_of": 3}, {"logprobs": 1}, {"prompt": ["a", "b"]}):
        asked = {"model": MODELS["opus"], "prompt": "Once"} | members
        with pytest.raises(openai.BadRequestError) as caught:
            api.completions.create(**asked)
        assert caught.value.param == next(iter(members))
        assert caught.value.code == "unsupported_parameter"


def test_a_confidential_prompt_anywhere_stays_here(clouds: Clouds, api: openai.OpenAI) -> None:
    before = len(clouds.fakes["compatible"].received)
    for prompt in (SECRET, ["harmless", SECRET], [1, 2, 3]):
        with pytest.raises(openai.PermissionDeniedError):
            api.completions.create(model=MODELS["compatible"], prompt=prompt)
    with pytest.raises(openai.PermissionDeniedError):
        api.completions.create(model=MODELS["compatible"], prompt="a", suffix=SECRET)
    assert len(clouds.fakes["compatible"].received) == before
    assert api.completions.create(model=MODELS["llama"], prompt=["harmless", SECRET], max_tokens=3).choices


def test_the_ledger_knows_the_route_and_the_tokens(clouds: Clouds) -> None:
    body = {"model": MODELS["compatible"], "prompt": "Once"}
    said = clouds.router.call("POST", "/v1/completions", body)
    story = clouds.router.story(said.request_id)
    assert story["attempts"][0]["output_tokens"] == said.json()["usage"]["completion_tokens"] > 0


def test_a_hard_cap_holds(clouds: Clouds) -> None:
    token = clouds.router.project("completing")
    clouds.router.control("PUT", "/api/projects/completing/budget", {"amount": 0.01})
    body = {"model": MODELS["compatible"], "prompt": "Once"}
    refused = clouds.router.call("POST", "/v1/completions", body, token)
    assert refused.status == 402, "its price is not known"
