"""OpenAI chat completions: what an answer says, whole or streamed.

Source: `CreateChatCompletionResponse` and `CreateChatCompletionStreamResponse` of OpenAI's published API
description; DeepSeek's `prompt_cache_hit_tokens`; `reasoning_content` and `reasoning` of local servers.
"""

import msgspec

from larouter.core.usage import Usage
from larouter.wire.sse import DONE, Cutter, data_of, event_of

DONE_EVENT = event_of(DONE)


class _PromptDetails(msgspec.Struct):
    cached_tokens: int | None = None


class _CompletionDetails(msgspec.Struct):
    reasoning_tokens: int | None = None


class _Usage(msgspec.Struct):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    prompt_tokens_details: _PromptDetails | None = None
    completion_tokens_details: _CompletionDetails | None = None
    prompt_cache_hit_tokens: int | None = None

    def tokens(self) -> Usage:
        """In our words."""
        cached = self.prompt_tokens_details.cached_tokens if self.prompt_tokens_details else None
        reasoning = (
            self.completion_tokens_details.reasoning_tokens if self.completion_tokens_details else None
        )
        return Usage(
            input_tokens=self.prompt_tokens or 0,
            output_tokens=self.completion_tokens or 0,
            cached_tokens=cached or self.prompt_cache_hit_tokens or 0,
            reasoning_tokens=reasoning or 0,
        )


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
    usage: _Usage | None = None
    model: str | None = None
    error: msgspec.Raw = msgspec.Raw(b"")


_decode = msgspec.json.Decoder(_Answer).decode
_values = msgspec.json.Decoder().decode


class NotTheProtocol(ValueError):
    """What came is not a chat completion."""


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
        "_begun",
        "_cutter",
        "_ended",
        "_hide_usage",
        "characters",
        "done",
        "error",
        "finished",
        "model",
        "usage",
    )

    def __init__(self, *, hide_usage: bool) -> None:
        self._cutter = Cutter()
        self._hide_usage = hide_usage
        self.usage: Usage | None = None
        self.model = ""
        self.characters = 0
        self.finished = False
        self._begun: set[int] = set()
        self._ended: set[int] = set()
        self.done = False
        self.error = b""

    def whole(self, body: bytes) -> None:
        """Read a JSON answer.

        Raises:
            NotTheProtocol: It is not JSON, or has no choices.
        """
        if not self._note(body):
            raise NotTheProtocol("the answer has no choices")

    def feed(self, chunk: bytes) -> bytes:
        """Read the next bytes of a stream; returns what the client should get of the events they complete.

        Raises:
            NotTheProtocol: An event is not JSON.
        """
        try:
            events = self._cutter.feed(chunk)
        except ValueError as error:
            raise NotTheProtocol(str(error)) from None
        if len(events) == 1:
            return self._read(events[0])
        return b"".join([self._read(event) for event in events])

    def end(self) -> bytes:
        """Read what stood after the last blank line; to be called when the stream is over."""
        rest = self._cutter.rest().strip()
        return self.feed(b"\n\n") if rest else b""

    def _read(self, event: bytes) -> bytes:
        data = data_of(event)
        if data is None:
            return event
        if data == DONE:
            self.done = True
            return event
        if self.done:
            return b""
        had_usage = self.usage
        self._note(data)
        if self._hide_usage and b'"usage"' in data:
            return self._without_usage(event, data, newly=self.usage is not had_usage)
        return event

    def _note(self, data: bytes) -> bool:
        try:
            answer = _decode(data)
        except msgspec.ValidationError:
            return self._note_loosely(data)
        except msgspec.DecodeError as error:
            raise NotTheProtocol(f"a part of the answer is not JSON: {error}") from None
        if answer.usage is not None:
            self.usage = answer.usage.tokens()
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

    def _without_usage(self, event: bytes, data: bytes, *, newly: bool) -> bytes:
        if not newly and (stripped := data.replace(b',"usage":null', b"")) != data:
            return event_of(stripped)
        value = _values(data)
        if not isinstance(value, dict) or "usage" not in value:
            return event
        del value["usage"]
        if not value.get("choices") and "error" not in value:
            return b""
        return event_of(msgspec.json.encode(value))
