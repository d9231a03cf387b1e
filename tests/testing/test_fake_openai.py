"""The strict fake, judged by the official SDK, and its faults, seen from a bare socket."""

import asyncio
import json
import time

import openai
import pytest

from larouter.testing import faults
from larouter.testing.completions import Answer, ToolCall
from larouter.testing.fake_openai import FakeOpenAI, Pace
from larouter.testing.http_server import Received

HELLO = [{"role": "user", "content": "hello"}]
TEXT = "One two three four five six."


def sdk(fake: FakeOpenAI, key: str = "any") -> openai.AsyncOpenAI:
    return openai.AsyncOpenAI(base_url=f"{fake.url}/v1", api_key=key, max_retries=0, timeout=5)


async def raw(
    fake: FakeOpenAI, body: dict, method: str = "POST", path: str = "/v1/chat/completions"
) -> bytes:
    """Everything that the socket brings, until its end."""
    data = json.dumps(body).encode()
    reader, writer = await asyncio.open_connection("127.0.0.1", int(fake.url.rsplit(":", 1)[1]))
    head = f"{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {len(data)}\r\n\r\n"
    writer.write(head.encode() + data)
    answer = b""
    try:
        async with asyncio.timeout(5):
            while chunk := await reader.read(65536):
                answer += chunk
                if answer.endswith(b"0\r\n\r\n"):
                    break
    finally:
        writer.close()
    return answer


def body(*, stream: bool = True, **members: object) -> dict:
    return {"model": "gpt-fake", "messages": HELLO, "stream": stream} | members


async def test_the_sdk_reads_a_whole_answer_with_its_usage() -> None:
    async with FakeOpenAI(answer=Answer(TEXT)) as fake, sdk(fake) as api:
        answer = await api.chat.completions.create(model="gpt-fake", messages=HELLO)
    assert answer.choices[0].message.content == TEXT
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage.completion_tokens == 6
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + 6


async def test_a_stream_says_the_same_as_a_whole_answer() -> None:
    async with FakeOpenAI(answer=Answer(TEXT, reasoning="Let me count.")) as fake, sdk(fake) as api:
        options = {"include_usage": True}
        whole = await api.chat.completions.create(model="gpt-fake", messages=HELLO)
        stream = await api.chat.completions.create(
            model="gpt-fake", messages=HELLO, stream=True, stream_options=options
        )
        chunks = [chunk async for chunk in stream]
    said = "".join(chunk.choices[0].delta.content or "" for chunk in chunks[:-1])
    assert said == whole.choices[0].message.content
    assert chunks[-1].choices == []
    assert chunks[-1].usage == whole.usage
    assert all(chunk.usage is None for chunk in chunks[:-1])


async def test_usage_is_null_in_the_other_chunks_and_absent_when_nobody_asked() -> None:
    async with FakeOpenAI() as fake:
        asked = await raw(fake, body(stream_options={"include_usage": True}))
        silent = await raw(fake, body())
    assert asked.count(b'"usage":null') == asked.count(b"data: {") - 1
    assert b"usage" not in silent
    assert silent.endswith(b"data: [DONE]\n\n\r\n0\r\n\r\n")


@pytest.mark.parametrize("stream", [True, False])
async def test_a_tool_call_arrives_whole_or_in_pieces(stream: bool) -> None:
    call = ToolCall("get_weather", '{"city": "Oslo", "days": 3}')
    async with FakeOpenAI(answer=Answer("", tool_calls=(call,))) as fake, sdk(fake) as api:
        if stream:
            async with api.chat.completions.stream(model="gpt-fake", messages=HELLO) as events:
                answer = await events.get_final_completion()
        else:
            answer = await api.chat.completions.create(model="gpt-fake", messages=HELLO)
    assert answer.choices[0].finish_reason == "tool_calls"
    assert answer.choices[0].message.tool_calls[0].function.arguments == call.arguments


async def test_max_tokens_cuts_and_n_repeats() -> None:
    async with FakeOpenAI(answer=Answer(TEXT)) as fake, sdk(fake) as api:
        answer = await api.chat.completions.create(model="gpt-fake", messages=HELLO, max_tokens=2, n=3)
    assert [choice.message.content for choice in answer.choices] == ["One two"] * 3
    assert {choice.finish_reason for choice in answer.choices} == {"length"}
    assert answer.usage.completion_tokens == 6


async def test_an_answer_may_depend_on_the_request() -> None:
    def echo(request: Received) -> Answer:
        return Answer(request.json()["messages"][-1]["content"])

    async with FakeOpenAI(answer=echo) as fake, sdk(fake) as api:
        answer = await api.chat.completions.create(model="gpt-fake", messages=HELLO)
    assert answer.choices[0].message.content == "hello"


@pytest.mark.parametrize(
    ("members", "param"),
    [
        ({"model": None}, "model"),
        ({"messages": None}, "messages"),
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "wizard", "content": "x"}]}, "messages[0].role"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"max_tokens": "many"}, "max_tokens"),
        ({"stream": False, "stream_options": {"include_usage": True}}, "stream_options"),
        ({"surprise": 1}, "surprise"),
    ],
)
async def test_what_openai_refuses_it_refuses_and_names_the_field(members: dict, param: str) -> None:
    wanted = {name: value for name, value in body(**members).items() if value is not None}
    async with FakeOpenAI() as fake:
        answer = await raw(fake, wanted)
    assert answer.startswith(b"HTTP/1.1 400 Bad Request")
    assert json.loads(answer.split(b"\r\n\r\n", 1)[1])["error"]["param"] == param


async def test_unknown_models_paths_and_methods_and_wrong_keys_are_the_sdks_own_exceptions() -> None:
    async with FakeOpenAI(key="right") as fake:
        async with sdk(fake, "right") as api:
            assert [model.id async for model in api.models.list()] == ["gpt-fake"]
            with pytest.raises(openai.NotFoundError, match="does not exist"):
                await api.chat.completions.create(model="gpt-9", messages=HELLO)
            with pytest.raises(openai.NotFoundError, match="Invalid URL"):
                await api.moderations.create(input="x")
        async with sdk(fake, "wrong") as api:
            with pytest.raises(openai.AuthenticationError):
                await api.models.list()


async def test_it_remembers_what_came_and_what_it_sent_byte_for_byte() -> None:
    sent = body(temperature=0.5)
    async with FakeOpenAI() as fake:
        got = await raw(fake, sent)
        request = fake.received[0]
    assert request.body == json.dumps(sent).encode()
    assert request.head.startswith(b"POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\n")
    unframed = b"".join(
        line for line in got.split(b"\r\n\r\n", 1)[1].split(b"\r\n") if line.startswith(b"data")
    )
    assert bytes(request.sent) == unframed


async def test_a_reset_before_the_headers_brings_nothing() -> None:
    async with FakeOpenAI(faults=[faults.ResetBeforeHeaders()]) as fake:
        with pytest.raises(ConnectionResetError):
            await raw(fake, body())


@pytest.mark.parametrize("stream", [True, False])
async def test_a_reset_after_the_headers_leaves_the_answer_without_an_end(stream: bool) -> None:
    async with FakeOpenAI(faults=[faults.ResetAfterHeaders()]) as fake:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(fake.url.rsplit(":", 1)[1]))
        data = json.dumps(body(stream=stream)).encode()
        writer.write(b"POST /v1/chat/completions HTTP/1.1\r\ncontent-length: %d\r\n\r\n" % len(data) + data)
        assert await reader.readline() == b"HTTP/1.1 200 OK\r\n"
        with pytest.raises(ConnectionResetError):
            await reader.read()
        writer.close()


@pytest.mark.parametrize("how", ["reset", "close", "end"])
async def test_a_cut_stream_brings_so_many_chunks_and_no_done(how: str) -> None:
    async with FakeOpenAI(answer=Answer(TEXT), faults=[faults.Cut(2, how)]) as fake:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(fake.url.rsplit(":", 1)[1]))
        data = json.dumps(body()).encode()
        writer.write(b"POST /v1/chat/completions HTTP/1.1\r\ncontent-length: %d\r\n\r\n" % len(data) + data)
        answer = b""
        try:
            while (chunk := await reader.read(65536)) and not answer.endswith(b"0\r\n\r\n"):
                answer += chunk
                if answer.endswith(b"0\r\n\r\n"):
                    break
            ended = "end" if answer.endswith(b"0\r\n\r\n") else "close"
        except ConnectionResetError:
            ended = "reset"
        writer.close()
    assert ended == how
    assert answer.count(b"data: {") == 2
    assert b"[DONE]" not in answer


async def test_a_stalled_stream_waits_for_the_client_to_go() -> None:
    async with FakeOpenAI(answer=Answer(TEXT), faults=[faults.Stall(1)]) as fake:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await raw(fake, body())
        request = fake.received[0]
        async with asyncio.timeout(2):
            await request.gone.wait()
    assert request.sent.count(b"data: ") == 1


async def test_a_malformed_chunk_stands_among_good_ones() -> None:
    async with FakeOpenAI(answer=Answer(TEXT), faults=[faults.Malformed(2)]) as fake:
        answer = await raw(fake, body())
    assert b'"delta"\n\n' in answer
    assert b"[DONE]" in answer


async def test_an_error_event_ends_the_stream() -> None:
    async with FakeOpenAI(faults=[faults.ErrorEvent(2, "overloaded")]) as fake, sdk(fake) as api:
        stream = await api.chat.completions.create(model="gpt-fake", messages=HELLO, stream=True)
        with pytest.raises(openai.APIError, match="overloaded"):
            async for _ in stream:
                pass


async def test_html_comes_where_json_is_expected() -> None:
    async with FakeOpenAI(faults=[faults.Html(502)]) as fake:
        answer = await raw(fake, body(stream=False))
    assert answer.startswith(b"HTTP/1.1 502")
    assert b"text/html" in answer


async def test_a_rate_limit_says_when_to_come_back_and_the_next_request_is_fine() -> None:
    async with FakeOpenAI(faults=[faults.Status(429, retry_after="7"), None]) as fake, sdk(fake) as api:
        with pytest.raises(openai.RateLimitError) as caught:
            await api.chat.completions.create(model="gpt-fake", messages=HELLO)
        assert caught.value.response.headers["retry-after"] == "7"
        await api.chat.completions.create(model="gpt-fake", messages=HELLO)
        assert len(fake.chats) == 2


async def test_a_server_error_is_one() -> None:
    async with FakeOpenAI(faults=[faults.Status(500)]) as fake, sdk(fake) as api:
        with pytest.raises(openai.InternalServerError):
            await api.chat.completions.create(model="gpt-fake", messages=HELLO)


async def test_a_slow_start_is_late_and_complete() -> None:
    async with FakeOpenAI(faults=[faults.SlowStart(0.2)]) as fake:
        began = time.perf_counter()
        answer = await raw(fake, body())
    assert time.perf_counter() - began >= 0.2
    assert b"[DONE]" in answer


async def test_a_short_body_ends_before_its_length() -> None:
    async with FakeOpenAI(faults=[faults.ShortBody()]) as fake:
        answer = await raw(fake, body(stream=False))
    assert b"content-length: 500" in answer
    assert len(answer.split(b"\r\n\r\n", 1)[1]) < 500


async def test_refusing_closes_the_port_and_listening_opens_the_same_one_again() -> None:
    async with FakeOpenAI() as fake:
        await fake.refuse()
        with pytest.raises(ConnectionRefusedError):
            await raw(fake, body())
        await fake.listen()
        assert b"[DONE]" in await raw(fake, body())


async def test_a_client_that_leaves_is_noticed_and_nothing_more_is_sent() -> None:
    async with FakeOpenAI(answer=Answer("word " * 500), pace=Pace(token_seconds=0.02)) as fake:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await raw(fake, body())
        async with asyncio.timeout(2):
            await fake.received[0].gone.wait()
        await asyncio.sleep(0)
        assert fake.received[0].sent.count(b"data: ") < 100


async def test_a_chunked_request_is_understood() -> None:
    data = json.dumps(body()).encode()
    async with FakeOpenAI() as fake:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(fake.url.rsplit(":", 1)[1]))
        writer.write(b"POST /v1/chat/completions HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n")
        for part in (data[:10], data[10:]):
            writer.write(b"%x\r\n%b\r\n" % (len(part), part))
            await writer.drain()
        writer.write(b"0\r\n\r\n")
        assert (await reader.readline()).startswith(b"HTTP/1.1 200")
        writer.close()
        assert fake.received[0].body == data


async def test_requests_on_one_connection_are_answered_in_turn() -> None:
    async with FakeOpenAI() as fake, sdk(fake) as api:
        for _ in range(5):
            await api.chat.completions.create(model="gpt-fake", messages=HELLO)
        assert fake.connections == 1
        assert len(fake.chats) == 5
