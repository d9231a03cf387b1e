"""OpenAI Responses: a backend's answer, whole or streamed, as events.

Source: `Response` and `ResponseStreamEvent` of the `openai` package; github.com/ggml-org/llama.cpp
tools/server, whose reasoning comes as text rather than as a summary.
"""

from collections.abc import Sequence

import msgspec

from larouter.core.prices import service_named
from larouter.core.usage import Usage
from larouter.wire.answer import (
    NOT_JSON,
    CallArguments,
    CallEnded,
    CallStarted,
    Ended,
    Event,
    Failed,
    Finished,
    Logprobs,
    NotTheProtocol,
    Reason,
    RefusalDelta,
    Started,
    TextDelta,
    ThinkingDelta,
    Thought,
    Used,
)
from larouter.wire.exchange import Exchange
from larouter.wire.neutral import Seal
from larouter.wire.openai_responses_names import full_name
from larouter.wire.openai_stream import count_of


class _InputDetails(msgspec.Struct):
    cached_tokens: int | None = None
    cache_write_tokens: int | None = None


class _OutputDetails(msgspec.Struct):
    reasoning_tokens: int | None = None


class UsageRead(msgspec.Struct):
    """`ResponseUsage`."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    input_tokens_details: _InputDetails | None = None
    output_tokens_details: _OutputDetails | None = None

    def tokens(self, service: str | None = None) -> Usage:
        """In our words; `service` is the `service_tier` that the answer names."""
        given, made = self.input_tokens_details, self.output_tokens_details
        return Usage(
            input_tokens=count_of(self.input_tokens),
            output_tokens=count_of(self.output_tokens),
            cached_tokens=count_of(given.cached_tokens if given else None),
            cache_write_tokens=count_of(given.cache_write_tokens if given else None),
            reasoning_tokens=count_of(made.reasoning_tokens if made else None),
            service=service_named(service),
        )


class Words(msgspec.Struct):
    """A content part, or a part of a summary."""

    type: str = ""
    text: str | None = None
    refusal: str | None = None
    logprobs: list[object] | None = None


class Item(msgspec.Struct):
    """An output item, of whatever type."""

    type: str = ""
    id: str | None = None
    content: list[Words] | None = None
    summary: list[Words] | None = None
    encrypted_content: str | None = None
    call_id: str | None = None
    name: str | None = None
    namespace: str | None = None
    arguments: str | None = None
    input: str | None = None


class _Details(msgspec.Struct):
    reason: str | None = None


class Head(msgspec.Struct):
    """A response."""

    object: str = ""
    model: str = ""
    status: str | None = None
    output: list[Item] | None = None
    usage: UsageRead | None = None
    service_tier: str | None = None
    incomplete_details: _Details | None = None
    error: msgspec.Raw = msgspec.Raw(b"")


class Said(msgspec.Struct):
    """An event of a stream."""

    type: str = ""
    delta: str | None = None
    item: Item | None = None
    response: Head | None = None
    summary_index: int = 0
    logprobs: list[object] | None = None
    error: msgspec.Raw = msgspec.Raw(b"")


_event = msgspec.json.Decoder(Said).decode
_response = msgspec.json.Decoder(Head).decode
_CALLS = ("function_call", "custom_tool_call")
_THOUGHTS = ("response.reasoning_summary_text.delta", "response.reasoning_text.delta")
_ARGUMENTS = ("response.function_call_arguments.delta", "response.custom_tool_call_input.delta")
OVER = ("response.completed", "response.incomplete")


def read_event(data: bytes) -> Said:
    """One event of a stream.

    Raises:
        NotTheProtocol: It is none.
    """
    try:
        return _event(data)
    except NOT_JSON as error:
        raise NotTheProtocol(f"a part of the answer is not an event of a response: {error}") from None


def read_response(body: bytes) -> Head:
    """A whole response.

    Raises:
        NotTheProtocol: It is none.
    """
    try:
        response = _response(body)
    except NOT_JSON as error:
        raise NotTheProtocol(f"the answer is not a response: {error}") from None
    if response.object != "response":
        raise NotTheProtocol("the answer is not a response")
    return response


def failure_of(said: Said, data: bytes) -> bytes:
    """The error that an event reports, as JSON; empty when it reports none."""
    if said.type == "response.failed":
        error = bytes(said.response.error) if said.response is not None else b""
        return error if error not in (b"", b"null") else b"{}"
    if said.type == "error":
        return bytes(said.error) or data
    return bytes(said.error) if bytes(said.error) != b"null" else b""


class ResponsesHearer:
    """Reads a response."""

    __slots__ = ("_calls", "_exchange", "_refused", "_said", "_summary")

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._calls = 0
        self._said = False
        self._refused = False
        self._summary = 0

    def hear(self, data: bytes) -> Sequence[Event]:
        """The data of one event of a stream."""
        if data == b"[DONE]":
            return ()
        event = read_event(data)
        if event.delta is not None:
            return self._delta(event, event.delta)
        if error := failure_of(event, data):
            return (Failed(error),)
        if event.item is not None and event.type == "response.output_item.added":
            return self._added(event.item)
        if event.item is not None and event.type == "response.output_item.done":
            return self._done(event.item)
        if event.response is None:
            return ()
        if event.type == "response.created":
            return (Started(event.response.model),)
        return [*self._over(event.response), Ended()] if event.type in OVER else ()

    def whole(self, body: bytes) -> Sequence[Event]:
        """A JSON answer."""
        response = read_response(body)
        if response.status == "failed":
            return (Failed(bytes(response.error)),)
        events: list[Event] = [Started(response.model)]
        for item in response.output or ():
            events += self._added(item)
            events += self._content(item)
            events += self._done(item)
        return events + self._over(response)

    def end(self) -> Sequence[Event]:
        """Nothing is held back."""
        return ()

    def _delta(self, event: Said, text: str) -> Sequence[Event]:
        if not text:
            return ()
        if event.type == "response.output_text.delta":
            words = TextDelta(text)
            return (words, Logprobs({"content": event.logprobs})) if event.logprobs else (words,)
        if event.type in _ARGUMENTS:
            self._said = True
            return (CallArguments(self._calls, text),)
        if event.type in _THOUGHTS:
            breaks, self._summary = event.summary_index > self._summary, event.summary_index
            self._said = True
            return (ThinkingDelta(f"\n\n{text}" if breaks else text),)
        if event.type == "response.refusal.delta":
            self._refused = True
            return (RefusalDelta(text),)
        return ()

    def _added(self, item: Item) -> list[Event]:
        self._said, self._summary = False, 0
        if item.type not in _CALLS:
            return []
        name = item.name or ""
        if item.namespace:
            name = full_name(item.namespace, name)
        return [CallStarted(self._calls, item.call_id or "", name, item.type == "custom_tool_call")]

    def _content(self, item: Item) -> list[Event]:
        """What a whole item has in it; in a stream this comes as deltas."""
        events: list[Event] = []
        if item.type != "message":
            return events
        for part in item.content or ():
            if part.refusal:
                self._refused = True
                events.append(RefusalDelta(part.refusal))
            elif part.text:
                events.append(TextDelta(part.text))
            if part.logprobs:
                events.append(Logprobs({"content": part.logprobs}))
        return events

    def _done(self, item: Item) -> list[Event]:
        if item.type == "reasoning":
            words = [part.text for part in (item.summary or item.content or ()) if part.text]
            said: list[Event] = [ThinkingDelta("\n\n".join(words))] if words and not self._said else []
            seal = (
                Seal(item.encrypted_content, self._exchange.upstream_id) if item.encrypted_content else None
            )
            return [*said, Thought(seal, id=item.id or "")]
        if item.type not in _CALLS:
            return []
        at, self._calls = self._calls, self._calls + 1
        arguments = item.arguments or item.input or ("{}" if item.type == "function_call" else "")
        return [*([CallArguments(at, arguments)] if arguments and not self._said else []), CallEnded(at)]

    def _over(self, response: Head) -> list[Event]:
        used: list[Event] = [Used(response.usage.tokens(response.service_tier))] if response.usage else []
        return [*used, Finished(self._reason(response))]

    def _reason(self, response: Head) -> Reason:
        if response.status == "incomplete":
            details = response.incomplete_details
            return "content_filter" if details and details.reason == "content_filter" else "length"
        if self._refused:
            return "refusal"
        return "tool_calls" if self._calls else "stop"
