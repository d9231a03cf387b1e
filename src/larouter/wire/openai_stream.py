"""OpenAI chat completions: what an answer says, whole or streamed.

Source: `CreateChatCompletionResponse` and `CreateChatCompletionStreamResponse` of OpenAI's published API
description; DeepSeek's `prompt_cache_hit_tokens`; `reasoning_content` and `reasoning` of local servers.
"""

import msgspec

from larouter.core.prices import service_named
from larouter.core.usage import Usage
from larouter.wire.answer import NotTheProtocol
from larouter.wire.sse import DONE, Cutter, data_of, event_of

DONE_EVENT = event_of(DONE)
MOST_TOKENS = 1_000_000_000


class _PromptDetails(msgspec.Struct):
    cached_tokens: int | None = None
    cache_write_tokens: int | None = None
    audio_tokens: int | None = None
    image_tokens: int | None = None


class _CompletionDetails(msgspec.Struct):
    reasoning_tokens: int | None = None
    audio_tokens: int | None = None


_PROMPT, _COMPLETION = _PromptDetails(), _CompletionDetails()


class UsageRead(msgspec.Struct):
    """`CompletionUsage`, and DeepSeek's field for cache hits."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    prompt_tokens_details: _PromptDetails | None = None
    completion_tokens_details: _CompletionDetails | None = None
    prompt_cache_hit_tokens: int | None = None

    def tokens(self, service: str | None = None) -> Usage:
        """In our words.

        Args:
            service: The `service_tier` that the answer names.
        """
        prompt, completion = self.prompt_tokens_details, self.completion_tokens_details
        if prompt is None and completion is None and self.prompt_cache_hit_tokens is None:
            return Usage(
                count_of(self.prompt_tokens),
                count_of(self.completion_tokens),
                service=service_named(service),
            )
        prompt, completion = prompt or _PROMPT, completion or _COMPLETION
        counts = (
            self.prompt_tokens,
            self.completion_tokens,
            prompt.cached_tokens or self.prompt_cache_hit_tokens,
            prompt.cache_write_tokens,
            completion.reasoning_tokens,
            prompt.audio_tokens,
            prompt.image_tokens,
            completion.audio_tokens,
        )
        # Most are nothing or missing, and a call for each would be the dearest part of reading an answer.
        given, said, cached, written, reasoned, heard, seen, spoken = [
            count_of(count) if count else 0 for count in counts
        ]
        return Usage(
            given, said, cached, written, reasoned,
            audio_input_tokens=heard, image_input_tokens=seen, audio_output_tokens=spoken,
            service=service_named(service),
        )  # fmt: skip


def count_of(tokens: int | None) -> int:
    """What a backend counted, as a number that the ledger can hold whatever it was."""
    return min(max(tokens or 0, 0), MOST_TOKENS)


class _Said(msgspec.Struct):
    content: str | None = None
    reasoning_content: str | None = None
    reasoning: str | None = None
    refusal: str | None = None
    tool_calls: list[msgspec.Raw] | None = None

    def size(self) -> int:
        """Characters, tool calls as they are written."""
        size = (
            len(self.content or "")
            + len(self.reasoning_content or self.reasoning or "")
            + len(self.refusal or "")
        )
        return size + sum([len(memoryview(call)) for call in self.tool_calls]) if self.tool_calls else size


class _Choice(msgspec.Struct):
    index: int = 0
    delta: _Said | None = None
    message: _Said | None = None
    text: str | None = None
    finish_reason: str | None = None


class _Answer(msgspec.Struct):
    choices: list[_Choice] | None = None
    usage: UsageRead | msgspec.UnsetType | None = msgspec.UNSET
    service_tier: str | None = None
    model: str | None = None
    error: msgspec.Raw = msgspec.Raw(b"")


_decode = msgspec.json.Decoder(_Answer).decode
_values = msgspec.json.Decoder().decode
_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_NULL = msgspec.Raw(b"null")


class AnswerReader:
    """Reads an answer as it flows: what it used, whether it ended, what to pass on.

    Attributes:
        usage: As the backend counted, or None when it has not said.
        model: The model that the backend says answered, or empty.
        characters: Length of what was said so far.
        finished: Whether a finish reason came, of every alternative that began.
        done: Whether the stream's own terminator came.
        error: The backend's own error, as JSON, when it reported one in the middle; else empty.
    """

    __slots__ = (
        *("_begun", "_cutter", "_ended", "_hide_usage", "_null_usage"),
        *("characters", "done", "error", "finished", "model", "usage"),
    )

    def __init__(self, *, hide_usage: bool) -> None:
        self._cutter = Cutter()
        self._hide_usage = hide_usage
        self._null_usage = False
        self.usage: Usage | None = None
        self.model = ""
        self.characters = 0
        self.finished = False
        self._begun: set[int] = set()
        self._ended: set[int] = set()
        self.done = False
        self.error = b""

    def whole(self, body: bytes) -> bytes:
        """Read a JSON answer; returns it as it came.

        Raises:
            NotTheProtocol: It is not JSON, or has no choices.
        """
        try:
            has_choices = self._note(body)
        except (ValueError, RecursionError) as error:
            raise NotTheProtocol(f"the answer is not JSON: {error}") from None
        if not has_choices:
            raise NotTheProtocol("the answer has no choices")
        return body

    def feed(self, chunk: bytes) -> bytes:
        """Read the next bytes of a stream; returns what the client should get of the events they complete.

        Raises:
            NotTheProtocol: An event is not JSON, or longer than any honest one.
        """
        try:
            if self._cutter.passes(chunk):  # as nearly every chunk does that a slow model sends
                return self._read(chunk, chunk[6:-2])
            events = self._cutter.feed(chunk)
            return b"".join([self._read(event, data_of(event)) for event in events])
        except (ValueError, RecursionError) as error:  # of the parser, whatever it stumbled over
            raise NotTheProtocol(f"a part of the answer cannot be read: {error}") from None

    def end(self) -> bytes:
        """Read what stood after the last blank line, and say the terminator that the backend left out.

        To be called when the stream is over.
        """
        rest = self.feed(b"\n\n") if self._cutter.rest().strip() else b""
        if self.done or self.error or not self.finished:
            return rest
        self.done = True
        return rest + DONE_EVENT

    def _read(self, event: bytes, data: bytes | None) -> bytes:
        if data is None:
            return event
        if data == DONE:
            self.done = True
            return event
        if self.done:
            return b""
        self._note(data)
        if self._hide_usage and b'"usage"' in data:
            # The only one is the null of the event itself: cut it out without taking the event apart.
            if self._null_usage and data.count(b'"usage"') == 1 and b',"usage":null' in event:
                return event.replace(b',"usage":null', b"")
            return _without_usage(event, data)
        return event

    def _note(self, data: bytes) -> bool:
        try:
            answer = _decode(data)
        except msgspec.ValidationError:
            return self._note_loosely(data)
        self._null_usage = answer.usage is None
        if answer.usage:
            self.usage = answer.usage.tokens(answer.service_tier)
        if answer.model:
            self.model = answer.model
        if answer.error:
            self.error = bytes(answer.error) if bytes(answer.error) != b"null" else b""
        for choice in answer.choices or ():
            said = choice.delta or choice.message
            self.characters += said.size() if said else len(choice.text or "")
            self._begun.add(choice.index)
            if choice.finish_reason:
                self._ended.add(choice.index)
            self.finished = self._begun == self._ended
        return bool(answer.choices)

    def _note_loosely(self, data: bytes) -> bool:
        """An answer of an unusual shape is passed on; only what is certain is taken from it."""
        self._null_usage = False
        value = _values(data)
        if not isinstance(value, dict):
            raise NotTheProtocol("a part of the answer is JSON but not an object")
        choices = value.get("choices")
        found = choices if isinstance(choices, list) else []
        self.finished = self.finished or any(
            isinstance(one, dict) and bool(one.get("finish_reason")) for one in found
        )
        self.characters += len(data)
        return bool(found)


def _without_usage(event: bytes, data: bytes) -> bytes:
    """The event without its usage, all else byte for byte; nothing of it when the usage was all it brought."""
    members = _members(data)
    usage = members.pop("usage", None)
    if usage is None:
        return event
    if usage != _NULL and "error" not in members and not _values(members.get("choices", _NULL)):
        return b""
    left = msgspec.json.encode(members)
    return event.replace(data, left) if data in event else event_of(left)
