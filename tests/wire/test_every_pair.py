"""Laws that every pair of protocols keeps, judged by the official SDKs."""

import contextlib
import json
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wire_answers import FOLD, SHAPE, STREAM, WHOLE, answers, comparable, rechunked
from wire_requests import mutate

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_COMPLETIONS, OPENAI_RESPONSES
from larouter.wire.answer import NotTheProtocol
from larouter.wire.dialogue import CLIENTS, TONGUES
from larouter.wire.exchange import Exchange
from larouter.wire.families import profile_of
from larouter.wire.interpreter import Interpreter

REQUEST_ID = "req_01kaf0000000000000000000zz"
MODELS = {
    ANTHROPIC: "claude-opus-5",
    OPENAI_CHAT: "qwen3",
    GEMINI: "gemini-3.8-flash",
    OPENAI_RESPONSES: "gpt-6-luna",
}
PAIRS = [(client, backend) for client in CLIENTS for backend in MODELS]
QUIET = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))

SHOWING = {"generationConfig": {"thinkingConfig": {"includeThoughts": True}}}


def interpreter(client: Any, backend: Any, asked: Any = SHOWING) -> Any:
    model = MODELS[backend]
    exchange = Exchange(REQUEST_ID, client, backend, model, profile_of(model, backend), asked=asked)
    return Interpreter(TONGUES[backend].hearer(exchange), CLIENTS[client][1](exchange))


@pytest.mark.parametrize("asked", [{}, SHOWING], ids=["hiding", "showing"])
@pytest.mark.parametrize(("client", "backend"), PAIRS)
@given(data=st.data(), answer=answers())
@QUIET
def test_the_fold_of_a_stream_is_the_whole_answer(
    client: Any, backend: Any, asked: Any, data: Any, answer: Any
) -> None:
    raw = STREAM[backend](data.draw, answer).encode()
    streamed = interpreter(client, backend, asked)
    out = b"".join([streamed.feed(chunk) for chunk in rechunked(data.draw, raw)]) + streamed.end()
    whole = interpreter(client, backend, asked)
    said = json.loads(whole.whole(json.dumps(WHOLE[backend](answer)).encode()))
    assert comparable(client, FOLD[client](out)) == comparable(client, said)
    assert streamed.done
    assert (streamed.usage, streamed.model, streamed.finished) == (whole.usage, whole.model, True)


@pytest.mark.parametrize(("client", "backend"), PAIRS)
@given(answer=answers())
@QUIET
def test_a_whole_answer_is_one_that_the_clients_sdk_accepts_and_loses_nothing(
    client: Any, backend: Any, answer: Any
) -> None:
    reader = interpreter(client, backend)
    said = json.loads(reader.whole(json.dumps(WHOLE[backend](answer)).encode()))
    SHAPE[client].model_validate(said, strict=client != GEMINI)
    everything = json.dumps(said, ensure_ascii=False)
    thoughts = [words for words, _ in answer["thoughts"]] if client != OPENAI_COMPLETIONS else []
    for words in (*answer["text"], *thoughts):
        assert json.dumps(words, ensure_ascii=False)[1:-1] in everything
    for one in answer["calls"] if client != OPENAI_COMPLETIONS else ():
        assert f'"name": "{one["name"]}"' in everything
    used = reader.usage
    assert (used.input_tokens, used.cached_tokens) == (answer["input"], answer["cached"])
    assert (used.output_tokens, used.reasoning_tokens) == (answer["output"], answer["thought"])


@pytest.mark.parametrize(("client", "backend"), PAIRS)
@given(data=st.data(), answer=answers())
@settings(QUIET, max_examples=15)
def test_cutting_a_stream_at_every_byte_changes_nothing(
    client: Any, backend: Any, data: Any, answer: Any
) -> None:
    raw = STREAM[backend](data.draw, answer).encode()
    at_once, by_byte = interpreter(client, backend), interpreter(client, backend)
    said = b"".join([by_byte.feed(raw[at : at + 1]) for at in range(len(raw))])
    assert at_once.feed(raw) + at_once.end() == said + by_byte.end()


@pytest.mark.parametrize(("client", "backend"), PAIRS)
@given(data=st.data(), answer=answers())
@QUIET
def test_a_broken_stream_raises_nothing_but_that_it_is_not_the_protocol(
    client: Any, backend: Any, data: Any, answer: Any
) -> None:
    raw = bytearray(STREAM[backend](data.draw, answer).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=4))
    reader = interpreter(client, backend)
    try:
        for chunk in rechunked(data.draw, bytes(raw)):
            reader.feed(chunk)
        reader.end()
    except NotTheProtocol:
        pass
    assert not (reader.done and reader.error)


@pytest.mark.parametrize(("client", "backend"), PAIRS)
@given(seed=st.integers(0, 10**9), answer=answers())
@QUIET
def test_a_broken_whole_answer_raises_nothing_but_that_it_is_not_the_protocol(
    client: Any, backend: Any, seed: Any, answer: Any
) -> None:
    value, dice = WHOLE[backend](answer), random.Random(seed)
    for _ in range(3):
        mutate(value, dice)
    with contextlib.suppress(NotTheProtocol):
        interpreter(client, backend).whole(json.dumps(value).encode())
