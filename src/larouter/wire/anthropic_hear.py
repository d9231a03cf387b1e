"""Anthropic Messages: a backend's answer, whole or streamed, as events.

Source: `Message` and `RawMessageStreamEvent` of the `anthropic` package. `input_tokens` there leaves cached
and written tokens out; here they are part of the input.
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
    NotTheProtocol,
    Pinged,
    Reason,
    Started,
    TextDelta,
    ThinkingDelta,
    Thought,
    Used,
)
from larouter.wire.exchange import Exchange
from larouter.wire.neutral import Seal
from larouter.wire.openai_stream import count_of


class OutputDetails(msgspec.Struct):
    """`OutputTokensDetails`."""

    thinking_tokens: int | None = None


class CacheCreation(msgspec.Struct):
    """How long what was written to the cache is kept."""

    ephemeral_1h_input_tokens: int | None = None


class UsageRead(msgspec.Struct):
    """`Usage` and `MessageDeltaUsage`; what a later one does not say stays as it was."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    cache_creation_input_tokens: int | None = None
    cache_read_input_tokens: int | None = None
    output_tokens_details: OutputDetails | None = None
    cache_creation: CacheCreation | None = None
    service_tier: str | None = None

    def after(self, before: "UsageRead") -> "UsageRead":
        """This, with what it does not say as it was before."""
        for name in self.__struct_fields__:
            if getattr(self, name) is None:
                setattr(self, name, getattr(before, name))
        return self

    def tokens(self) -> Usage:
        """In our words."""
        read, written = count_of(self.cache_read_input_tokens), count_of(self.cache_creation_input_tokens)
        kept = self.cache_creation
        thought = self.output_tokens_details.thinking_tokens if self.output_tokens_details else None
        return Usage(
            input_tokens=count_of(self.input_tokens) + read + written,
            output_tokens=count_of(self.output_tokens),
            cached_tokens=read,
            cache_write_tokens=written,
            reasoning_tokens=count_of(thought),
            cache_write_1h_tokens=count_of(kept.ephemeral_1h_input_tokens if kept else None),
            service=service_named(self.service_tier),
        )


class StopDetails(msgspec.Struct):
    """`RefusalStopDetails`."""

    explanation: str | None = None


class Block(msgspec.Struct):
    """A content block, of whatever type."""

    type: str = ""
    text: str | None = None
    thinking: str | None = None
    signature: str | None = None
    data: str | None = None
    id: str | None = None
    name: str | None = None
    input: msgspec.Raw = msgspec.Raw(b"")


class Delta(msgspec.Struct):
    """The delta of a block or of the message."""

    type: str = ""
    text: str | None = None
    thinking: str | None = None
    signature: str | None = None
    partial_json: str | None = None
    stop_reason: str | None = None
    stop_sequence: str | None = None
    stop_details: StopDetails | None = None


class Head(msgspec.Struct):
    """A message, or the beginning of one."""

    model: str = ""
    content: list[Block] = []
    usage: UsageRead | None = None
    stop_reason: str | None = None
    stop_sequence: str | None = None
    stop_details: StopDetails | None = None
    type: str = ""
    error: msgspec.Raw = msgspec.Raw(b"")


class Said(msgspec.Struct):
    """An event of a stream."""

    type: str
    message: Head | None = None
    index: int = 0
    content_block: Block | None = None
    delta: Delta | None = None
    usage: UsageRead | None = None
    error: msgspec.Raw = msgspec.Raw(b"")


_event = msgspec.json.Decoder(Said).decode
_message = msgspec.json.Decoder(Head).decode
REASONS: dict[str, Reason] = {
    "end_turn": "stop",
    "max_tokens": "length",
    "stop_sequence": "stop_sequence",
    "tool_use": "tool_calls",
    "pause_turn": "paused",
    "refusal": "refusal",
    "model_context_window_exceeded": "length",
}


def read_event(data: bytes) -> Said:
    """One event of a stream.

    Raises:
        NotTheProtocol: It is none.
    """
    try:
        return _event(data)
    except NOT_JSON as error:
        raise NotTheProtocol(f"a part of the answer is not an event of the Messages API: {error}") from None


def read_message(body: bytes) -> Head:
    """A whole message.

    Raises:
        NotTheProtocol: It is none.
    """
    try:
        message = _message(body)
    except NOT_JSON as error:
        raise NotTheProtocol(f"the answer is not a message: {error}") from None
    if message.type != "message":
        raise NotTheProtocol("the answer is not a message")
    return message


class MessagesHearer:
    """Reads a message."""

    __slots__ = ("_calls", "_origin", "_said", "_signature", "_type", "_usage", "_whole")

    def __init__(self, exchange: Exchange) -> None:
        self._origin = exchange.upstream_id
        self._usage = UsageRead()
        self._calls = 0
        self._type = ""
        self._signature = ""
        self._said = False
        self._whole = b""

    def hear(self, data: bytes) -> Sequence[Event]:
        """The data of one event of a stream."""
        event = read_event(data)
        if event.type == "content_block_delta" and event.delta is not None:
            return self._delta(event.delta)
        if event.type == "content_block_start" and event.content_block is not None:
            return self._start(event.content_block)
        if event.type == "content_block_stop":
            return self._stop()
        if event.type == "message_delta" and event.delta is not None:
            return [*self._used(event.usage), *_finished(event.delta)]
        if event.type == "message_start" and event.message is not None:
            return [Started(event.message.model), *self._used(event.message.usage)]
        if event.type == "message_stop":
            return (Ended(),)
        if event.type == "error":
            return (Failed(bytes(event.error)),)
        return (Pinged(),) if event.type == "ping" else ()

    def whole(self, body: bytes) -> Sequence[Event]:
        """A JSON answer."""
        message = read_message(body)
        events: list[Event] = [Started(message.model)]
        for block in message.content:
            events += self._start(block)
            if block.signature:
                self._signature = block.signature
            events += self._stop()
        events += self._used(message.usage)
        return events + _finished(message)

    def end(self) -> Sequence[Event]:
        """Nothing is held back."""
        return ()

    def _used(self, usage: UsageRead | None) -> list[Event]:
        if usage is None:
            return []
        self._usage = usage.after(self._usage)
        return [Used(self._usage.tokens())]

    def _start(self, block: Block) -> list[Event]:
        self._type, self._signature, self._said, self._whole = block.type, "", False, b""
        if block.type == "text" and block.text:
            return [TextDelta(block.text)]
        if block.type == "thinking" and block.thinking:
            return [ThinkingDelta(block.thinking)]
        if block.type == "redacted_thinking":
            return [Thought(Seal(block.data or "", self._origin), redacted=True)]
        if block.type == "tool_use":
            self._whole = bytes(block.input)
            return [CallStarted(self._calls, block.id or "", block.name or "")]
        return []

    def _delta(self, delta: Delta) -> Sequence[Event]:
        if delta.text is not None:
            return (TextDelta(delta.text),) if delta.text else ()
        if delta.partial_json is not None:
            if not delta.partial_json:
                return ()
            self._said = True
            return (CallArguments(self._calls, delta.partial_json),)
        if delta.thinking is not None:
            return (ThinkingDelta(delta.thinking),) if delta.thinking else ()
        if delta.signature is not None:
            self._signature += delta.signature
        return ()

    def _stop(self) -> list[Event]:
        kind, self._type = self._type, ""
        if kind == "thinking":
            return [Thought(Seal(self._signature, self._origin) if self._signature else None)]
        if kind != "tool_use":
            return []
        at, self._calls = self._calls, self._calls + 1
        if self._said:
            return [CallEnded(at)]
        return [CallArguments(at, self._whole.decode(errors="replace") or "{}"), CallEnded(at)]


def _finished(said: Delta | Head) -> list[Event]:
    if not said.stop_reason:
        return []
    detail = said.stop_details.explanation if said.stop_details else None
    return [Finished(REASONS.get(said.stop_reason, "stop"), said.stop_sequence or "", detail or "")]
