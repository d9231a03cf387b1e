"""OpenAI Responses: an answer for the client, whole or streamed.

Source: `Response` and `ResponseStreamEvent` of the `openai` package. A thought is a reasoning item with a
summary; what its model must get back is its `encrypted_content`, labelled. The signature of a text or a call,
for which the protocol has no place, follows it as a reasoning item of its own for the client to echo. A whole
answer is the last event of the stream that would have said it.
"""

from collections.abc import Iterator, Sequence

import msgspec

from larouter.core.usage import NOTHING
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
    RefusalDelta,
    Started,
    TextDelta,
    TextSealed,
    ThinkingDelta,
    Thought,
    Used,
)
from larouter.wire.exchange import Exchange
from larouter.wire.neutral import Part, Refusal, Text, Thinking, ToolCall
from larouter.wire.openai_responses_items import Items
from larouter.wire.openai_responses_names import homes_in
from larouter.wire.openai_responses_object import head_of, usage_of

Json = dict[str, object]
_encode = msgspec.json.Encoder().encode
_INCOMPLETE = {
    "length": "max_output_tokens",
    "content_filter": "content_filter",
    "paused": "max_output_tokens",
}


class ResponsesTeller:
    """Writes a response."""

    __slots__ = ("_finished", "_head", "_items", "_usage")

    def __init__(self, exchange: Exchange) -> None:
        self._items = Items(exchange.suffix, homes_in(exchange.asked))
        self._head = head_of(exchange)
        self._usage = NOTHING
        self._finished = Finished("stop")

    def tell(self, events: Sequence[Event]) -> bytes:
        """The events of the stream that say these."""
        if len(events) == 1:
            return self._say(events[0])
        return b"".join([self._say(event) for event in events])

    def _say(self, event: Event) -> bytes:
        items = self._items
        if isinstance(event, TextDelta):
            return items.words("output_text", event.text)
        if isinstance(event, CallArguments):
            return items.arguments(event.fragment)
        if isinstance(event, ThinkingDelta):
            return items.thinking(event.text)
        if isinstance(event, Used):
            self._usage = event.usage
            return b""
        if isinstance(event, Thought):
            return items.thought(event)
        if isinstance(event, RefusalDelta):
            return items.words("refusal", event.text)
        if isinstance(event, CallStarted):
            return items.call(event)
        return self._say_rarer(event)

    def _say_rarer(self, event: Event) -> bytes:
        items = self._items
        if isinstance(event, CallEnded):
            return items.close() + (items.seal(event.seal, "call") if event.seal else b"")
        if isinstance(event, TextSealed):
            return items.close() + items.seal(event.seal, "text")
        if isinstance(event, Started):
            return self._start(event)
        if isinstance(event, Finished):
            return self._finish(event)
        if isinstance(event, Logprobs):
            items.note(event)
        return b": ping\n\n" if isinstance(event, Pinged) else b""

    def _start(self, event: Started) -> bytes:
        if event.model:
            self._head["model"] = event.model
        response = {**self._head, "status": "in_progress", "output": [], "usage": None}
        return b"".join(
            [
                self._items.event(f"response.{kind}", {"response": response})
                for kind in ("created", "in_progress")
            ]
        )

    def _finish(self, event: Finished) -> bytes:
        self._finished = event
        said = b""
        if event.detail and event.reason in ("content_filter", "refusal"):
            said = self._items.words("refusal", event.detail)
        return said + self._items.close("incomplete" if event.reason in _INCOMPLETE else "completed")

    def end(self) -> bytes:
        """The whole response, which is the terminator."""
        response = self._response()
        return self._items.event(f"response.{response['status']}", {"response": response})

    def _response(self) -> Json:
        reason = _INCOMPLETE.get(self._finished.reason)
        return {
            **self._head,
            "status": "incomplete" if reason else "completed",
            "incomplete_details": {"reason": reason} if reason else None,
            "output": self._items.output,
            "usage": usage_of(self._usage),
        }

    def whole(self, answer: Answer) -> bytes:
        """The response as one JSON object."""
        self.tell([Started(answer.model), *_said(answer.choices.get(0) or Choice())])
        self._usage = answer.usage or NOTHING
        return _encode(self._response())


def _said(choice: Choice) -> Iterator[Event]:
    """The events that fold into this choice; its log probabilities stand after its first text."""
    logprobs: Json = {**choice.logprobs}
    for part in choice.parts:
        yield from _part(part)
        if logprobs and isinstance(part, Text) and part.seal is None:
            yield Logprobs(logprobs)
            logprobs = {}
    yield choice.finished or Finished("stop")


def _part(part: Part) -> Iterator[Event]:
    if isinstance(part, Text):
        if part.text:
            yield TextDelta(part.text)
        if part.seal is not None:
            yield TextSealed(part.seal)
    elif isinstance(part, Refusal):
        yield RefusalDelta(part.text)
    elif isinstance(part, Thinking):
        if part.text:
            yield ThinkingDelta(part.text)
        yield Thought(part.seal, part.redacted, part.id)
    elif isinstance(part, ToolCall):
        yield CallStarted(0, part.id, part.name, part.custom)
        if part.arguments:
            yield CallArguments(0, part.arguments)
        yield CallEnded(0, part.seal)
