"""Requests and transcripts for the tests of the protocols, judged by the types of the official SDKs."""

import json
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from anthropic.types.message_create_params import (
    MessageCreateParamsNonStreaming,
    MessageCreateParamsStreaming,
)
from openai.types.chat.completion_create_params import (
    CompletionCreateParamsNonStreaming,
    CompletionCreateParamsStreaming,
)
from openai.types.responses.response_create_params import (
    ResponseCreateParamsNonStreaming,
    ResponseCreateParamsStreaming,
)
from pydantic import TypeAdapter

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES, Body, Chat
from larouter.wire.anthropic import read_messages
from larouter.wire.dialogue import Dialogue, open_dialogue
from larouter.wire.exchange import Reader
from larouter.wire.gemini import Target, read_generate
from larouter.wire.members import read_object
from larouter.wire.openai_chat import read_chat
from larouter.wire.openai_responses import read_responses

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from google.genai import types as google

REQUEST_ID = "req_01kaf0000000000000000000zz"
Json = dict[str, Any]


def read_unstreamed(body: Body) -> Chat:
    return read_generate(body, Target("auto", stream=False))


_READERS = {
    OPENAI_CHAT: read_chat,
    ANTHROPIC: read_messages,
    OPENAI_RESPONSES: read_responses,
    GEMINI: read_unstreamed,
}
_PARAMS = {
    (OPENAI_CHAT, False): TypeAdapter(CompletionCreateParamsNonStreaming),
    (OPENAI_CHAT, True): TypeAdapter(CompletionCreateParamsStreaming),
    (ANTHROPIC, False): TypeAdapter(MessageCreateParamsNonStreaming),
    (ANTHROPIC, True): TypeAdapter(MessageCreateParamsStreaming),
    (OPENAI_RESPONSES, False): TypeAdapter(ResponseCreateParamsNonStreaming),
    (OPENAI_RESPONSES, True): TypeAdapter(ResponseCreateParamsStreaming),
}
_GOOGLE = {
    "contents": TypeAdapter(list[google.Content]),
    "systemInstruction": TypeAdapter(google.Content),
    "tools": TypeAdapter(list[google.Tool]),
    "toolConfig": TypeAdapter(google.ToolConfig),
    "generationConfig": TypeAdapter(google.GenerationConfig),
    "serviceTier": TypeAdapter(google.ServiceTier),
    "store": TypeAdapter(bool),
}
# Words of the wire that the SDK has dropped or never had: sampling of older Claude models, and local servers' own.
_NOT_IN_SDK = {
    ANTHROPIC: {"temperature", "top_p", "top_k"},
    OPENAI_CHAT: {"top_k", "grammar"},
    OPENAI_RESPONSES: set(),
}


def read(protocol: str, members: Json) -> Chat:
    return _READERS[protocol](read_object(json.dumps(members).encode()))


def forced(value: Any) -> Any:
    """A validated value with every lazy iterable walked, which is when it is checked."""
    if isinstance(value, Mapping):
        return {key: forced(one) for key, one in value.items()}
    if value is None or isinstance(value, str | bytes | int | float):
        return value
    return [forced(one) for one in value]


def assert_sdk_accepts(protocol: str, body: Json) -> None:
    """The body has only members that the official SDK's types know, each of the right kind."""
    if protocol == GEMINI:
        for name, value in body.items():
            _GOOGLE[name].validate_python(value)  # Google's types forbid what they do not know
        return
    if protocol == OPENAI_RESPONSES:
        body["input"] = [
            {"id": "rs_1", **item} if item.get("type") == "reasoning" else item for item in body["input"]
        ]
        assert forced(_PARAMS[protocol, body.get("stream") is True].validate_python(body)) == body
        return
    body = {name: value for name, value in body.items() if name not in _NOT_IN_SDK[protocol]}
    for message in body["messages"]:
        for name in ("reasoning_content", "reasoning_details"):
            message.pop(name, None)
    assert forced(_PARAMS[protocol, body.get("stream") is True].validate_python(body)) == body


@pytest.fixture
def ask() -> Callable[..., tuple[Json, tuple[str, ...]]]:
    """What a request becomes: the body for the backend, approved by its SDK, and what was dropped."""

    def ask(
        members: Json, backend: str, model: str, client: str = OPENAI_CHAT, **more: Any
    ) -> tuple[Json, tuple]:
        opened = open_dialogue(read(client, members), backend, model, request_id=REQUEST_ID, **more)
        body = json.loads(opened.body)
        assert_sdk_accepts(backend, json.loads(opened.body))
        return body, opened.dropped

    return ask


@pytest.fixture
def dialogue() -> Callable[..., Dialogue]:
    """A dialogue for a small request of the client's protocol."""

    def dialogue(client: str, backend: str, upstream_id: str, **members: Any) -> Dialogue:
        asked = {"model": "auto", "messages": [{"role": "user", "content": "hello"}], **members}
        if client == OPENAI_RESPONSES:
            asked = {"model": "auto", "input": "hello", **members}
        if client == GEMINI:
            target = Target(members.pop("model", "auto"), members.pop("stream", False))
            asked = {"contents": [{"parts": [{"text": "hello"}]}], **members}
            chat = read_generate(read_object(json.dumps(asked).encode()), target)
            return open_dialogue(chat, backend, upstream_id, request_id=REQUEST_ID)
        if client == ANTHROPIC:
            asked.setdefault("max_tokens", 100)
        return open_dialogue(read(client, asked), backend, upstream_id, request_id=REQUEST_ID)

    return dialogue


def written(event: Json | str) -> bytes:
    """An event as a backend writes it: named when it has a type, as Anthropic's are."""
    if isinstance(event, str):
        return f"data: {event}\n\n".encode()
    name = f"event: {event['type']}\n" if "type" in event else ""
    return f"{name}data: {json.dumps(event)}\n\n".encode()


def events(stream: bytes) -> Iterator[Any]:
    """The data of the events of a stream."""
    for piece in stream.decode().split("\n\n"):
        for line in piece.split("\n"):
            if line.startswith("data: "):
                yield line[6:] if line == "data: [DONE]" else json.loads(line[6:])
            elif line.startswith(":"):
                yield line


def brief(event: Any) -> Any:
    """What a chunk of a chat completion says, without its head; other events as they are."""
    if not isinstance(event, dict) or "choices" not in event:
        return event
    if not event["choices"]:
        return {"usage": event["usage"]}
    choice = event["choices"][0]
    said = dict(choice["delta"])
    if choice["finish_reason"]:
        said["finish"] = choice["finish_reason"]
    return said


class Transcript:
    """A conversation between a backend and a client: `>>` what comes in, `<<` what must have gone out since."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._out: list[Any] = []

    def __rshift__(self, event: Json | str | bytes) -> "Transcript":
        raw = event if isinstance(event, bytes) else written(event)
        self._out += [brief(one) for one in events(self.reader.feed(raw))]
        return self

    def __lshift__(self, expected: Any) -> "Transcript":
        wanted = expected if isinstance(expected, list) else [expected]
        assert self._out == wanted
        self._out = []
        return self


@pytest.fixture
def transcript(dialogue: Callable[..., Dialogue]) -> Callable[..., Transcript]:
    def transcript(client: str, backend: str, model: str, **members: Any) -> Transcript:
        return Transcript(dialogue(client, backend, model, stream=True, **members).reader)

    return transcript


@pytest.fixture
def whole(dialogue: Callable[..., Dialogue]) -> Callable[..., Json]:
    """What the client gets for a whole answer of the backend."""

    def whole(client: str, backend: str, model: str, answer: Json, **members: Any) -> Json:
        return json.loads(
            dialogue(client, backend, model, **members).reader.whole(json.dumps(answer).encode())
        )

    return whole


Parts = Sequence[Json]
