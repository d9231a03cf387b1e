"""What passes through stays what it is, byte for byte; and which protocol a backend of two is spoken to in."""

import contextlib
import json
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wire_answers import STREAM, WHOLE, answers, rechunked
from wire_requests import mutate

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES
from larouter.core.errors import Unsayable
from larouter.wire.answer import NotTheProtocol
from larouter.wire.anthropic import read_messages
from larouter.wire.dialogue import Dialogue, open_dialogue, open_veiled
from larouter.wire.gemini import Target, read_generate
from larouter.wire.habits import UNKNOWN, Habits, Server, habits_of
from larouter.wire.members import read_object
from larouter.wire.openai_chat import read_chat
from larouter.wire.openai_responses import read_responses

REQUEST_ID = "req_01kaf0000000000000000000zz"
MODELS = {
    ANTHROPIC: "claude-opus-5",
    OPENAI_CHAT: "qwen3",
    GEMINI: "gemini-3.8-flash",
    OPENAI_RESPONSES: "gpt-6-luna",
}
CHAT = {"messages": [{"role": "user", "content": "x"}], "max_tokens": 5, "stream": True}
ASKED = {
    ANTHROPIC: CHAT,
    OPENAI_CHAT: {
        **CHAT,
        "stream_options": {"include_usage": True},
        "tools": [{"type": "function", "function": {"name": "f"}}],
    },
    GEMINI: {"contents": [{"parts": [{"text": "x"}]}]},
    OPENAI_RESPONSES: {
        "input": "x",
        "stream": True,
        "store": False,
        "include": ["reasoning.encrypted_content"],
    },
}
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
PASSING = [(protocol, UNKNOWN) for protocol in MODELS] + [(OPENAI_CHAT, habits_of("ollama"))]


def read(protocol: str, members: Any, model: str = "") -> Any:
    body = read_object(json.dumps(members).encode())
    if protocol == GEMINI:
        return read_generate(body, Target(model, stream=True))
    readers = {OPENAI_CHAT: read_chat, ANTHROPIC: read_messages, OPENAI_RESPONSES: read_responses}
    return readers[protocol](body)


def passing(protocol: str, habits: Habits) -> tuple[Any, Dialogue]:
    """A request whose model the client itself named, so that nothing has to change."""
    model = MODELS[protocol]
    members = ASKED[protocol] if protocol == GEMINI else {"model": model, **ASKED[protocol]}
    chat = read(protocol, members, model)
    return chat, open_dialogue(chat, protocol, model, request_id=REQUEST_ID, habits=habits)


@pytest.mark.parametrize(("protocol", "habits"), PASSING)
@given(data=st.data(), answer=answers())
@QUIET
def test_the_same_protocol_passes_byte_for_byte_when_the_client_named_the_model(
    protocol: str, habits: Habits, data: Any, answer: Any
) -> None:
    raw = STREAM[protocol](data.draw, answer).encode()
    chat, opened = passing(protocol, habits)
    assert opened.passes
    said = b"".join([opened.reader.feed(chunk) for chunk in rechunked(data.draw, raw)]) + opened.reader.end()
    assert said == raw.replace(b"\r\n", b"\n")
    assert opened.body == chat.body.text.encode()
    assert opened.reader.done


@pytest.mark.parametrize(("protocol", "habits"), PASSING)
@given(data=st.data(), answer=answers())
@settings(QUIET, max_examples=15)
def test_cutting_what_passes_at_every_byte_changes_nothing(
    protocol: str, habits: Habits, data: Any, answer: Any
) -> None:
    raw = STREAM[protocol](data.draw, answer).encode()
    at_once, by_byte = passing(protocol, habits)[1].reader, passing(protocol, habits)[1].reader
    said = b"".join([by_byte.feed(raw[at : at + 1]) for at in range(len(raw))])
    assert at_once.feed(raw) + at_once.end() == said + by_byte.end()
    assert (at_once.usage, at_once.model, at_once.finished) == (
        by_byte.usage,
        by_byte.model,
        by_byte.finished,
    )


@pytest.mark.parametrize(("protocol", "habits"), PASSING)
@given(data=st.data(), answer=answers())
@QUIET
def test_a_broken_stream_that_passes_raises_nothing_but_that_it_is_not_the_protocol(
    protocol: str, habits: Habits, data: Any, answer: Any
) -> None:
    raw = bytearray(STREAM[protocol](data.draw, answer).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=4))
    reader = passing(protocol, habits)[1].reader
    try:
        for chunk in rechunked(data.draw, bytes(raw)):
            reader.feed(chunk)
        reader.end()
    except NotTheProtocol:
        pass
    assert not (reader.done and reader.error)


@pytest.mark.parametrize(("protocol", "habits"), PASSING)
@given(seed=st.integers(0, 10**9), answer=answers())
@QUIET
def test_a_broken_whole_answer_that_passes_raises_nothing_but_that_it_is_not_the_protocol(
    protocol: str, habits: Habits, seed: int, answer: Any
) -> None:
    value, dice = WHOLE[protocol](answer), random.Random(seed)
    for _ in range(3):
        mutate(value, dice)
    with contextlib.suppress(NotTheProtocol):
        passing(protocol, habits)[1].reader.whole(json.dumps(value).encode())


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


def test_a_model_that_is_offered_in_responses_alone_is_never_asked_in_chat() -> None:
    opened = at_openai("gpt-5-codex", reasoning_effort="high")
    assert (opened.path, json.loads(opened.body)["reasoning"]) == ("/v1/responses", {"effort": "high"})
    with pytest.raises(Unsayable, match="n cannot be passed on"):
        at_openai("gpt-5-codex", n=2)


@pytest.mark.parametrize("client", [ANTHROPIC, GEMINI])
def test_a_client_of_another_provider_is_served_where_reasoning_is_kept_and_shown(client: str) -> None:
    chat = read(client, {"model": "auto", **ASKED[client]}, "auto")
    for model, path in (("gpt-6-luna", "/v1/responses"), ("gpt-4o", "/v1/chat/completions")):
        opened = open_dialogue(chat, OPENAI_CHAT, model, request_id=REQUEST_ID, habits=OPENAI)
        assert opened.path == path


def test_a_request_whose_values_are_put_back_is_converted_in_the_protocol_that_its_model_needs() -> None:
    chat = read(OPENAI_RESPONSES, {"model": "auto", "input": "x"})
    server = Server(OPENAI_CHAT, "gpt-6-luna", OPENAI)
    assert open_veiled(chat, server, None, request_id=REQUEST_ID).passes
    veiled = open_veiled(chat, server, lambda _: Unveiled(), request_id=REQUEST_ID)
    assert (veiled.path, veiled.passes) == ("/v1/responses", False)


class Unveiled:
    """Puts nothing back."""

    def feed(self, piece: str) -> str:
        return piece

    def end(self) -> str:
        return ""


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


@pytest.mark.parametrize(
    ("client", "members"),
    [
        (ANTHROPIC, {"model": "auto", **CHAT, "top_k": 5}),
        (GEMINI, {**ASKED[GEMINI], "generationConfig": {"topK": 5}}),
    ],
)
def test_top_k_of_another_protocol_goes_to_servers_that_are_known_to_take_it(
    client: str, members: Any
) -> None:
    chat = read(client, members, "auto")
    for server, told in (("vllm", 5), ("ollama", 5), ("llamacpp", 5), ("", None)):
        opened = open_dialogue(chat, OPENAI_CHAT, "qwen3", request_id=REQUEST_ID, habits=habits_of(server))
        assert json.loads(opened.body).get("top_k") == told
        assert opened.dropped == (() if told else ("top_k",))
