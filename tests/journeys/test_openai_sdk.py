"""The official OpenAI SDK, unchanged, with nothing but another base URL."""

import asyncio
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import openai
import pytest
from cast import Cast
from serving import HELLO, Serve, Serving, llama_cpp

from larouter.fleet.local.gguf import write_loop, write_reply, write_tool_call
from larouter.testing import faults
from larouter.testing.completions import Answer
from larouter.testing.fake_openai import FakeOpenAI

TOOL = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}


def sdk(router: Serving, key: str | None = None, **options: object) -> openai.OpenAI:
    settings = {"max_retries": 0, "timeout": 20, **options}
    return openai.OpenAI(
        base_url=f"{router.url}/v1", api_key=router.token if key is None else key, **settings
    )


@pytest.fixture(scope="module")
def client(toy: Serving) -> Iterator[openai.OpenAI]:
    with sdk(toy) as client:
        yield client


@pytest.fixture(scope="module")
def fakes_client(solo_house: Cast) -> Iterator[openai.OpenAI]:
    with sdk(solo_house.router) as client:
        yield client


def test_a_chat_answers_with_its_usage(client: openai.OpenAI) -> None:
    answer = client.chat.completions.create(model="auto", messages=HELLO)
    assert answer.choices[0].message.content.startswith("I am a toy")
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens > 50


def test_a_stream_says_the_same_as_a_whole_answer(client: openai.OpenAI) -> None:
    whole = client.chat.completions.create(model="auto", messages=HELLO).choices[0].message.content
    chunks = list(client.chat.completions.create(model="auto", messages=HELLO, stream=True))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == whole
    assert chunks[-1].choices[0].finish_reason == "stop"


def test_usage_comes_last_in_a_stream_where_it_was_asked_for(client: openai.OpenAI) -> None:
    asked = client.chat.completions.create(
        model="auto", messages=HELLO, max_tokens=4, stream=True, stream_options={"include_usage": True}
    )
    chunks = list(asked)
    assert chunks[-1].choices == []
    assert chunks[-1].usage.completion_tokens == 4
    assert all(chunk.usage is None for chunk in chunks[:-1])


@pytest.mark.parametrize("options", [{}, {"stream_options": {"include_usage": False}}])
def test_usage_does_not_leak_into_a_stream_where_it_was_not(solo: Cast, options: dict) -> None:
    model = solo.fresh()
    answer = solo.router.chat(model, stream=True, **options)
    assert b"usage" not in answer.body
    assert answer.body.endswith(b"data: [DONE]\n\n")
    assert b'"choices":[]' not in answer.body
    story = solo.router.story(answer.request_id)
    assert story["attempts"][0]["output_tokens"] == 11
    assert not story["attempts"][0]["estimated"]


def test_the_toy_leaks_no_usage_either(toy: Serving) -> None:
    answer = toy.chat(stream=True, max_tokens=4)
    assert b'"usage"' not in answer.body
    assert toy.story(answer.request_id)["attempts"][0]["output_tokens"] == 4


def test_every_answer_says_in_its_headers_how_it_came_about(client: openai.OpenAI) -> None:
    raw = client.chat.completions.with_raw_response.create(model="auto", messages=HELLO, max_tokens=2)
    assert raw.parse().choices[0].message.content
    assert raw.headers["x-larouter-request-id"].startswith("req_")
    assert raw.headers["x-larouter-tier"] == "HEARTBEAT"
    assert raw.headers["x-larouter-model"] == "toy/toy"
    assert raw.headers["x-larouter-zone"] == "local"
    assert "HEARTBEAT" in raw.headers["x-larouter-reason"]
    assert raw.parse()._request_id == raw.headers["x-larouter-request-id"]
    with client.chat.completions.with_streaming_response.create(
        model="auto", messages=HELLO, max_tokens=2, stream=True
    ) as streamed:
        assert streamed.headers["x-larouter-model"] == "toy/toy"


async def test_the_async_client_streams_many_answers_at_once(toy: Serving) -> None:
    async with openai.AsyncOpenAI(base_url=f"{toy.url}/v1", api_key=toy.token, timeout=20) as client:

        async def one() -> str:
            stream = await client.chat.completions.create(model="auto", messages=HELLO, stream=True)
            return "".join([chunk.choices[0].delta.content or "" async for chunk in stream])

        answers = await asyncio.gather(*[one() for _ in range(8)])
    assert len(set(answers)) == 1
    assert answers[0].startswith("I am a toy")


def test_a_timeout_of_the_client_is_the_sdks_own(solo: Cast) -> None:
    model = solo.fresh()
    solo.fail(faults.SlowStart(0.5))
    with sdk(solo.router, timeout=0.1) as hasty, pytest.raises(openai.APITimeoutError):
        hasty.chat.completions.create(model=model, messages=HELLO)
    assert solo.router.latest()["outcome"]["status"] == 499


def test_the_sdk_retries_what_the_router_could_not_get(solo: Cast) -> None:
    model = solo.fresh()
    solo.fail(faults.Status(500), None)
    with sdk(solo.router, max_retries=1) as patient:
        assert patient.chat.completions.create(model=model, messages=HELLO).choices
    assert len(solo.asked(model)) == 2


def fails(client: openai.OpenAI, **asked: object) -> openai.APIStatusError:
    with pytest.raises(openai.APIStatusError) as caught:
        client.chat.completions.create(**{"model": "auto", "messages": HELLO, **asked})
    return caught.value


@pytest.mark.parametrize("key", ["lr_nobody", "sk-whatever", "x"])
def test_a_wrong_key_is_an_authentication_error(toy: Serving, key: str) -> None:
    with sdk(toy, key) as client:
        error = fails(client)
    assert isinstance(error, openai.AuthenticationError)
    assert error.code == "invalid_api_key"
    assert key not in str(error)


def test_a_bad_request_names_the_field(client: openai.OpenAI) -> None:
    error = fails(client, temperature=7)
    assert isinstance(error, openai.BadRequestError)
    assert error.param == "temperature"
    assert "from 0 to 2" in error.message


def test_an_unknown_model_is_not_found(client: openai.OpenAI) -> None:
    error = fails(client, model="gpt-2000")
    assert isinstance(error, openai.NotFoundError)
    assert error.code == "model_not_found"
    assert error.param == "model"
    assert "'gpt-2000'" in error.message
    assert "/v1/models" in error.message


def test_a_rate_limit_of_the_backend_is_one_and_says_when_to_come_back(
    solo: Cast, fakes_client: openai.OpenAI
) -> None:
    solo.fail(faults.Status(429, retry_after="70"))
    error = fails(fakes_client, model=solo.fresh())
    assert isinstance(error, openai.RateLimitError)
    assert error.response.headers["retry-after"] == "70"


def test_a_budget_without_room_is_a_402(cast: Cast) -> None:
    token = cast.router.project("poor")
    cast.router.control("PUT", "/api/projects/poor/budget", {"amount": 0.000001})
    with sdk(cast.router, token) as client:
        error = fails(client, model=f"cloud/{cast.fresh()}")
    assert (error.status_code, error.code, error.type) == (402, "insufficient_quota", "insufficient_quota")


def test_a_policy_that_permits_nobody_is_a_permission_error(toy: Serving) -> None:
    token = toy.project("nobody", deny=["toy"])
    with sdk(toy, token) as client:
        error = fails(client)
    assert isinstance(error, openai.PermissionDeniedError)
    assert error.code == "no_eligible_backend"


@pytest.mark.parametrize(
    ("fault", "status"), [(faults.Status(500), 502), (faults.Html(), 502), (faults.SlowStart(3), 504)]
)
def test_a_backend_that_fails_is_an_internal_server_error(
    solo: Cast, fakes_client: openai.OpenAI, fault: faults.Fault, status: int
) -> None:
    solo.fail(fault)
    error = fails(fakes_client, model=solo.fresh())
    assert isinstance(error, openai.InternalServerError)
    assert error.status_code == status
    assert error.request_id.startswith("req_")


def test_a_stream_that_breaks_off_is_an_api_error(solo: Cast, fakes_client: openai.OpenAI) -> None:
    solo.fail(faults.Cut(4))
    stream = fakes_client.chat.completions.create(model=solo.fresh(), messages=HELLO, stream=True)
    with pytest.raises(openai.APIError, match="broke off"):
        list(stream)


def test_models_are_listed_and_retrieved(client: openai.OpenAI) -> None:
    ids = [model.id for model in client.models.list()]
    assert ids[:3] == ["auto", "auto:heartbeat", "auto:simple"]
    assert "toy" in ids
    for name in ("toy", "auto:complex", "toy/toy"):
        assert client.models.retrieve(name).object == "model"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("gpt-2000")


@pytest.mark.parametrize(
    "model", ["auto", "auto:complex", "auto:Complex", "complex", "toy", "toy/toy", "larouter/auto"]
)
def test_every_way_to_name_a_model(client: openai.OpenAI, model: str) -> None:
    raw = client.chat.completions.with_raw_response.create(model=model, messages=HELLO, max_tokens=1)
    assert raw.headers["x-larouter-model"] == "toy/toy"
    if "omplex" in model:
        assert raw.headers["x-larouter-tier"] == "COMPLEX"


def test_a_backend_and_an_id_together_name_one_deployment(cast: Cast) -> None:
    model = cast.fresh()
    for backend in ("spare", "office", "near"):
        answer = cast.router.chat(f"{backend}/{model}")
        assert answer.headers["x-larouter-model"] == f"{backend}/{model}"
    assert [len(cast.asked(model, at)) for at in ("near", "spare", "office", "cloud")] == [1, 1, 1, 0]


def test_node_has_the_same_conversation(toy: Serving, node: str, repository: Path) -> None:
    ran = subprocess.run(
        [node, repository / "tests/node/smoke.mjs"],
        env={"PATH": os.environ["PATH"], "BASE_URL": f"{toy.url}/v1", "API_KEY": toy.token},
        capture_output=True,
        text=True,
        check=True,
        timeout=40,
    )
    saw = json.loads(ran.stdout)
    assert "auto" in saw["models"]
    assert saw["whole"]["content"] == saw["streamed"]["content"]
    assert saw["streamed"]["finish"] == "length"
    assert saw["streamed"]["usage"]["completion_tokens"] == 32


Llama = Callable[..., openai.OpenAI]


@pytest.fixture
def llama(tmp_path: Path, serve: Serve) -> Iterator[Llama]:
    """A client of a router in front of a real llama.cpp that runs a model of our own."""
    with ExitStack() as stack:

        def start(write: Callable[..., None], *arguments: object) -> openai.OpenAI:
            write(tmp_path / "model.gguf", *arguments)
            url = stack.enter_context(llama_cpp(tmp_path / "model.gguf"))
            return stack.enter_context(sdk(serve(LAROUTER_CUSTOM_URL=f"{url}/v1")))

        yield start


def test_tools_are_called_through_a_real_llama_cpp(llama: Llama) -> None:
    chat = llama(write_tool_call).chat.completions
    asked: list = [{"role": "user", "content": "How is the weather in Oslo?"}]
    first = chat.create(model="auto", messages=asked, tools=[TOOL])
    call = first.choices[0].message.tool_calls[0]
    assert first.choices[0].finish_reason == "tool_calls"
    assert (call.function.name, json.loads(call.function.arguments)) == ("get_weather", {"city": "Oslo"})
    with chat.stream(model="auto", messages=asked, tools=[TOOL]) as events:
        streamed = events.get_final_completion()
    assert streamed.choices[0].message.tool_calls[0].function.name == "get_weather"
    said = first.choices[0].message.model_dump(exclude_none=True)
    asked += [said, {"role": "tool", "tool_call_id": call.id, "content": "rain"}]
    last = chat.create(model="auto", messages=asked, tools=[TOOL])
    assert last.choices[0].message.content == "The tool has answered, and so have I."


def test_logprobs_come_from_a_real_llama_cpp(llama: Llama) -> None:
    chat = llama(write_reply, "A short reply.").chat.completions
    answer = chat.create(model="m", messages=HELLO, logprobs=True, top_logprobs=2)
    tokens = answer.choices[0].logprobs.content
    assert "".join(token.token for token in tokens) == "A short reply."
    assert len(tokens[0].top_logprobs) == 2


def test_an_endless_model_is_stopped_by_max_tokens(llama: Llama) -> None:
    answer = llama(write_loop).chat.completions.create(model="auto", messages=HELLO, max_tokens=20)
    assert answer.choices[0].finish_reason == "length"
    assert answer.usage.completion_tokens == 20


def test_n_answers_come_back(solo: Cast, fakes_client: openai.OpenAI) -> None:
    answer = fakes_client.chat.completions.create(model=solo.fresh(), messages=HELLO, n=3)
    assert len(answer.choices) == 3


ODD = (
    '  {"zzz_unknown" : [1,  2.50, -0.0, 1e400000],\t"messages":\n[ {"content":"caf\\u00e9 \\ud83d\\ude00 \\/ é 😀",'
    '"role":"user", "cache_control":{"b":1,"a":2}} ],\r\n"seed":9007199254740993, '
    '"metadata":{"big":123456789012345678901234567890,"small":0.1000000000000000055511151231257827},'
    '"\\u0075ser":"a\\tb" , "model" : "%s","temperature":1.0 }  '
)


class Lenient(FakeOpenAI):
    """A backend that knows every member."""

    def _refuse(self, body: object) -> None:
        return None


def test_a_body_passes_through_byte_for_byte_but_for_the_model(cast: Cast, serve: Serve) -> None:
    fake = cast.stage.start(Lenient("m", answer=Answer("Fine.")))
    router = serve(
        f'[backends.only]\nurl = "{fake.url}"\nzone = "local"\nmodels = [{{ id = "m", upstream_id = "up/m" }}]\n'
    )
    odd = ODD.replace(", 1e400000", "")
    answer = router.call("POST", "/v1/chat/completions", (odd % "auto").encode())
    assert answer.status == 200, answer.body
    assert fake.chats[-1].body == (odd % "up/m").encode()
    assert answer.body == bytes(fake.chats[-1].sent)


def test_a_stream_passes_through_byte_for_byte(solo: Cast) -> None:
    model = solo.fresh()
    answer = solo.router.chat(model, stream=True, stream_options={"include_usage": True})
    request = solo.asked(model)[0]
    assert answer.body == bytes(request.sent)
    assert json.loads(request.body)["stream_options"] == {"include_usage": True}


def test_what_must_be_added_is_added_and_nothing_else(solo: Cast) -> None:
    model = solo.fresh()
    body = b'{"stream":true,"messages":[{"role":"user","content":"x"}],"model":"%b"}' % model.encode()
    solo.router.call("POST", "/v1/chat/completions", body)
    sent = solo.asked(model)[0].body
    assert sent == body[:-1] + b',"stream_options":{"include_usage": true}}'


def test_the_clients_token_and_headers_stay_here(solo: Cast) -> None:
    model = solo.fresh()
    solo.router.chat(model, x_larouter_tags="feature=secret-feature")
    head = solo.asked(model)[0].head.decode()
    for own in (solo.router.token, "lr_", "authorization", "larouter", "secret-feature"):
        assert own not in head.lower()
