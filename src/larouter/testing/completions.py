"""Chat completions as OpenAI writes them: one JSON object, or server-sent events."""

import itertools
import json
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A call of a tool, with its arguments as JSON text."""

    name: str
    arguments: str
    id: str = "call_fake0001"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a fake model says.

    Attributes:
        text: Its words; each one is a token.
        tool_calls: Tools that it calls.
        reasoning: What it thinks first, sent as `reasoning_content`; empty for nothing.
        refusal: What it says instead when it declines; empty for no refusal.
        finish_reason: Why it stops; empty to derive it from the rest.
        cached_tokens: Prompt tokens that came from a cache.
        written_tokens: Prompt tokens that were put into one, where a provider tells.
    """

    text: str = "Hello from a fake backend. I say the same to everybody."
    tool_calls: tuple[ToolCall, ...] = ()
    reasoning: str = ""
    refusal: str = ""
    finish_reason: str = ""
    cached_tokens: int = 0
    written_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a server deviates from OpenAI.

    Attributes:
        extra: Further members of every object, such as `system_fingerprint`.
        headers: Further headers of every answer.
        comments: What a stream begins with.
        reasoning: The member that holds reasoning.
        details: Whether the usage tells cached and reasoning tokens.
        several: Whether `n` is obeyed.
        window: Tokens after which a prompt is cut without a word; 0 for never.
    """

    extra: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    comments: bytes = b""
    reasoning: str = "reasoning_content"
    details: bool = True
    several: bool = True
    window: int = 0


OPENAI = Dialect({"service_tier": "default", "system_fingerprint": "fp_fake"})


@dataclass(frozen=True, slots=True)
class Completion:
    """An answer to one request, cut into tokens.

    Attributes:
        model: The id that the answer names.
        answer: What is said.
        prompt_tokens: The length of the prompt.
        max_tokens: The longest answer allowed; 0 for any.
        choices: How many times it is said.
        dialect: How it is written.
    """

    model: str
    answer: Answer
    prompt_tokens: int
    max_tokens: int = 0
    choices: int = 1
    dialect: Dialect = OPENAI
    number: int = field(default_factory=lambda: next(_numbers))
    created: int = field(default_factory=lambda: int(time.time()))

    @property
    def words(self) -> list[str]:
        """The tokens of the text, cut off at the allowed length."""
        words = tokens(self.answer.text)
        return words[: self.max_tokens] if self.max_tokens else words

    @property
    def finish_reason(self) -> str:
        """Why the answer ends."""
        if self.answer.finish_reason:
            return self.answer.finish_reason
        if self.answer.tool_calls:
            return "tool_calls"
        return "length" if 0 < self.max_tokens < len(tokens(self.answer.text)) else "stop"

    def usage(self) -> dict[str, object]:
        """The usage object."""
        thought = len(tokens(self.answer.reasoning))
        said = len(self.words) + len(tokens(self.answer.refusal))
        said += sum(len(tokens(call.arguments)) + 1 for call in self.answer.tool_calls)
        output = self.choices * (said + thought)
        usage: dict[str, object] = {
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": output,
            "total_tokens": self.prompt_tokens + output,
        }
        if not self.dialect.details:
            return usage
        return usage | {
            "prompt_tokens_details": {"cached_tokens": self.answer.cached_tokens, "audio_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": self.choices * thought, "audio_tokens": 0},
        }

    def as_object(self) -> dict[str, object]:
        """The answer in one piece."""
        message: dict[str, object] = {"role": "assistant", "content": "".join(self.words) or None}
        message["refusal"] = self.answer.refusal or None
        if self.answer.reasoning:
            message[self.dialect.reasoning] = self.answer.reasoning
        if self.answer.tool_calls:
            message["tool_calls"] = [_call(call) for call in self.answer.tool_calls]
        choices = [
            {"index": index, "message": message, "logprobs": None, "finish_reason": self.finish_reason}
            for index in range(self.choices)
        ]
        return {
            **self._frame("chat.completion"),
            "choices": choices,
            "usage": self.usage(),
            **self.dialect.extra,
        }

    def events(self, *, with_usage: bool) -> Iterator[bytes]:
        """The answer as events, then `[DONE]`; with usage, every chunk but the last holds `usage: null`."""
        for index in range(self.choices):
            for delta in self._deltas():
                yield self._event(index, delta, None, with_usage=with_usage)
            yield self._event(index, {}, self.finish_reason, with_usage=with_usage)
        if with_usage:
            frame = self._frame("chat.completion.chunk")
            yield event({**frame, **self.dialect.extra, "choices": [], "usage": self.usage()})
        yield b"data: [DONE]\n\n"

    def _deltas(self) -> Iterator[dict[str, object]]:
        yield {"role": "assistant", "content": "", "refusal": None}
        for word in tokens(self.answer.reasoning):
            yield {self.dialect.reasoning: word}
        for word in self.words:
            yield {"content": word}
        for word in tokens(self.answer.refusal):
            yield {"refusal": word}
        for index, call in enumerate(self.answer.tool_calls):
            opened = {**_call(call), "function": {"name": call.name, "arguments": ""}}
            yield {"tool_calls": [{"index": index, **opened}]}
            for piece in tokens(call.arguments):
                yield {"tool_calls": [{"index": index, "function": {"arguments": piece}}]}

    def _event(self, index: int, delta: object, finish_reason: str | None, *, with_usage: bool) -> bytes:
        choice = {"index": index, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        chunk = {**self._frame("chat.completion.chunk"), **self.dialect.extra, "choices": [choice]}
        return event({**chunk, "usage": None} if with_usage else chunk)

    def _frame(self, kind: str) -> dict[str, object]:
        return {
            "id": f"chatcmpl-fake{self.number:08d}",
            "object": kind,
            "created": self.created,
            "model": self.model,
        }


def event(value: object) -> bytes:
    """A server-sent event that holds a JSON value."""
    return b"data: " + json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n\n"


def tokens(text: str) -> list[str]:
    """Words with the space before them: what the fakes count and send."""
    return re.findall(r"\s*\S+|\s+$", text)


def prompt_tokens(body: Mapping[str, object]) -> int:
    """The length of a prompt: all its words, and four for each message."""
    messages = body.get("messages")
    if not isinstance(messages, Sequence) or isinstance(messages, str):
        return 0
    return sum(4 + len(tokens(json.dumps(message, ensure_ascii=False))) for message in messages)


def _call(call: ToolCall) -> dict[str, object]:
    return {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
