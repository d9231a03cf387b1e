"""Values put back into an answer where the model repeats the placeholders that stood for them.

It works on the events that every protocol shares, so that it is the same for all of them: a placeholder may be cut
anywhere between two deltas, and in the arguments of a call, or a text that is JSON, a value is written as JSON.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol, TypeAlias

from larouter.wire.answer import (
    CallArguments,
    CallEnded,
    CallStarted,
    Ended,
    Event,
    Failed,
    Finished,
    RefusalDelta,
    TextDelta,
    TextSealed,
    ThinkingDelta,
    Thought,
)
from larouter.wire.exchange import Hearer


class Restorer(Protocol):
    """Puts values back into a text that comes in pieces."""

    def feed(self, piece: str) -> str:
        """What can be said for certain after one more piece."""

    def end(self) -> str:
        """What was held back when the text is over."""


Restorers: TypeAlias = Callable[[bool], Restorer]
"""Makes a restorer for one text; true for one that is JSON."""
Delta: TypeAlias = TextDelta | ThinkingDelta | RefusalDelta | CallArguments
_DELTAS = (TextDelta, ThinkingDelta, RefusalDelta, CallArguments)
_ENDS = (Thought, TextSealed, CallStarted, CallEnded, Finished)


class Restoring:
    """A hearer that says what another hears, with the values put back.

    Args:
        hearer: Knows the backend's protocol.
        restorers: Make what puts them back.
        json: Whether the text of the answer is JSON.
    """

    def __init__(self, hearer: Hearer, restorers: Restorers, *, json: bool) -> None:
        self._hearer = hearer
        self._restorers = restorers
        self._json = json
        self._open: dict[int, tuple[Delta, Restorer]] = {}
        self._plain: set[tuple[int, int]] = set()

    def hear(self, data: bytes) -> Sequence[Event]:
        """The events of one server-sent event."""
        return list(self._restored(self._hearer.hear(data)))

    def whole(self, body: bytes) -> Sequence[Event]:
        """The events of a JSON answer."""
        return [*self._restored(self._hearer.whole(body)), *self._rest()]

    def end(self) -> Sequence[Event]:
        """What was held back, when the stream is over."""
        return [*self._restored(self._hearer.end()), *self._rest()]

    def _restored(self, events: Sequence[Event]) -> Iterator[Event]:
        for event in events:
            if isinstance(event, _DELTAS):
                yield from self._delta(event)
                continue
            if isinstance(event, _ENDS):
                yield from self._close(event.choice)
            elif isinstance(event, Ended | Failed):
                yield from self._rest()
            if isinstance(event, CallStarted) and event.custom:
                self._plain.add((event.choice, event.at))
            yield event

    def _delta(self, event: Delta) -> Iterator[Event]:
        known = self._open.get(event.choice)
        if known is None or not _continues(known[0], event):
            yield from self._close(event.choice)
            restorer = self._restorers(self._is_json(event))
        else:
            restorer = known[1]
        self._open[event.choice] = event, restorer
        if said := restorer.feed(_text(event)):
            yield _saying(event, said)

    def _is_json(self, event: Delta) -> bool:
        if isinstance(event, CallArguments):
            return (event.choice, event.at) not in self._plain
        return self._json and isinstance(event, TextDelta)

    def _close(self, choice: int) -> Iterator[Event]:
        known = self._open.pop(choice, None)
        if known is not None and (held := known[1].end()):
            yield _saying(known[0], held)

    def _rest(self) -> Iterator[Event]:
        for choice in list(self._open):
            yield from self._close(choice)


def _continues(before: Delta, event: Delta) -> bool:
    if isinstance(before, CallArguments) and isinstance(event, CallArguments):
        return before.at == event.at
    return type(before) is type(event)


def _text(event: Delta) -> str:
    return event.fragment if isinstance(event, CallArguments) else event.text


def _saying(event: Delta, text: str) -> Delta:
    return replace(event, fragment=text) if isinstance(event, CallArguments) else replace(event, text=text)
