"""Between a backend and a client that speak different protocols: hears one, tells the other, keeps count."""

from collections.abc import Iterable, Sequence

from larouter.core.usage import Usage  # noqa: TC001 - one style of import for all
from larouter.wire.answer import (
    Answer,
    CallArguments,
    CallEnded,
    CallStarted,
    Ended,
    Event,
    Failed,
    Finished,
    NotTheProtocol,
    Pinged,
    RefusalDelta,
    Started,
    TextDelta,
    ThinkingDelta,
    Used,
)
from larouter.wire.exchange import ANSWER_TOOL, Hearer, Teller
from larouter.wire.sse import Cutter, data_of
from larouter.wire.stopping import Stopping
from larouter.wire.tool_names import Names, told


class Interpreter:
    """A reader that converts; its attributes are those of `exchange.Reader`.

    Args:
        hearer: Knows the backend's protocol.
        teller: Knows the client's.
        stands_in: Whether a tool stands in for a JSON schema, so that its arguments are the answer.
        back: From names of tools that the backend was told to the client's own.
        stopping: Cuts the answer at stop sequences that the backend was not told; None for nothing to cut.
    """

    __slots__ = (
        "_back",
        "_cutter",
        "_hearer",
        "_stand_in",
        "_stopping",
        "_teller",
        "characters",
        "done",
        "error",
        "finished",
        "model",
        "usage",
    )

    def __init__(
        self,
        hearer: Hearer,
        teller: Teller,
        *,
        stands_in: bool = False,
        back: Names | None = None,
        stopping: Stopping | None = None,
    ) -> None:
        self._back = back
        self._cutter = Cutter()
        self._hearer = hearer
        self._teller = teller
        self._stand_in = StandIn() if stands_in else None
        self._stopping = stopping
        self.usage: Usage | None = None
        self.model = ""
        self.characters = 0
        self.finished = False
        self.done = False
        self.error = b""

    def whole(self, body: bytes) -> bytes:
        """Read a JSON answer; returns it in the client's protocol.

        Raises:
            NotTheProtocol: It is not an answer.
        """
        heard = self._hearer.whole(body)
        if self._stopping is not None:
            heard = self._stopping.cut(heard, whole=True)
        events = self._noted(heard)
        if self.error or not self.finished:
            raise NotTheProtocol("the answer has no end")
        return self._teller.whole(Answer(events))

    def feed(self, chunk: bytes) -> bytes:
        """Read the next bytes of a stream; returns what they mean in the client's protocol.

        Raises:
            NotTheProtocol: An event is not what the backend's protocol is.
        """
        try:
            events = self._cutter.feed(chunk)
        except ValueError as error:
            raise NotTheProtocol(str(error)) from None
        if len(events) == 1:
            return self._read(events[0])
        return b"".join([self._read(event) for event in events])

    def end(self) -> bytes:
        """The rest, when the stream is over; a finished answer gets its terminator in any case."""
        said = self.feed(b"\n\n") if self._cutter.rest().strip() else b""
        if self.done or self.error:
            return said
        said += self._tell(self._hearer.end())
        return said + self._terminator() if self.finished and not self.error else said

    def _read(self, event: bytes) -> bytes:
        if self.done or self.error:
            return b""
        data = data_of(event)
        if data is None:
            return self._tell((Pinged(),)) if event.startswith(b":") else b""
        return self._tell(self._hearer.hear(data))

    def _tell(self, heard: Sequence[Event]) -> bytes:
        if self._stopping is not None:
            heard = self._cut(heard)
        if not heard:
            return b""
        events = self._noted(heard)
        if self.error:
            return self._teller.tell([event for event in events if not isinstance(event, Failed)])
        if isinstance(heard[-1], Ended):
            return self._teller.tell(events) + (self._terminator() if self.finished else b"")
        return self._teller.tell(events)

    def _cut(self, heard: Sequence[Event]) -> Sequence[Event]:
        """The events up to a stop sequence; what is behind it has been written, and counts."""
        stopping = self._stopping
        if stopping is None or not (events := stopping.cut(heard, whole=False)):
            return ()
        if isinstance(events[-1], Ended):
            self.characters += stopping.unsaid
        return events

    def _terminator(self) -> bytes:
        self.done = True
        return self._teller.end()

    def _noted(self, events: Sequence[Event]) -> Sequence[Event]:
        if self._stand_in is not None or self._back:
            events = self._as_asked(events)
        for event in events:
            kind = type(event)
            if kind is TextDelta or kind is ThinkingDelta or kind is RefusalDelta:
                self.characters += len(event.text)  # type: ignore[union-attr]
            elif kind is CallArguments:
                self.characters += len(event.fragment)  # type: ignore[union-attr]
            elif kind is CallStarted:
                self.characters += len(event.name)  # type: ignore[union-attr]
            elif kind is Used:
                self.usage = event.usage  # type: ignore[union-attr]
            elif kind is Finished:
                self.finished = True
            elif kind is Started:
                self.model = event.model or self.model  # type: ignore[union-attr]
            elif kind is Failed:
                self.error = event.raw  # type: ignore[union-attr]
        return events

    def _as_asked(self, events: Sequence[Event]) -> Sequence[Event]:
        """The events without what was changed of the request for this backend."""
        if self._stand_in is not None:
            events = list(self._stand_in.replace(events))
        return told(events, self._back) if self._back else events


class StandIn:
    """Turns calls of the tool that stands in for a JSON schema into text."""

    __slots__ = ("_calls", "_other")

    def __init__(self) -> None:
        self._calls: set[tuple[int, int]] = set()
        self._other = False

    def replace(self, events: Iterable[Event]) -> Iterable[Event]:
        """The events as if the model had simply answered."""
        for event in events:
            if isinstance(event, CallStarted):
                if event.name == ANSWER_TOOL:
                    self._calls.add((event.choice, event.at))
                    continue
                self._other = True
            elif isinstance(event, CallArguments | CallEnded) and (event.choice, event.at) in self._calls:
                if isinstance(event, CallArguments):
                    yield TextDelta(event.fragment, event.choice)
                continue
            elif isinstance(event, Finished) and event.reason == "tool_calls" and not self._other:
                yield Finished("stop", choice=event.choice)
                continue
            yield event
