"""Laws that every pair of protocols keeps, and passing through byte for byte."""

import contextlib
import copy
import json
import random
from typing import Any

import pytest
from anthropic.types import Message
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openai.types.chat import ChatCompletion
from wire_answers import FOLD, STREAM, WHOLE, answers, comparable
from wire_requests import RICH, markers, mutate

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES
from larouter.core.errors import RouterError
from larouter.wire.answer import NotTheProtocol
from larouter.wire.anthropic import read_messages
from larouter.wire.dialogue import TONGUES, Dialogue, open_dialogue
from larouter.wire.exchange import Exchange
from larouter.wire.families import profile_of
from larouter.wire.habits import UNKNOWN, Habits, habits_of
from larouter.wire.interpreter import Interpreter
from larouter.wire.members import read_object
from larouter.wire.openai_chat import read_chat
from larouter.wire.openai_responses import read_responses

REQUEST_ID = "req_01kaf0000000000000000000zz"
MODELS = {ANTHROPIC: "claude-opus-5", OPENAI_CHAT: "qwen3"}
PAIRS = [(client, backend) for client in MODELS for backend in MODELS]
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def interpreter(client: str, backend: str) -> Any:
    model = MODELS[backend]
    exchange = Exchange(REQUEST_ID, client, backend, model, profile_of(model, backend))
    return Interpreter(TONGUES[backend].hearer(exchange), TONGUES[client].teller(exchange))


def rechunked(draw: Any, raw: Any) -> Any:
    cuts = sorted(draw(st.sets(st.integers(0, len(raw)), max_size=8)))
    return [raw[a:b] for a, b in zip([0, *cuts], [*cuts, len(raw)], strict=True)]


@pytest.mark.parametrize(("client", "backend"), PAIRS)
@given(data=st.data(), answer=answers())
@QUIET
def test_the_fold_of_a_stream_is_the_whole_answer(client: str, backend: str, data: Any, answer: Any) -> None:
    raw = STREAM[backend](data.draw, answer).encode()
    streamed = interpreter(client, backend)
    out = b"".join([streamed.feed(chunk) for chunk in rechunked(data.draw, raw)]) + streamed.end()
    whole = interpreter(client, backend)
    said = json.loads(whole.whole(json.dumps(WHOLE[backend](answer)).encode()))
    assert comparable(client, FOLD[client](out)) == comparable(client, said)
    assert streamed.done
    assert (streamed.usage, streamed.model, streamed.finished) == (whole.usage, whole.model, True)
    assert streamed.characters == whole.characters or answer["calls"]


@pytest.mark.parametrize(("client", "backend"), PAIRS)
@given(answer=answers())
@QUIET
def test_a_whole_answer_is_one_that_the_clients_sdk_accepts_and_loses_nothing(
    client: str, backend: str, answer: Any
) -> None:
    said = json.loads(interpreter(client, backend).whole(json.dumps(WHOLE[backend](answer)).encode()))
    {ANTHROPIC: Message, OPENAI_CHAT: ChatCompletion}[client].model_validate(said, strict=True)
    everything = json.dumps(said, ensure_ascii=False)
    for words in (*answer["text"], *(one["thinking"] for one in answer["thoughts"])):
        assert json.dumps(words, ensure_ascii=False)[1:-1] in everything
    for one in answer["calls"]:
        assert f'"name": "{one["name"]}"' in everything
    usage = said["usage"]
    prompt = answer["usage"]["input"] + answer["usage"]["cached"]
    told = usage.get("prompt_tokens", usage.get("input_tokens", 0) + usage.get("cache_read_input_tokens", 0))
    assert told == prompt


@pytest.mark.parametrize(("client", "backend"), PAIRS)
@given(data=st.data(), answer=answers())
@QUIET
def test_cutting_a_stream_at_every_byte_changes_nothing(
    client: str, backend: str, data: Any, answer: Any
) -> None:
    raw = STREAM[backend](data.draw, answer).encode()
    at_once, by_byte = interpreter(client, backend), interpreter(client, backend)
    assert at_once.feed(raw) == b"".join([by_byte.feed(raw[at : at + 1]) for at in range(len(raw))])


@pytest.mark.parametrize(("client", "backend"), PAIRS)
@pytest.mark.parametrize("passing", [False, True])
@given(data=st.data(), answer=answers())
@QUIET
def test_a_broken_stream_raises_nothing_but_that_it_is_not_the_protocol(
    client: str, backend: str, passing: Any, data: Any, answer: Any
) -> None:
    raw = bytearray(STREAM[backend](data.draw, answer).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=4))
    reader = passing_reader(backend) if passing else interpreter(client, backend)
    try:
        for chunk in rechunked(data.draw, bytes(raw)):
            reader.feed(chunk)
        reader.end()
    except NotTheProtocol:
        pass
    assert not (reader.done and reader.error)


@pytest.mark.parametrize(("client", "backend"), PAIRS)
@given(dice=st.randoms(use_true_random=False), answer=answers())
@QUIET
def test_a_broken_whole_answer_raises_nothing_but_that_it_is_not_the_protocol(
    client: str, backend: str, dice: Any, answer: Any
) -> None:
    value = WHOLE[backend](answer)
    mutate(value, dice)
    with contextlib.suppress(NotTheProtocol):
        interpreter(client, backend).whole(json.dumps(value).encode())


def passing_reader(protocol: str) -> Any:
    asked = {"model": "auto", "max_tokens": 5, "messages": [{"role": "user", "content": "x"}], "stream": True}
    chat = read(protocol, asked)
    return open_dialogue(chat, protocol, MODELS[protocol], request_id=REQUEST_ID).reader


def read(protocol: str, members: Any) -> Any:
    reader = {OPENAI_CHAT: read_chat, ANTHROPIC: read_messages, OPENAI_RESPONSES: read_responses}[protocol]
    return reader(read_object(json.dumps(members).encode()))


TARGETS = [
    (ANTHROPIC, "claude-opus-5"), (ANTHROPIC, "claude-sonnet-5-5"), (ANTHROPIC, "claude-sonnet-4-5"),
    (ANTHROPIC, "claude-opus-4-6"), (ANTHROPIC, "other"), (OPENAI_CHAT, "qwen3"), (OPENAI_CHAT, "gpt-4.1"),
    (OPENAI_CHAT, "gpt-6-luna"), (OPENAI_CHAT, "deepseek-chat"), (GEMINI, "gemini-3.8-flash"),
    (OPENAI_RESPONSES, "gpt-6.1-sol"),
]  # fmt: skip
LISTED = {"HM-I": "reasoning", "HM-G": "reasoning", "NAME-C": "messages[2].name", "USER-T": "user"}


@pytest.mark.parametrize("client", RICH)
@pytest.mark.parametrize(("backend", "model"), TARGETS)
def test_nothing_of_a_rich_request_is_lost_in_silence(client: str, backend: str, model: str) -> None:
    members = copy.deepcopy(RICH[client])
    if backend == OPENAI_RESPONSES:
        members = {name: value for name, value in members.items() if not name.startswith("stop")}
    opened = open_dialogue(read(client, members), backend, model, request_id=REQUEST_ID)
    said = opened.body.decode()
    for marker in markers(members):
        assert marker in said or LISTED.get(marker) in opened.dropped, (marker, opened.dropped)


@pytest.mark.parametrize("client", RICH)
@pytest.mark.parametrize(("backend", "model"), TARGETS)
@pytest.mark.parametrize("seed", range(4))
def test_an_odd_request_raises_nothing_but_our_own_errors(
    client: str, backend: str, model: str, seed: int
) -> None:
    dice = random.Random(f"{client} {model} {seed}")
    for _ in range(100):
        members = copy.deepcopy(RICH[client])
        for _ in range(dice.randint(1, 3)):
            mutate(members, dice)
        check_odd(client, members, backend, model)


def check_odd(client: str, members: Any, backend: str, model: str) -> None:
    outcome = opened_or_refused(client, members, backend, model)
    if isinstance(outcome, RouterError):
        assert outcome.status == 400
        assert outcome.caller_detail
    else:
        json.loads(outcome)


def opened_or_refused(client: str, members: Any, backend: str, model: str) -> bytes | RouterError:
    try:
        return open_dialogue(read(client, members), backend, model, request_id=REQUEST_ID).body
    except RouterError as error:
        return error
    except Exception as error:
        raise AssertionError(json.dumps(members)) from error


@pytest.mark.parametrize("protocol", MODELS)
@given(data=st.data(), answer=answers())
@QUIET
def test_the_same_protocol_passes_byte_for_byte_when_the_client_named_the_model(
    protocol: str, data: Any, answer: Any
) -> None:
    raw = STREAM[protocol](data.draw, answer).encode()
    asked = {
        "model": MODELS[protocol], "max_tokens": 5, "messages": [{"role": "user", "content": "x"}], "stream": True,
    }  # fmt: skip
    if protocol == OPENAI_CHAT:
        asked["stream_options"] = {"include_usage": True}
    chat = read(protocol, asked)
    opened = open_dialogue(chat, protocol, MODELS[protocol], request_id=REQUEST_ID)
    assert b"".join([opened.reader.feed(chunk) for chunk in rechunked(data.draw, raw)]) == raw
    assert opened.body == chat.body.text.encode()
    assert opened.reader.done


TOOL = {"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}
OPENAI = habits_of("openai")


def at_openai(model: str, habits: Habits = OPENAI, client: str = OPENAI_CHAT, **members: Any) -> Dialogue:
    asked = {"model": "m", "messages": [{"role": "user", "content": "x"}], **members}
    if client == OPENAI_RESPONSES:
        asked = {"model": "m", "input": "x", **members}
    return open_dialogue(read(client, asked), OPENAI_CHAT, model, request_id=REQUEST_ID, habits=habits)


def test_a_model_that_reasons_with_tools_in_responses_alone_is_spoken_to_in_them() -> None:
    opened = at_openai("gpt-6-luna", tools=[TOOL], reasoning_effort="high")
    assert (opened.path, opened.passes, opened.dropped) == ("/v1/responses", False, ())
    body = json.loads(opened.body)
    assert (body["reasoning"], body["store"]) == ({"effort": "high"}, False)
    assert at_openai("gpt-6-luna").path == "/v1/chat/completions"
    assert at_openai("gpt-4o", tools=[TOOL]).path == "/v1/chat/completions"


def test_a_server_that_has_no_responses_is_asked_in_chat_without_reasoning() -> None:
    opened = at_openai("gpt-6-luna", UNKNOWN, tools=[TOOL], reasoning_effort="high")
    assert opened.path == "/v1/chat/completions"
    assert json.loads(opened.body)["reasoning_effort"] == "none"


def test_what_responses_cannot_say_goes_by_chat_all_the_same() -> None:
    opened = at_openai("gpt-6-luna", tools=[TOOL], n=2)
    assert opened.path == "/v1/chat/completions"
    assert json.loads(opened.body)["n"] == 2


def test_a_client_of_responses_is_passed_through_to_openai_itself() -> None:
    opened = at_openai("gpt-4o", client=OPENAI_RESPONSES)
    assert (opened.path, opened.passes) == ("/v1/responses", True)
    assert at_openai("some-model", UNKNOWN, OPENAI_RESPONSES).path == "/v1/chat/completions"
    told = habits_of("", frozenset({"responses"}))
    assert at_openai("some-model", told, OPENAI_RESPONSES).path == "/v1/responses"


@pytest.mark.parametrize("model", ["gpt-4o", "brand-new", "ft:brand-new:me"])
def test_openai_itself_is_never_told_top_k(model: str) -> None:
    opened = at_openai(model, top_k=5)
    assert "top_k" not in json.loads(opened.body)
    assert opened.dropped == ("top_k",)
    assert json.loads(at_openai(model, UNKNOWN, top_k=5).body).get("top_k") == (
        None if model == "gpt-4o" else 5
    )
