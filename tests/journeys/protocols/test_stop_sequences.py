"""Stop sequences for a model that takes none: the router cuts the answer, hangs up and bills what was written."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from openai import OpenAI
from serving import Serving, running

from larouter.testing.completions import Answer
from larouter.testing.fake_responses import KEY, FakeResponses
from larouter.testing.scripted import Pace

MODEL = "gpt-5-codex"
WORDS = "one two three END four five six"


@pytest.fixture(scope="module")
def house(tmp_path_factory: Any, backstage: Any) -> Iterator[tuple[Serving, FakeResponses]]:
    fake = backstage.start(FakeResponses(MODEL, answer=Answer(WORDS, reasoning="Let me think of numbers.")))
    model = f'id = "{MODEL}", tiers = ["moderate"], capabilities = ["responses"]'
    settings = (
        f'[backends.openai]\nkind = "openai"\nurl = "{fake.url}"\nzone = "public"\nkey_env = "FAKE_KEY"\n'
        f"models = [{{ {model}, price = {{ input = 1.0, output = 10.0 }} }}]\n"
    )
    with running(tmp_path_factory.mktemp("stops"), settings, FAKE_KEY=KEY) as router:
        yield router, fake


def client_of(router: Serving) -> OpenAI:
    return OpenAI(base_url=f"{router.url}/v1", api_key=router.token, max_retries=0)


def test_a_whole_answer_is_cut_and_billed_as_the_provider_counted(house: Any) -> None:
    router, fake = house
    fake.follow(Answer(WORDS), (), Pace())
    said = client_of(router).chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": "count"}], stop="END"
    )
    assert (said.choices[0].message.content, said.choices[0].finish_reason) == ("one two three ", "stop")
    assert "END" not in json.dumps(fake.received[-1].json())
    attempt = router.latest()["attempts"][-1]
    assert attempt["estimated"] is False
    assert attempt["output_tokens"] == said.usage.completion_tokens > 3


def test_a_stream_ends_at_the_sequence_while_the_model_would_go_on_for_hours(house: Any) -> None:
    router, fake = house
    fake.follow(Answer(f"{WORDS} {'more ' * 50}"), (), lambda _: Pace(0.0, 0.02))
    chunks = client_of(router).chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": "count"}], stop=["END"], stream=True
    )
    said = [chunk.choices[0] for chunk in chunks if chunk.choices]
    assert "".join([one.delta.content or "" for one in said]) == "one two three "
    assert said[-1].finish_reason == "stop"
    story = router.latest()
    attempt = story["attempts"][-1]
    assert (story["outcome"]["status"], attempt["status"]) == (200, "ok")
    assert attempt["estimated"] is True
    assert attempt["output_tokens"] > 3
    assert attempt["cost_usd"] > 0
