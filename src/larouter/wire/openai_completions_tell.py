"""OpenAI's older completions: an answer of a chat for the client, whole or streamed.

Source: `CreateCompletionResponse`. It has no place for reasoning, so that reasoning is counted and not shown.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import msgspec

from larouter.core.usage import NOTHING, Usage
from larouter.wire.answer import (
    Answer,
    Choice,
    Event,
    Finished,
    Pinged,
    Reason,
    RefusalDelta,
    Started,
    TextDelta,
    Used,
)
from larouter.wire.exchange import Exchange
from larouter.wire.neutral import Refusal, Text
from larouter.wire.openai_chat_tell import REASONS, usage_of
from larouter.wire.openai_stream import DONE_EVENT
from larouter.wire.sse import event_of

Json: TypeAlias = dict[str, object]

_encode = msgspec.json.Encoder().encode
_REASONS: Mapping[Reason, str] = {**REASONS, "tool_calls": "stop"}


class CompletionsTeller:
    """Writes a text completion; with `echo` every choice begins with the prompt."""

    __slots__ = ("_echo", "_echoed", "_exchange", "_model", "_usage")

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._model = exchange.upstream_id
        self._usage: Usage | None = None
        prompt = exchange.asked.get("prompt")
        first = prompt[0] if isinstance(prompt, list) else prompt
        self._echo = str(first) if exchange.asked.get("echo") is True else ""
        self._echoed: set[int] = set()

    def tell(self, events: Sequence[Event]) -> bytes:
        """The chunks that say these events."""
        return b"".join([self._say(event) for event in events])

    def _say(self, event: Event) -> bytes:
        if isinstance(event, TextDelta | RefusalDelta):
            return self._chunk(event.choice, event.text)
        if isinstance(event, Finished):
            return self._chunk(event.choice, event.detail, _REASONS[event.reason])
        if isinstance(event, Used):
            self._usage = event.usage
        elif isinstance(event, Started):
            self._model = event.model or self._model
        return b": ping\n\n" if isinstance(event, Pinged) else b""

    def _chunk(self, choice: int, text: str, reason: str | None = None) -> bytes:
        if self._echo and choice not in self._echoed:
            self._echoed.add(choice)
            text = self._echo + text
        said = {"index": choice, "text": text, "logprobs": None, "finish_reason": reason}
        usage: Json = {"usage": None} if self._exchange.wants_usage else {}
        return event_of(_encode(self._frame([said]) | usage))

    def _frame(self, choices: Sequence[Json]) -> Json:
        return {
            "id": f"cmpl-{self._exchange.suffix}",
            "object": "text_completion",
            "created": self._exchange.created,
            "model": self._model,
            "choices": choices,
        }

    def end(self) -> bytes:
        """The usage, if the client asked for it, and the terminator."""
        if not self._exchange.wants_usage or self._usage is None:
            return DONE_EVENT
        return event_of(_encode(self._frame([]) | {"usage": usage_of(self._usage)})) + DONE_EVENT

    def whole(self, answer: Answer) -> bytes:
        """The completion as one JSON object."""
        self._model = answer.model or self._model
        choices = [self._choice(choice, index) for index, choice in sorted(answer.choices.items())]
        return _encode(self._frame(choices) | {"usage": usage_of(answer.usage or NOTHING)})

    def _choice(self, choice: Choice, index: int) -> Json:
        finished = choice.finished or Finished("stop")
        said = "".join(part.text for part in choice.parts if isinstance(part, Text | Refusal))
        return {
            "index": index,
            "text": self._echo + said + finished.detail,
            "logprobs": None,
            "finish_reason": _REASONS[finished.reason],
        }
