"""OpenAI chat completions: an answer for the client, whole or streamed.

Source: `CreateChatCompletionResponse` and `CreateChatCompletionStreamResponse`. Reasoning goes out as
`reasoning_content`, as DeepSeek and llama.cpp do. What a model must get back unchanged goes out as
`reasoning_details` (OpenRouter's name for it), one whole entry for each thought, for the client to echo.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

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
    Logprobs,
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
from larouter.wire.exchange import Exchange
from larouter.wire.neutral import Refusal, Seal, Text, Thinking, ToolCall
from larouter.wire.openai_stream import DONE_EVENT
from larouter.wire.sse import event_of

Json: TypeAlias = dict[str, object]

_encode = msgspec.json.Encoder().encode
REASONS: Mapping[Reason, str] = {
    "stop": "stop",
    "stop_sequence": "stop",
    "length": "length",
    "tool_calls": "tool_calls",
    "content_filter": "content_filter",
    "refusal": "content_filter",
    "paused": "stop",
}


class ChatTeller:
    """Writes a chat completion."""

    __slots__ = (
        "_created",
        "_head",
        "_id",
        "_model",
        "_places",
        "_tail",
        "_thoughts",
        "_usage",
        "_wants_usage",
    )

    def __init__(self, exchange: Exchange) -> None:
        self._id = f"chatcmpl-{exchange.suffix}"
        self._created = exchange.created
        self._wants_usage = exchange.wants_usage
        self._thoughts: dict[int, list[str]] = {}
        self._places: dict[int, _Places] = {}
        self._usage: Usage | None = None
        self._name(exchange.upstream_id)

    def _name(self, model: str) -> None:
        self._model = model
        head = _encode(
            {"id": self._id, "object": "chat.completion.chunk", "created": self._created, "model": model}
        )
        self._head = b"data: " + head[:-1] + b',"choices":['
        self._tail = b'],"usage":null}\n\n' if self._wants_usage else b"]}\n\n"

    def tell(self, events: Sequence[Event]) -> bytes:
        """The chunks that say these events."""
        if len(events) == 1:
            return self._say(events[0])
        return b"".join([self._say(event) for event in events])

    def _say(self, event: Event) -> bytes:
        if isinstance(event, TextDelta):
            self._place(event.choice).enter(Text)
            return self._chunk(b'{"content":' + _encode(event.text) + b"}", event.choice)
        if isinstance(event, ThinkingDelta):
            self._thoughts.setdefault(event.choice, []).append(event.text)
            return self._chunk(b'{"reasoning_content":' + _encode(event.text) + b"}", event.choice)
        if isinstance(event, CallArguments):
            delta = {"tool_calls": [{"index": event.at, "function": {"arguments": event.fragment}}]}
            return self._chunk(_encode(delta), event.choice)
        if isinstance(event, Used):
            self._usage = event.usage
            return b""
        return self._say_rarer(event)

    def _say_rarer(self, event: Event) -> bytes:
        if isinstance(event, Started):
            if event.model and event.model != self._model:
                self._name(event.model)
            return self._chunk(b'{"role":"assistant","content":""}', 0)
        if isinstance(event, CallStarted):
            self._place(event.choice).enter(ToolCall)
            call = {"index": event.at, **_call(event.id, event.name, "", custom=event.custom)}
            return self._chunk(_encode({"tool_calls": [call]}), event.choice)
        if isinstance(event, Thought | TextSealed | CallEnded):
            return self._sealed(event)
        if isinstance(event, RefusalDelta):
            return self._chunk(_encode({"refusal": event.text}), event.choice)
        if isinstance(event, Finished):
            return self._finished(event)
        if isinstance(event, Logprobs):
            return self._chunk(b"{}", event.choice, logprobs=_encode(event.value))
        return b": ping\n\n" if isinstance(event, Pinged) else b""

    def _sealed(self, event: Thought | TextSealed | CallEnded) -> bytes:
        if isinstance(event, CallEnded):
            if event.seal is None:
                return b""
            # The official client takes a call without a function for a fault.
            call = {"index": event.at, "function": {"arguments": ""}, "extra_content": _extra(event.seal)}
            return self._chunk(_encode({"tool_calls": [call]}), event.choice)
        if isinstance(event, TextSealed):
            detail: Json | None = _text_seal(event.seal, self._place(event.choice).enter(Text))
        else:
            place = self._place(event.choice).enter(Thinking)
            said = "".join(self._thoughts.pop(event.choice, ()))
            detail = _detail(Thinking(said, event.seal, event.redacted, event.id), place)
        return self._chunk(_encode({"reasoning_details": [detail]}), event.choice) if detail else b""

    def _finished(self, event: Finished) -> bytes:
        refusal = self._chunk(_encode({"refusal": event.detail}), event.choice) if event.detail else b""
        return refusal + self._chunk(b"{}", event.choice, reason=_encode(REASONS[event.reason]))

    def _chunk(self, delta: bytes, choice: int, reason: bytes = b"null", logprobs: bytes = b"null") -> bytes:
        return b'%b{"index":%d,"delta":%b,"logprobs":%b,"finish_reason":%b}%b' % (
            self._head, choice, delta, logprobs, reason, self._tail
        )  # fmt: skip

    def _place(self, choice: int) -> "_Places":
        if choice not in self._places:
            self._places[choice] = _Places()
        return self._places[choice]

    def end(self) -> bytes:
        """The usage, if the client asked for it, and the terminator."""
        if not self._wants_usage or self._usage is None:
            return DONE_EVENT
        chunk = {
            "id": self._id, "object": "chat.completion.chunk", "created": self._created, "model": self._model,
            "choices": [], "usage": usage_of(self._usage),
        }  # fmt: skip
        return event_of(_encode(chunk)) + DONE_EVENT

    def whole(self, answer: Answer) -> bytes:
        """The completion as one JSON object."""
        return _encode(
            {
                "id": self._id,
                "object": "chat.completion",
                "created": self._created,
                "model": answer.model or self._model,
                "choices": [_choice(choice, index) for index, choice in sorted(answer.choices.items())],
                "usage": usage_of(answer.usage or NOTHING),
            }
        )


class _Places:
    """Where the parts of a message stand, so that a thought can be put back between them."""

    __slots__ = ("_last", "_next")

    def __init__(self) -> None:
        self._next = 0
        self._last: type[Text | Thinking | ToolCall] | None = None

    def enter(self, kind: type[Text | Thinking | ToolCall]) -> int:
        """The place of a part that begins, or of the text that goes on."""
        if kind is not Text or self._last is not Text:
            self._next += 1
        self._last = kind
        return self._next - 1


def _choice(choice: Choice, index: int) -> Json:
    finished = choice.finished or Finished("stop")
    return {
        "index": index,
        "message": _message(choice, finished),
        "logprobs": choice.logprobs or None,
        "finish_reason": REASONS[finished.reason],
    }


def _message(choice: Choice, finished: Finished) -> Json:
    places, details, calls = _Places(), [], []
    said: dict[type, list[str]] = {Text: [], Thinking: [], Refusal: []}
    for part in choice.parts:
        if isinstance(part, ToolCall):
            places.enter(ToolCall)
            call = _call(part.id, part.name, part.arguments, custom=part.custom)
            calls.append({**call, "extra_content": _extra(part.seal)} if part.seal else call)
        elif isinstance(part, Text | Thinking | Refusal):
            said[type(part)].append(part.text)
            if isinstance(part, Thinking):
                details.append(_detail(part, places.enter(Thinking)))
            elif isinstance(part, Text):
                place = places.enter(Text)
                details.append(_text_seal(part.seal, place) if part.seal else None)
    refusal = "".join(said[Refusal]) + finished.detail
    message: Json = {
        "role": "assistant",
        "content": "".join(said[Text]) if said[Text] or not (calls or refusal) else None,
        "refusal": refusal or None,
    }
    if thinking := "".join(said[Thinking]):
        message["reasoning_content"] = thinking
    if details := [detail for detail in details if detail]:
        message["reasoning_details"] = details
    if calls:
        message["tool_calls"] = calls
    return message


def _detail(thought: Thinking, place: int) -> Json | None:
    """What the client is to echo; nothing for reasoning that no model asks back."""
    if thought.seal is None:
        return None
    kind, key = ("encrypted", "data") if thought.redacted else ("text", "signature")
    detail: Json = {
        "type": f"reasoning.{kind}",
        key: thought.seal.value,
        "model": thought.seal.origin,
        "index": place,
    }
    if not thought.redacted:
        detail["text"] = thought.text
    if thought.id:
        detail["id"] = thought.id
    return detail


def _text_seal(seal: Seal, place: int) -> Json:
    return {"type": "reasoning.signature", "signature": seal.value, "model": seal.origin, "index": place}


def _extra(seal: Seal) -> Json:
    return {"google": {"thought_signature": seal.value, "model": seal.origin}}


def _call(identifier: str, name: str, arguments: str, *, custom: bool) -> Json:
    if custom:
        return {"id": identifier, "type": "custom", "custom": {"name": name, "input": arguments}}
    return {"id": identifier, "type": "function", "function": {"name": name, "arguments": arguments}}


def usage_of(usage: Usage) -> Json:
    """In the words of `CompletionUsage`."""
    return {
        "prompt_tokens": usage.input_tokens,
        "completion_tokens": usage.output_tokens,
        "total_tokens": usage.input_tokens + usage.output_tokens,
        "prompt_tokens_details": {
            "cached_tokens": usage.cached_tokens,
            "cache_write_tokens": usage.cache_write_tokens,
        },
        "completion_tokens_details": {"reasoning_tokens": usage.reasoning_tokens},
    }
