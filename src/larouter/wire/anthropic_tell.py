"""Anthropic Messages: an answer for the client, whole or streamed.

Source: `Message` and `RawMessageStreamEvent` of the `anthropic` package. The usage of `message_start` is not
known yet when another protocol answers; the one of `message_delta` is cumulative and complete.
"""

from collections.abc import Mapping, Sequence

import msgspec

from larouter.core.usage import NOTHING, Usage
from larouter.wire.answer import (
    Answer,
    CallArguments,
    CallEnded,
    CallStarted,
    Choice,
    Event,
    Finished,
    Pinged,
    Reason,
    RefusalDelta,
    Started,
    TextDelta,
    TextSealed,
    ThinkingDelta,
    Thought,
    Used,
)
from larouter.wire.anthropic_blocks import arguments_of
from larouter.wire.exchange import Exchange
from larouter.wire.neutral import Part, Refusal, Seal, Text, Thinking, ToolCall
from larouter.wire.seals import label
from larouter.wire.sse import event_of

Json = dict[str, object]
_encode = msgspec.json.Encoder().encode
_REASONS: Mapping[Reason, str] = {
    "stop": "end_turn",
    "stop_sequence": "stop_sequence",
    "length": "max_tokens",
    "tool_calls": "tool_use",
    "content_filter": "refusal",
    "refusal": "refusal",
    "paused": "pause_turn",
}
_DELTA = (
    b'event: content_block_delta\ndata: {"type":"content_block_delta","index":%d,"delta":{"type":%b%b}}\n\n'
)
_PING = event_of(b'{"type":"ping"}', b"ping")


class MessagesTeller:
    """Writes a message."""

    __slots__ = ("_finished", "_id", "_index", "_model", "_open", "_refused", "_usage")

    def __init__(self, exchange: Exchange) -> None:
        self._id = f"msg_{exchange.suffix}"
        self._model = exchange.upstream_id
        self._index = -1
        self._open = ""
        self._usage = NOTHING
        self._finished = Finished("stop")
        self._refused = False

    def tell(self, events: Sequence[Event]) -> bytes:
        """The events of the stream that say these."""
        return b"".join([self._say(event) for event in events])

    def _say(self, event: Event) -> bytes:
        if isinstance(event, TextDelta | RefusalDelta):
            self._refused = self._refused or isinstance(event, RefusalDelta)
            return self._words("text", event.text)
        if isinstance(event, ThinkingDelta):
            return self._words("thinking", event.text)
        if isinstance(event, CallArguments):
            return self._delta(b'"input_json_delta","partial_json":', event.fragment)
        if isinstance(event, CallStarted):
            block = {"type": "tool_use", "id": event.id, "name": event.name, "input": {}}
            return self._begin("tool_use", _encode(block))
        if isinstance(event, Thought):
            return self._thought(event)
        if isinstance(event, CallEnded | TextSealed):
            kind = "call" if isinstance(event, CallEnded) else "text"
            return self._close() + (self._sealed(event.seal, kind) if event.seal else b"")
        if isinstance(event, Used):
            self._usage = event.usage
        elif isinstance(event, Finished):
            self._finished = event
            return self._close()
        elif isinstance(event, Started):
            return self._start(event)
        return _PING if isinstance(event, Pinged) else b""

    def _start(self, event: Started) -> bytes:
        self._model = event.model or self._model
        message = {**self._message([], None, ""), "usage": usage_of(self._usage)}
        return event_of(_encode({"type": "message_start", "message": message}), b"message_start")

    def _message(self, content: list[Json], reason: str | None, stop: str) -> Json:
        return {
            "id": self._id,
            "type": "message",
            "role": "assistant",
            "model": self._model,
            "content": content,
            "stop_reason": reason,
            "stop_sequence": stop or None,
        }

    def _words(self, kind: str, text: str) -> bytes:
        if self._open != kind:
            block = _TEXT if kind == "text" else _THINKING
            return self._begin(kind, block) + self._words(kind, text)
        return self._delta(b'"%b_delta","%b":' % (kind.encode(), kind.encode()), text)

    def _delta(self, kind: bytes, text: str) -> bytes:
        return _DELTA % (self._index, kind, _encode(text))

    def _begin(self, kind: str, block: bytes) -> bytes:
        closed = self._close()
        self._index += 1
        self._open = kind
        data = b'{"type":"content_block_start","index":%d,"content_block":%b}' % (self._index, block)
        return closed + event_of(data, b"content_block_start")

    def _close(self) -> bytes:
        if not self._open:
            return b""
        self._open = ""
        return event_of(b'{"type":"content_block_stop","index":%d}' % self._index, b"content_block_stop")

    def _thought(self, event: Thought) -> bytes:
        if event.redacted:
            return self._sealed(event.seal, "") if event.seal else b""
        said = b"" if self._open == "thinking" else self._begin("thinking", _THINKING)
        if event.seal is not None:
            said += self._delta(b'"signature_delta","signature":', label(event.seal))
        return said + self._close()

    def _sealed(self, seal: Seal, kind: str) -> bytes:
        return self._begin("redacted", _encode(_redacted(seal, kind))) + self._close()

    def end(self) -> bytes:
        """Why it stopped, what it used, and the terminator."""
        delta: Json = {"stop_reason": self._reason(self._finished), "stop_sequence": None}
        if self._finished.stop_sequence:
            delta["stop_sequence"] = self._finished.stop_sequence
        if self._finished.detail:
            delta["stop_details"] = _details(self._finished)
        said = {"type": "message_delta", "delta": delta, "usage": usage_of(self._usage)}
        return (
            self._close()
            + event_of(_encode(said), b"message_delta")
            + event_of(b'{"type":"message_stop"}', b"message_stop")
        )

    def _reason(self, finished: Finished) -> str:
        return "refusal" if self._refused else _REASONS[finished.reason]

    def whole(self, answer: Answer) -> bytes:
        """The message as one JSON object."""
        choice = answer.choices.get(0) or Choice()
        finished = choice.finished or Finished("stop")
        self._model = answer.model or self._model
        self._refused = any(isinstance(part, Refusal) for part in choice.parts)
        content = [block for part in _joined(choice.parts) for block in _blocks(part)]
        message = self._message(content, self._reason(finished), finished.stop_sequence)
        if finished.detail:
            message["stop_details"] = _details(finished)
        return _encode({**message, "usage": usage_of(answer.usage or NOTHING)})


_TEXT = b'{"type":"text","text":""}'
_THINKING = b'{"type":"thinking","thinking":"","signature":""}'


def _joined(parts: Sequence[Part]) -> list[Part]:
    """The parts with a refusal as the text that it is here, joined to the text before it."""
    joined: list[Part] = []
    for part in parts:
        words = Text(part.text) if isinstance(part, Refusal) else part
        last = joined[-1] if joined else None
        if isinstance(words, Text) and isinstance(last, Text) and last.seal is None:
            joined[-1] = Text(last.text + words.text, seal=words.seal)
        else:
            joined.append(words)
    return joined


def _blocks(part: Part) -> list[Json]:
    if isinstance(part, Text):
        block: list[Json] = [{"type": "text", "text": part.text}] if part.text else []
        return [*block, _redacted(part.seal, "text")] if part.seal else block
    if isinstance(part, ToolCall):
        call: Json = {
            "type": "tool_use",
            "id": part.id,
            "name": part.name,
            "input": arguments_of(part.arguments),
        }
        return [call, _redacted(part.seal, "call")] if part.seal else [call]
    if not isinstance(part, Thinking):
        return []
    if part.redacted:
        return [_redacted(part.seal, "")] if part.seal else []
    signature = label(part.seal) if part.seal else ""
    return [{"type": "thinking", "thinking": part.text, "signature": signature}]


def _redacted(seal: Seal, kind: str) -> Json:
    """A block that clients give back unread; it carries what the protocol has no place for."""
    return {"type": "redacted_thinking", "data": label(seal, kind)}


def _details(finished: Finished) -> Json:
    return {"type": "refusal", "category": None, "explanation": finished.detail}


def usage_of(usage: Usage) -> Json:
    """In the words of `Usage`, where the input leaves cached and written tokens out."""
    return {
        "input_tokens": max(0, usage.input_tokens - usage.cached_tokens - usage.cache_write_tokens),
        "cache_creation_input_tokens": usage.cache_write_tokens,
        "cache_read_input_tokens": usage.cached_tokens,
        "output_tokens": usage.output_tokens,
        "output_tokens_details": {"thinking_tokens": usage.reasoning_tokens},
    }
