"""An answer as events, in the words that every protocol shares, and their fold into the whole answer.

The law of the order, which every hearer keeps and every teller may rely on: `Started` comes first; within a
choice parts do not overlap: a part's deltas come together, the fragments of a tool call stand between its
`CallStarted` and its `CallEnded`, a thinking part ends with `Thought`; then `Finished` for each choice.
`Used` may come at any time and replaces what was said before; the last one counts. `Ended` is the last event
of a stream that ends well; after `Failed` nothing comes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import msgspec

from larouter.core.usage import Usage
from larouter.wire.neutral import Part, Refusal, Seal, Text, Thinking, ToolCall

Reason: TypeAlias = Literal[
    "stop", "stop_sequence", "length", "tool_calls", "content_filter", "refusal", "paused"
]


NOT_JSON = (msgspec.DecodeError, UnicodeDecodeError)
"""What decoding raises for bytes that are not JSON, or not the JSON that was expected."""


class NotTheProtocol(ValueError):
    """What came is not an answer in the protocol of the backend."""


@dataclass(frozen=True, slots=True)
class Started:
    """The backend has begun; `model` is what it says answers, or empty."""

    model: str = ""


@dataclass(frozen=True, slots=True)
class TextDelta:
    """More words."""

    text: str
    choice: int = 0


@dataclass(frozen=True, slots=True)
class ThinkingDelta:
    """More reasoning."""

    text: str
    choice: int = 0


@dataclass(frozen=True, slots=True)
class Thought:
    """The end of a part of reasoning, which may have had no readable text."""

    seal: Seal | None = None
    redacted: bool = False
    id: str = ""
    choice: int = 0


@dataclass(frozen=True, slots=True)
class TextSealed:
    """The text so far is signed (Gemini); it ends the text part."""

    seal: Seal
    choice: int = 0


@dataclass(frozen=True, slots=True)
class CallStarted:
    """A tool call begins; `at` counts the calls of the choice from 0."""

    at: int
    id: str
    name: str
    custom: bool = False
    choice: int = 0


@dataclass(frozen=True, slots=True)
class CallArguments:
    """More of its arguments."""

    at: int
    fragment: str
    choice: int = 0


@dataclass(frozen=True, slots=True)
class CallEnded:
    """Its arguments are complete."""

    at: int
    seal: Seal | None = None
    choice: int = 0


@dataclass(frozen=True, slots=True)
class RefusalDelta:
    """More of the model's words as it declines."""

    text: str
    choice: int = 0


@dataclass(frozen=True, slots=True)
class Logprobs:
    """Log probabilities of the tokens just said, in OpenAI's shape (`content` and `refusal` lists)."""

    value: dict[str, object]
    choice: int = 0


@dataclass(frozen=True, slots=True)
class Finished:
    """A choice is complete.

    Attributes:
        reason: Why it ended.
        stop_sequence: The one that ended it, where the backend says.
        detail: The provider's own words about a refusal; may be empty.
        choice: Which one.
    """

    reason: Reason
    stop_sequence: str = ""
    detail: str = ""
    choice: int = 0


@dataclass(frozen=True, slots=True)
class Used:
    """Tokens used so far."""

    usage: Usage


@dataclass(frozen=True, slots=True)
class Pinged:
    """The backend is alive and has nothing to say yet."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The backend's own terminator: everything has been said."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The backend reports an error in the middle of its answer.

    Attributes:
        raw: The error as the backend wrote it, as JSON.
    """

    raw: bytes


Event: TypeAlias = (
    Started
    | TextDelta
    | ThinkingDelta
    | Thought
    | TextSealed
    | CallStarted
    | CallArguments
    | CallEnded
    | RefusalDelta
    | Logprobs
    | Finished
    | Used
    | Pinged
    | Ended
    | Failed
)


class Choice:
    """One alternative of an answer, as it grows.

    Attributes:
        parts: The finished parts, in order.
        finished: Why it ended, or None.
        logprobs: The lists of log probabilities, by kind.
    """

    __slots__ = ("_call", "_open", "_pieces", "finished", "logprobs", "parts")

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.finished: Finished | None = None
        self.logprobs: dict[str, list[object]] = {}
        self._open: type[TextDelta | ThinkingDelta | RefusalDelta | CallStarted] | None = None
        self._pieces: list[str] = []
        self._call = CallStarted(0, "", "")

    def add(self, event: Event) -> None:
        """Take in one event of this choice."""
        if isinstance(event, TextDelta | ThinkingDelta | RefusalDelta):
            if self._open is not type(event):
                self.close()
                self._open = type(event)
            self._pieces.append(event.text)
        elif isinstance(event, CallArguments):
            self._pieces.append(event.fragment)
        elif isinstance(event, CallEnded | TextSealed):
            self.close(event.seal)
        elif isinstance(event, CallStarted):
            self.close()
            self._open, self._call = CallStarted, event
        elif isinstance(event, Thought):
            self._thought(event)
        elif isinstance(event, Logprobs):
            self._note(event.value)
        elif isinstance(event, Finished):
            self.close()
            self.finished = event

    def _note(self, logprobs: dict[str, object]) -> None:
        for kind, tokens in logprobs.items():
            if isinstance(tokens, list):
                self.logprobs.setdefault(kind, []).extend(tokens)

    def close(self, seal: Seal | None = None) -> None:
        """End the part that is open, if there is one."""
        said, kind = "".join(self._pieces), self._open
        self._pieces, self._open = [], None
        if kind is TextDelta:
            self.parts.append(Text(said, seal=seal))
        elif kind is ThinkingDelta:
            self.parts.append(Thinking(said, seal))
        elif kind is RefusalDelta:
            self.parts.append(Refusal(said))
        elif kind is CallStarted:
            call = self._call
            self.parts.append(ToolCall(call.id, call.name, said, call.custom, seal))
        elif seal is not None:
            self.parts.append(Text("", seal=seal))

    def _thought(self, event: Thought) -> None:
        said = ""
        if self._open is ThinkingDelta:
            said = "".join(self._pieces)
            self._pieces, self._open = [], None
        else:
            self.close()
        self.parts.append(Thinking(said, event.seal, event.redacted, event.id))


class Answer:
    """A whole answer, folded from its events.

    Attributes:
        model: What the backend says answered, or empty.
        choices: The alternatives, by index.
        usage: As the backend counted, or None when it has not said.
        failed: The error that it ended with, or None.
    """

    __slots__ = ("choices", "failed", "model", "usage")

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self.model = ""
        self.choices: dict[int, Choice] = {}
        self.usage: Usage | None = None
        self.failed: Failed | None = None
        for event in events:
            self.add(event)

    def add(self, event: Event) -> None:
        """Take in one event."""
        if isinstance(event, Started):
            self.model = event.model
        elif isinstance(event, Used):
            self.usage = event.usage
        elif isinstance(event, Failed):
            self.failed = event
        elif not isinstance(event, Pinged | Ended):
            self.choice(event.choice).add(event)

    def choice(self, index: int) -> Choice:
        """The alternative of that index."""
        if index not in self.choices:
            self.choices[index] = Choice()
        return self.choices[index]
