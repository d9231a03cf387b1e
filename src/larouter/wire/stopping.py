"""Stop sequences for a model that takes none: the answer is cut where the first of them begins.

It works on the events that every protocol shares, so that it is the same for all of them. As with a model that takes
them, only the text of the answer is looked at, and the sequence itself is not said.
"""

from collections.abc import Iterator, Sequence

from larouter.wire.answer import (
    Ended,
    Event,
    Failed,
    Finished,
    Pinged,
    Started,
    TextDelta,
    ThinkingDelta,
    Thought,
    Used,
)

_OF_ALL = (Started, Used, Pinged, Ended, Failed)


class Stopping:
    """Cuts an answer; has a memory, and serves one answer.

    Args:
        stops: The sequences.
        answers: How many alternatives are wanted.

    Attributes:
        unsaid: Characters that the model has written and that are not said: what it has thought as far as the length of
            its signature tells, and what stood behind the cut.
    """

    __slots__ = ("_answers", "_held", "_over", "_stops", "_thought", "unsaid")

    def __init__(self, stops: tuple[str, ...], answers: int) -> None:
        self._stops = tuple([stop for stop in stops if stop])
        self._answers = answers
        self._held: dict[int, str] = {}
        self._over: set[int] = set()
        self._thought = 0
        self.unsaid = 0

    def cut(self, events: Sequence[Event], *, whole: bool) -> Sequence[Event]:
        """The events up to the cut.

        Args:
            events: What comes next.
            whole: Whether it is all there is, so that the usage that comes behind the cut is still told.
        """
        said: list[Event] = []
        for event in events:
            said += self._next(event)
            if not whole and len(self._over) >= self._answers:
                return [*said, Ended()]
        return said

    def _next(self, event: Event) -> Iterator[Event]:
        if isinstance(event, _OF_ALL):
            if isinstance(event, Ended):
                for choice in sorted(self._held):
                    yield from self._rest(choice)
            yield event
        elif event.choice in self._over:
            self.unsaid += len(event.text) if isinstance(event, TextDelta) else 0
        elif isinstance(event, TextDelta):
            yield from self._more(event)
        else:
            self._count(event)
            yield from self._rest(event.choice)
            yield event

    def _more(self, event: TextDelta) -> Iterator[Event]:
        choice = event.choice
        text = self._held.pop(choice, "") + event.text
        places = [(at, stop) for stop in self._stops if (at := text.find(stop)) >= 0]
        if places:
            at, stop = min(places)
            self._over.add(choice)
            self.unsaid += len(text) - at
            if at:
                yield TextDelta(text[:at], choice)
            yield Finished("stop_sequence", stop, choice=choice)
            return
        kept = self._beginning(text)
        if kept:
            self._held[choice] = text[-kept:]
            text = text[:-kept]
        if text:
            yield TextDelta(text, choice)

    def _beginning(self, text: str) -> int:
        """How many of the last characters may be the beginning of a sequence."""
        longest = 0
        for stop in self._stops:
            for size in range(min(len(stop) - 1, len(text)), longest, -1):
                if text.endswith(stop[:size]):
                    longest = size
                    break
        return longest

    def _rest(self, choice: int) -> Iterator[Event]:
        if held := self._held.pop(choice, ""):
            yield TextDelta(held, choice)

    def _count(self, event: Event) -> None:
        if isinstance(event, ThinkingDelta):
            self._thought += len(event.text)
        elif isinstance(event, Thought):
            if event.seal is not None:
                self.unsaid += max(0, len(event.seal.value) * 3 // 4 - self._thought)  # base64
            self._thought = 0
