"""OpenAI chat completions: a backend's answer, whole or streamed, as events.

Source: as `openai_stream`, whose usage it shares. Known faults of local servers are put right here: a tool
call without an index or an id, arguments as an object, and `stop` after tool calls.
"""

from collections.abc import Sequence

import msgspec

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
    TextSealed,
    ThinkingDelta,
    Thought,
    Used,
)
from larouter.wire.exchange import Exchange
from larouter.wire.neutral import Seal
from larouter.wire.openai_stream import UsageRead
from larouter.wire.sse import DONE


class _Function(msgspec.Struct):
    name: str | None = None
    arguments: msgspec.Raw = msgspec.Raw(b"")


class _Custom(msgspec.Struct):
    name: str | None = None
    input: str | None = None


class _Google(msgspec.Struct):
    thought_signature: str | None = None


class _Extra(msgspec.Struct):
    google: _Google | None = None


class _Call(msgspec.Struct):
    index: int | None = None
    id: str | None = None
    function: _Function | None = None
    custom: _Custom | None = None
    extra_content: _Extra | None = None


class _Said(msgspec.Struct):
    content: str | list[dict[str, object]] | None = None
    reasoning_content: str | None = None
    reasoning: str | None = None
    refusal: str | None = None
    tool_calls: list[_Call] | None = None
    function_call: _Function | None = None
    reasoning_details: list[dict[str, object]] | None = None


class _Choice(msgspec.Struct):
    index: int = 0
    delta: _Said | None = None
    message: _Said | None = None
    finish_reason: str | None = None
    logprobs: dict[str, object] | None = None


class _Answer(msgspec.Struct):
    choices: list[_Choice] | None = None
    usage: UsageRead | None = None
    service_tier: str | None = None
    model: str | None = None
    error: msgspec.Raw = msgspec.Raw(b"")


_decode = msgspec.json.Decoder(_Answer, strict=False).decode
_value = msgspec.json.Decoder().decode
_string = msgspec.json.Decoder(str).decode
_REASONS: dict[str, Reason] = {
    "stop": "stop",
    "eos": "stop",
    "end_turn": "stop",
    "length": "length",
    "max_tokens": "length",
    "tool_calls": "tool_calls",
    "tool_use": "tool_calls",
    "function_call": "tool_calls",
    "content_filter": "content_filter",
}


class ChatHearer:
    """Reads a chat completion."""

    __slots__ = ("_choices", "_exchange", "_started")

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._choices: dict[int, _Hearing] = {}
        self._started = False

    def hear(self, data: bytes) -> Sequence[Event]:
        """The data of one event of a stream."""
        return (Ended(),) if data == DONE else self._events(data)

    def whole(self, body: bytes) -> Sequence[Event]:
        """A JSON answer."""
        events = self._events(body)
        if not self._choices:
            raise NotTheProtocol("the answer has no choices")
        return [*events, *self.end()]

    def end(self) -> Sequence[Event]:
        """Calls that were still open when the stream was over."""
        return [event for choice in self._choices.values() for event in choice.close()]

    def _events(self, data: bytes) -> list[Event]:
        try:
            answer = _decode(data)
        except NOT_JSON as error:
            raise NotTheProtocol(f"a part of the answer is not a chat completion: {error}") from None
        events: list[Event] = []
        if answer.error and bytes(answer.error) != b"null":
            return [Failed(bytes(answer.error))]
        if not self._started:
            self._started = True
            events.append(Started(answer.model or ""))
        for choice in answer.choices or ():
            hearing = self._choices.get(choice.index)
            if hearing is None:
                hearing = self._choices[choice.index] = _Hearing(choice.index, self._exchange)
            hearing.hear(choice, events)
        if answer.usage is not None:
            events.append(Used(answer.usage.tokens(answer.service_tier)))
        return events


class _Hearing:
    """One choice: puts its parts in order, since the protocol lets them mix.

    A call is over when its arguments are a whole JSON value and something else comes; what comes before that
    is held back until it is.
    """

    __slots__ = ("_calls", "_exchange", "_held", "_index", "_open", "_order", "_thinking")

    def __init__(self, index: int, exchange: Exchange) -> None:
        self._index = index
        self._exchange = exchange
        self._thinking = False
        self._calls: dict[int, _Collected] = {}
        self._order: list[_Collected] = []
        self._open: _Collected | None = None
        self._held: list[Event] = []

    def hear(self, choice: _Choice, events: list[Event]) -> None:
        """What one chunk says of this choice."""
        said = choice.delta or choice.message
        if said is not None:
            self._words(said, events)
            if said.function_call is not None:
                said.tool_calls = [_Call(0, "", said.function_call)]
            if said.tool_calls:
                self._end_thinking(events)
                for call in said.tool_calls:
                    self._call(call, events)
        if choice.logprobs:
            events.append(Logprobs(choice.logprobs, self._index))
        if choice.finish_reason:
            events += self.close()
            reason = _REASONS.get(choice.finish_reason, "stop")
            if reason == "stop" and self._calls:
                reason = "tool_calls"
            events.append(Finished(reason, choice=self._index))

    def _words(self, said: _Said, events: list[Event]) -> None:
        for detail in said.reasoning_details or ():
            self._detail(detail, events)
        if thought := said.reasoning_content or said.reasoning:
            self._thinking = True
            self._say(ThinkingDelta(thought, self._index), events)
        content = said.content
        if isinstance(content, list):
            content = "".join([text for part in content if isinstance(text := part.get("text"), str)])
        if content:
            self._end_thinking(events)
            self._say(TextDelta(content, self._index), events)
        if said.refusal:
            self._end_thinking(events)
            self._say(RefusalDelta(said.refusal, self._index), events)

    def _say(self, event: Event, events: list[Event]) -> None:
        if self._open is not None and self._open.is_complete():
            self._end_call(events)
        (events if self._open is None else self._held).append(event)

    def _detail(self, detail: dict[str, object], events: list[Event]) -> None:
        """A signature that this backend wants back; its text comes as reasoning as well."""
        value = detail.get("signature") or detail.get("data")
        if not isinstance(value, str):
            return
        seal = Seal(value, self._exchange.upstream_id)
        kind, text, name = detail.get("type"), detail.get("text"), detail.get("id")
        if kind == "reasoning.signature":
            self._say(TextSealed(seal, self._index), events)
            return
        if not self._thinking and isinstance(text, str) and text:
            self._say(ThinkingDelta(text, self._index), events)
        self._thinking = False
        thought = Thought(
            seal, kind == "reasoning.encrypted", name if isinstance(name, str) else "", self._index
        )
        self._say(thought, events)

    def _end_thinking(self, events: list[Event]) -> None:
        if self._thinking:
            self._thinking = False
            self._say(Thought(choice=self._index), events)

    def _call(self, call: _Call, events: list[Event]) -> None:
        found = self._find(call)
        name, arguments = _parts(call)
        if call.id and not found.id:
            found.id = call.id
        if name and not found.name:
            found.name = name
        if arguments:
            found.pieces.append(arguments)
        found.custom = found.custom or call.custom is not None
        if call.extra_content and call.extra_content.google and call.extra_content.google.thought_signature:
            found.seal = Seal(call.extra_content.google.thought_signature, self._exchange.upstream_id)
        if self._open is not None and found is not self._open and self._open.is_complete():
            self._end_call(events)
        if self._open is None and not found.ended:
            self._begin_call(found, events)
        elif found is self._open and arguments:
            events.append(CallArguments(found.at, arguments, self._index))

    def _find(self, call: _Call) -> "_Collected":
        index = call.index
        if index is None:
            last = len(self._order) - 1
            begins = last < 0 or (call.id and call.id != self._order[last].id)
            index = last + 1 if begins else last
        if index not in self._calls:
            at = len(self._order)
            self._calls[index] = _Collected(at, f"call_{self._exchange.suffix}_{self._index}_{at}")
            self._order.append(self._calls[index])
        return self._calls[index]

    def _begin_call(self, call: "_Collected", events: list[Event]) -> None:
        self._open = call
        events.append(CallStarted(call.at, call.id or call.fallback, call.name, call.custom, self._index))
        if call.pieces:
            events.append(CallArguments(call.at, "".join(call.pieces), self._index))

    def _end_call(self, events: list[Event]) -> None:
        if self._open is not None:
            self._open.ended = True
            events.append(CallEnded(self._open.at, self._open.seal, self._index))
            self._open = None
            events += self._held
            self._held = []

    def close(self) -> list[Event]:
        """End what is open, and say the calls that were held back."""
        events: list[Event] = []
        self._end_call(events)
        self._end_thinking(events)
        for call in self._order:
            if not call.ended:
                self._begin_call(call, events)
                self._end_call(events)
        return events


class _Collected:
    """A tool call as far as it has come."""

    __slots__ = ("at", "custom", "ended", "fallback", "id", "name", "pieces", "seal")

    def __init__(self, at: int, fallback: str) -> None:
        self.at = at
        self.fallback = fallback
        self.id = ""
        self.name = ""
        self.pieces: list[str] = []
        self.custom = False
        self.seal: Seal | None = None
        self.ended = False

    def is_complete(self) -> bool:
        """Whether nothing can follow but another part."""
        if self.custom:
            return True
        try:
            _value("".join(self.pieces))
        except NOT_JSON:
            return False
        return True


def _parts(call: _Call) -> tuple[str, str]:
    """Name and arguments; arguments that came as an object are written as the JSON they should have been."""
    if call.custom is not None:
        return call.custom.name or "", call.custom.input or ""
    if call.function is None:
        return "", ""
    raw = bytes(call.function.arguments)
    if raw in (b"", b"null"):
        return call.function.name or "", ""
    try:
        return call.function.name or "", _string(raw) if raw[:1] == b'"' else raw.decode()
    except NOT_JSON as error:
        raise NotTheProtocol(f"the arguments of a tool call are not text: {error}") from None
