"""Google Gemini: a backend's answer, whole or streamed, as events.

Source: `GenerateContentResponse` of the `google-genai` package and
ai.google.dev/gemini-api/docs/thought-signatures. A stream has no terminator: it is over when the connection
is. The usage of a chunk counts from the beginning.
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
    Event,
    Failed,
    Finished,
    Logprobs,
    NotTheProtocol,
    Reason,
    Started,
    TextDelta,
    TextSealed,
    ThinkingDelta,
    Thought,
    Used,
)
from larouter.wire.exchange import Exchange
from larouter.wire.gemini_logprobs import LogprobsRead
from larouter.wire.neutral import Seal
from larouter.wire.openai_stream import count_of


class ModalityRead(msgspec.Struct, rename="camel"):
    """`ModalityTokenCount`."""

    modality: str = ""
    token_count: int | None = None


class UsageRead(msgspec.Struct, rename="camel"):
    """`GenerateContentResponseUsageMetadata`; thoughts are counted beside the candidates."""

    prompt_token_count: int | None = None
    candidates_token_count: int | None = None
    thoughts_token_count: int | None = None
    tool_use_prompt_token_count: int | None = None
    cached_content_token_count: int | None = None
    prompt_tokens_details: list[ModalityRead] | None = None
    candidates_tokens_details: list[ModalityRead] | None = None
    service_tier: str | None = None

    def tokens(self) -> Usage:
        """In our words."""
        thoughts = count_of(self.thoughts_token_count)
        return Usage(
            input_tokens=count_of(self.prompt_token_count) + count_of(self.tool_use_prompt_token_count),
            output_tokens=count_of(self.candidates_token_count) + thoughts,
            cached_tokens=count_of(self.cached_content_token_count),
            reasoning_tokens=thoughts,
            audio_input_tokens=_of(self.prompt_tokens_details, "AUDIO"),
            image_input_tokens=_of(self.prompt_tokens_details, "IMAGE"),
            audio_output_tokens=_of(self.candidates_tokens_details, "AUDIO"),
            service=service_named(self.service_tier),
        )


def _of(details: list[ModalityRead] | None, modality: str) -> int:
    return sum(count_of(it.token_count) for it in details or () if it.modality == modality)


class Call(msgspec.Struct):
    """`FunctionCall`."""

    name: str = ""
    id: str | None = None
    args: msgspec.Raw = msgspec.Raw(b"")


class PartRead(msgspec.Struct, rename="camel"):
    """`Part`, as far as it can be said to anyone but a client of Google's."""

    text: str | None = None
    thought: bool | None = None
    thought_signature: str | None = None
    function_call: Call | None = None
    inline_data: msgspec.Raw = msgspec.Raw(b"")
    executable_code: msgspec.Raw = msgspec.Raw(b"")


class ContentRead(msgspec.Struct):
    """`Content`."""

    parts: list[PartRead] | None = None


class CandidateRead(msgspec.Struct, rename="camel"):
    """`Candidate`."""

    content: ContentRead | None = None
    finish_reason: str | None = None
    finish_message: str | None = None
    index: int | None = None
    logprobs_result: LogprobsRead | None = None


class Feedback(msgspec.Struct, rename="camel"):
    """`GenerateContentResponsePromptFeedback`."""

    block_reason: str | None = None
    block_reason_message: str | None = None


class ResponseRead(msgspec.Struct, rename="camel"):
    """`GenerateContentResponse`, or an error in its place."""

    candidates: list[CandidateRead] | None = None
    usage_metadata: UsageRead | None = None
    model_version: str | None = None
    prompt_feedback: Feedback | None = None
    error: msgspec.Raw = msgspec.Raw(b"")


_decode = msgspec.json.Decoder(ResponseRead).decode
_REASONS: dict[str, Reason] = {"STOP": "stop", "MAX_TOKENS": "length", "CONTINUATION": "paused"}
_FAULTS = frozenset(
    {
        *("MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS"),
        *("MISSING_THOUGHT_SIGNATURE", "MALFORMED_RESPONSE", "NO_IMAGE", "IMAGE_OTHER"),
    }
)


def read_response(data: bytes) -> ResponseRead:
    """One chunk, or a whole answer.

    Raises:
        NotTheProtocol: It is neither.
    """
    try:
        # An error before the stream began comes as a list of one, and so does everything without `alt=sse`.
        return _decode(data[1:-1] if data.startswith(b"[") and data.endswith(b"]") else data)
    except NOT_JSON as error:
        raise NotTheProtocol(f"a part of the answer is not one of Gemini's: {error}") from None


def is_fault(candidate: CandidateRead) -> bool:
    """Whether the model failed in a way that another attempt may put right."""
    return candidate.finish_reason in _FAULTS


def is_finished(response: ResponseRead) -> bool:
    """Whether this says why the answer, or one of the answers, ended."""
    if response.prompt_feedback is not None and response.prompt_feedback.block_reason:
        return True
    return any(one.finish_reason for one in response.candidates or ())


class GenerateHearer:
    """Reads an answer."""

    __slots__ = ("_candidates", "_exchange", "_started", "_used")

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._candidates: dict[int, _Hearing] = {}
        self._started = False
        self._used: UsageRead | None = None

    def hear(self, data: bytes) -> Sequence[Event]:
        """The data of one event of a stream."""
        response = read_response(data)
        if response.error and bytes(response.error) != b"null":
            return (Failed(bytes(response.error)),)
        events: list[Event] = []
        if not self._started:
            self._started = True
            events.append(Started(response.model_version or ""))
        for candidate in response.candidates or ():
            self._hearing(candidate.index or 0).hear(candidate, events)
        if response.usage_metadata is not None and response.usage_metadata != self._used:
            self._used = response.usage_metadata
            events.append(Used(self._used.tokens()))
        feedback = response.prompt_feedback
        if feedback is not None and feedback.block_reason:
            said = (
                feedback.block_reason_message or f"the provider blocked the prompt: {feedback.block_reason}"
            )
            events.append(Finished("content_filter", detail=said))
        return events

    def whole(self, body: bytes) -> Sequence[Event]:
        """A JSON answer."""
        events = self.hear(body)
        if not any(isinstance(event, Finished | Failed) for event in events):
            raise NotTheProtocol("the answer has no candidate that is finished")
        return events

    def end(self) -> Sequence[Event]:
        """Nothing is held back."""
        return ()

    def _hearing(self, index: int) -> "_Hearing":
        if index not in self._candidates:
            self._candidates[index] = _Hearing(index, self._exchange)
        return self._candidates[index]


class _Hearing:
    """One candidate."""

    __slots__ = ("_calls", "_exchange", "_index", "_thinking")

    def __init__(self, index: int, exchange: Exchange) -> None:
        self._index = index
        self._exchange = exchange
        self._thinking = False
        self._calls = 0

    def hear(self, candidate: CandidateRead, events: list[Event]) -> None:
        """What one chunk says of this candidate."""
        if candidate.content is not None:
            for part in candidate.content.parts or ():
                self._part(part, events)
        if candidate.logprobs_result is not None:
            events.append(Logprobs(candidate.logprobs_result.openai(), self._index))
        if not candidate.finish_reason:
            return
        self._end_thinking(events)
        if is_fault(candidate):
            message = candidate.finish_message or f"the model stopped with {candidate.finish_reason}"
            status = {"code": 500, "message": message, "status": candidate.finish_reason}
            events.append(Failed(msgspec.json.encode(status)))
            return
        events.append(self._finished(candidate.finish_reason, candidate.finish_message or ""))

    def _part(self, part: PartRead, events: list[Event]) -> None:
        seal = Seal(part.thought_signature, self._exchange.upstream_id) if part.thought_signature else None
        if part.thought:
            self._thinking = True
            if part.text:
                events.append(ThinkingDelta(part.text, self._index))
            if seal is not None:
                self._end_thinking(events, seal)
            return
        if part.function_call is not None:
            self._end_thinking(events)
            self._call(part.function_call, seal, events)
            return
        if part.inline_data or part.executable_code:
            raise NotTheProtocol(
                "the answer holds a picture or a program, which the client's protocol cannot say"
            )
        if part.text:
            self._end_thinking(events)
            events.append(TextDelta(part.text, self._index))
        if seal is not None:
            self._end_thinking(events)
            events.append(TextSealed(seal, self._index))

    def _call(self, call: Call, seal: Seal | None, events: list[Event]) -> None:
        at, self._calls = self._calls, self._calls + 1
        identifier = call.id or f"call_{self._exchange.suffix}_{self._index}_{at}"
        events += (
            CallStarted(at, identifier, call.name, choice=self._index),
            CallArguments(at, bytes(call.args).decode(errors="replace") or "{}", self._index),
            CallEnded(at, seal, self._index),
        )

    def _end_thinking(self, events: list[Event], seal: Seal | None = None) -> None:
        if self._thinking:
            self._thinking = False
            events.append(Thought(seal, choice=self._index))

    def _finished(self, reason: str, message: str) -> Finished:
        known = _REASONS.get(reason)
        if known == "stop" and self._calls:
            known = "tool_calls"
        if known is not None:
            return Finished(known, choice=self._index)
        detail = message or f"the provider stopped the answer: {reason}"
        return Finished("content_filter", detail=detail, choice=self._index)
