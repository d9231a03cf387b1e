"""Google Gemini: an answer for the client, whole or streamed.

Source: `GenerateContentResponse` of the `google-genai` package. A call goes out whole, because arguments in
pieces are not for clients of this API. No comments are sent: Google's own client takes them for JSON.
Thoughts are shown to those who asked for them, as the API does; a signed one goes out in any case, whole, for
the client to echo.
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
    Logprobs,
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
from larouter.wire.gemini_logprobs import google_logprobs
from larouter.wire.gemini_names import object_of
from larouter.wire.gemini_options import reasoning_of
from larouter.wire.gemini_parse import REDACTED
from larouter.wire.neutral import Part, Refusal, Seal, Text, Thinking, ToolCall
from larouter.wire.seals import label
from larouter.wire.sse import event_of

Json = dict[str, object]
_encode = msgspec.json.Encoder().encode
_REASONS: Mapping[Reason, str] = {
    "stop": "STOP",
    "stop_sequence": "STOP",
    "length": "MAX_TOKENS",
    "tool_calls": "STOP",
    "content_filter": "SAFETY",
    "refusal": "SAFETY",
    "paused": "OTHER",
}


class GenerateTeller:
    """Writes an answer."""

    __slots__ = ("_choices", "_id", "_model", "_shows", "_tail", "_usage")

    def __init__(self, exchange: Exchange) -> None:
        self._id = exchange.suffix
        self._usage = NOTHING
        self._choices: dict[int, _Telling] = {}
        self._shows = reasoning_of(object_of(exchange.asked, "generationConfig")).show is True
        self._name(exchange.upstream_id)

    def _name(self, model: str) -> None:
        self._model = model
        head = _encode({"modelVersion": model, "responseId": self._id})
        self._tail = b"]," + head[1:] + b"\n\n"

    def tell(self, events: Sequence[Event]) -> bytes:
        """The chunks that say these events."""
        return b"".join([self._say(event) for event in events])

    def _say(self, event: Event) -> bytes:
        if isinstance(event, TextDelta):
            return self._chunk(b'{"text":' + _encode(event.text) + b"}", event.choice)
        if isinstance(event, Used):
            self._usage = event.usage
            return b""
        if isinstance(event, Started):
            self._name(event.model or self._model)
            return b""
        if isinstance(
            event, ThinkingDelta | Thought | RefusalDelta | CallStarted | CallArguments | CallEnded
        ):
            part = self._telling(event.choice).say(event)
            return self._chunk(_encode(part), event.choice) if part is not None else b""
        if isinstance(event, TextSealed):
            return self._chunk(_encode({"text": "", "thoughtSignature": label(event.seal)}), event.choice)
        if isinstance(event, Logprobs):
            self._telling(event.choice).note(event)
        elif isinstance(event, Finished):
            self._telling(event.choice).finished = event
        return b""

    def _chunk(self, part: bytes, choice: int) -> bytes:
        return b'data: {"candidates":[{"content":{"parts":[%b],"role":"model"},"index":%d}%b' % (
            part, choice, self._tail
        )  # fmt: skip

    def _telling(self, choice: int) -> "_Telling":
        if choice not in self._choices:
            self._choices[choice] = _Telling(shows=self._shows)
        return self._choices[choice]

    def end(self) -> bytes:
        """Why it stopped and what it used; the protocol has no terminator beyond this."""
        candidates = [
            {"content": {"parts": [{"text": ""}], "role": "model"}, **telling.end(index)}
            for index, telling in sorted(self._choices.items())
        ]
        return event_of(_encode(self._response(candidates, self._usage)))

    def _response(self, candidates: list[Json], usage: Usage) -> Json:
        return {
            "candidates": candidates,
            "usageMetadata": usage_of(usage),
            "modelVersion": self._model,
            "responseId": self._id,
        }

    def whole(self, answer: Answer) -> bytes:
        """The answer as one JSON object."""
        self._model = answer.model or self._model
        candidates = [self._candidate(choice, index) for index, choice in sorted(answer.choices.items())]
        return _encode(self._response(candidates, answer.usage or NOTHING))

    def _candidate(self, choice: Choice, index: int) -> Json:
        telling = _Telling(shows=self._shows)
        telling.finished = choice.finished or Finished("stop")
        telling.refused = any(isinstance(part, Refusal) for part in choice.parts)
        telling.tokens = choice.logprobs.get("content", [])
        parts = [said for part in choice.parts if (said := self._part(part)) is not None]
        return {"content": {"parts": parts, "role": "model"}, **telling.end(index)}

    def _part(self, part: Part) -> Json | None:
        if isinstance(part, Text | Refusal):
            seal = part.seal if isinstance(part, Text) else None
            return {"text": part.text, **_signed(seal)} if part.text or seal else None
        if isinstance(part, ToolCall):
            return _call(part)
        if isinstance(part, Thinking) and (self._shows or part.seal is not None):
            return _thought(part)
        return None


class _Telling:
    """One candidate, as far as it has been told."""

    __slots__ = ("_call", "_pieces", "_shows", "finished", "refused", "tokens")

    def __init__(self, *, shows: bool) -> None:
        self._shows = shows
        self._pieces: list[str] = []
        self._call = CallStarted(0, "", "")
        self.finished = Finished("stop")
        self.refused = False
        self.tokens: list[object] = []

    def say(
        self, event: ThinkingDelta | Thought | RefusalDelta | CallStarted | CallArguments | CallEnded
    ) -> Json | None:
        """The part that says this, if it is complete."""
        if isinstance(event, ThinkingDelta):
            if self._shows:
                return {"text": event.text, "thought": True}
            self._pieces.append(event.text)
        elif isinstance(event, Thought):
            said, self._pieces = "".join(self._pieces), []
            return _thought(Thinking(said, event.seal, event.redacted)) if event.seal else None
        elif isinstance(event, RefusalDelta):
            self.refused = True
            return {"text": event.text}
        elif isinstance(event, CallStarted):
            self._call, self._pieces = event, []
        elif isinstance(event, CallArguments):
            self._pieces.append(event.fragment)
        else:
            said, self._pieces = "".join(self._pieces), []
            return _call(ToolCall(self._call.id, self._call.name, said, self._call.custom, event.seal))
        return None

    def note(self, event: Logprobs) -> None:
        """Remember log probabilities for the end."""
        tokens = event.value.get("content")
        if isinstance(tokens, list):
            self.tokens += tokens

    def end(self, index: int) -> Json:
        """The members of a candidate that has ended."""
        reason = "SAFETY" if self.refused else _REASONS[self.finished.reason]
        said: Json = {"finishReason": reason, "index": index}
        if self.finished.detail:
            said["finishMessage"] = self.finished.detail
        if self.tokens:
            said["logprobsResult"] = google_logprobs(self.tokens)
        return said


def _signed(seal: Seal | None, kind: str = "") -> Json:
    return {"thoughtSignature": label(seal, kind)} if seal is not None else {}


def _thought(thought: Thinking) -> Json:
    return {
        "text": thought.text,
        "thought": True,
        **_signed(thought.seal, REDACTED if thought.redacted else ""),
    }


def _call(call: ToolCall) -> Json:
    said = {"id": call.id, "name": call.name, "args": arguments_of(call.arguments)}
    return {"functionCall": said, **_signed(call.seal)}


def usage_of(usage: Usage) -> Json:
    """In the words of `GenerateContentResponseUsageMetadata`, where thoughts stand beside the candidates."""
    said: Json = {
        "promptTokenCount": usage.input_tokens,
        "candidatesTokenCount": usage.output_tokens - usage.reasoning_tokens,
        "totalTokenCount": usage.input_tokens + usage.output_tokens,
    }
    if usage.reasoning_tokens:
        said["thoughtsTokenCount"] = usage.reasoning_tokens
    if usage.cached_tokens:
        said["cachedContentTokenCount"] = usage.cached_tokens
    return said
