"""One attempt: one call to one deployment, from the first byte sent to the last byte read."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from larouter.core.chat import GEMINI
from larouter.core.decision import Step
from larouter.core.deployment import Deployment
from larouter.core.errors import BrokenStream, Malformed, UpstreamError
from larouter.core.frozen import frozen
from larouter.core.lane import Place
from larouter.core.prices import service_named
from larouter.core.pulse import Pulse
from larouter.dispatch.turn import Turn
from larouter.dispatch.verdict import failure, name_of
from larouter.outbound.endpoint import Endpoint, Incoming, Limits, Outgoing
from larouter.outbound.permit import Permit
from larouter.outbound.transport import Transport
from larouter.wire.answer import NotTheProtocol
from larouter.wire.dialogue import Dialogue
from larouter.wire.habits import Server, server_of

MOST_ERROR_BYTES = 64 * 1024
MOST_ANSWER_BYTES = 64 * 1024 * 1024
EVENTS = "text/event-stream"
JSON = "application/json"
CHARACTERS_PER_TOKEN = 4
SERVICE_HEADER = "x-gemini-service-tier"  # ai.google.dev/gemini-api/docs/priority-inference


@dataclass(frozen=True, slots=True)
class Clock:
    """The clocks an attempt reads.

    Attributes:
        wall_ms: Milliseconds since 1970.
        steady: Seconds of a clock that only goes forward.
    """

    wall_ms: Callable[[], int]
    steady: Callable[[], float]


@frozen
class Target:
    """Whom an attempt calls.

    Attributes:
        step: The step of the plan that it carries out.
        deployment: The deployment of that step.
        endpoint: Its server.
        pulse: Where its load, latency and failures are noted.
        alone: Whether nobody else of the plan is left.
    """

    step: Step
    deployment: Deployment
    endpoint: Endpoint
    pulse: Pulse
    alone: bool = True

    @property
    def server(self) -> Server:
        """Who is spoken to, and how."""
        model = self.deployment
        return server_of(model.protocol, model.upstream_id, self.endpoint.server, model.capabilities)


class Attempt:
    """One call to one deployment.

    Attributes:
        number: 0 for the first attempt of the request.
        target: Whom it calls.
        dialogue: What it sends, and who reads the answer.
        content_type: Of the answer, as the client gets it.
        began_ms: When it left, in ms since 1970; 0 before that.
        began: The same moment on the steady clock.
        first_byte_at: When its first content came, on the steady clock; 0 before that.
        place: Its place among those that the backend answers; None before that, and where nobody has to wait.
    """

    def __init__(self, number: int, target: Target, dialogue: Dialogue, clock: Clock) -> None:
        self.number = number
        self.target = target
        self.dialogue = dialogue
        self.content_type = ""
        self.began_ms = 0
        self.began = 0.0
        self.first_byte_at = 0.0
        self.place: Place | None = None
        self._stream = False
        self._clock = clock
        self._incoming: Incoming | None = None
        self._held = b""
        self._unsaid = True
        self._flows = False

    async def begin(
        self,
        permit: Permit,
        transport: Transport,
        limits: Limits,
        *,
        stream: bool,
        hold: int = 0,
        turn: Turn | None = None,
    ) -> None:
        """Wait for its turn, call, and read until there is something to give to the client.

        Args:
            permit: How far the bytes may go.
            transport: The door to the outside.
            limits: Deadlines.
            stream: Whether the answer comes piece by piece.
            hold: Tokens of a stream that are kept back, so that what fails within them has not been said.
            turn: Where the request stands in the queues of backends; None to go past them.

        Raises:
            UpstreamError: The deployment failed before its first content, or within what is kept back;
                nothing has reached the client.
        """
        self._stream = stream
        if turn is not None and (self.target.pulse.lane is not None or turn.place is not None):
            self.place, limits = await self._come(turn, limits)
        self.began_ms, self.began = self._clock.wall_ms(), self._clock.steady()
        self.target.pulse.began(self.began)
        asked = self.dialogue
        call = Outgoing(self.target.endpoint, "POST", asked.path, asked.body, asked.headers, limits)
        incoming = self._incoming = await transport.send(call, permit)
        if incoming.status != 200:
            raise await self._failure(incoming)
        self._check_type(incoming)
        if stream:
            self._held = await self._first_events(incoming, hold)
            self._flows = True
        else:
            self._held = self._whole(await incoming.read(MOST_ANSWER_BYTES))
        self._begun()

    async def _come(self, turn: Turn, limits: Limits) -> tuple[Place | None, Limits]:
        """Wait for the backend to have room; what is left of the deadlines then."""
        lane = self.target.pulse.lane
        now = self._clock.steady()
        end = now + limits.total
        patient = self.target.alone or turn.until is None
        place = await turn.come(lane, end if patient else min(end, turn.until or end))
        if place is None:
            return None, limits
        return place, replace(limits, total=max(0.001, end - self._clock.steady()))

    def _begun(self) -> None:
        if not self.first_byte_at:
            self.first_byte_at = self._clock.steady()
            took = (self.first_byte_at - self.began) * 1000
            self.target.pulse.first_token(took, self.first_byte_at, whole=not self._stream)

    async def _failure(self, incoming: Incoming) -> UpstreamError:
        body, target = await incoming.read(MOST_ERROR_BYTES), self.target
        return failure(
            incoming.status, incoming.headers, body, target.endpoint.name, target.deployment.protocol
        )

    def _check_type(self, incoming: Incoming) -> None:
        said = incoming.headers.get("content-type", "")
        wanted = EVENTS if self._stream else JSON
        if not said.lower().startswith(wanted):
            raise self._malformed(f"its answer is {said or 'of no stated type'}, not {wanted}")
        self.content_type = (
            said if self.dialogue.passes else f"{wanted}; charset=utf-8" if self._stream else wanted
        )

    def _whole(self, body: bytes) -> bytes:
        try:
            return self.dialogue.reader.whole(body)
        except NotTheProtocol as error:
            raise self._malformed(str(error)) from None

    async def _first_events(self, incoming: Incoming, hold: int) -> bytes:
        """What comes up to the first content, or as far as it is kept back, or to the end of the stream."""
        reader, held = self.dialogue.reader, bytearray()
        try:
            while chunk := await incoming.next():
                held += self._feed(chunk)
                if self._enough(hold, len(held)):
                    return bytes(held)
        except UpstreamError:
            if not reader.finished:
                raise
        if reader.finished and not reader.error:
            return bytes(held)
        raise self._malformed(
            f"its stream ended before it {'was finished' if reader.characters else 'said anything'}"
        )

    def _enough(self, hold: int, size: int) -> bool:
        """Whether what was read of a stream can be given to the client.

        Raises:
            UpstreamError: The backend reports an error.
        """
        reader = self.dialogue.reader
        if reader.error:
            raise UpstreamError(
                "the backend failed at once",
                operator_detail=self._say(f"reported an error{name_of(reader.error)}"),
            )
        if not (reader.characters or reader.finished or reader.done):
            return False
        self._begun()
        enough = reader.characters >= hold * CHARACTERS_PER_TOKEN or size > MOST_ANSWER_BYTES
        return reader.done or not hold or enough

    def _feed(self, chunk: bytes) -> bytes:
        try:
            return self.dialogue.reader.feed(chunk)
        except NotTheProtocol as error:
            raise self._malformed(str(error)) from None

    def _rest(self) -> bytes:
        try:
            return self.dialogue.reader.end()
        except NotTheProtocol as error:
            raise self._malformed(str(error)) from None

    def _say(self, what: str) -> str:
        return f"{self.target.endpoint.name}: {what[:300]}"

    def _malformed(self, what: str) -> Malformed:
        return Malformed(
            "the backend's answer is not what its protocol says", operator_detail=self._say(what)
        )

    async def part(self) -> bytes:
        """The next part of the answer for the client, with its protocol's terminator; nothing when it is over.

        A coroutine and no generator, for each generator that a part passes through costs as much as reading it.

        Raises:
            BrokenStream: The stream ended before its time.
        """
        if self._unsaid:
            self._unsaid = False
            if self._held:
                return self._held
        incoming, reader = self._incoming, self.dialogue.reader
        while self._flows and incoming is not None:
            try:
                if not (self.dialogue.cuts and reader.done) and (chunk := await incoming.next()):
                    part = self._feed(chunk)
                    self._flows = not reader.error
                else:
                    self._flows = False
                    part = self._rest()
            except UpstreamError as error:
                self._flows = False
                part = self._last_words(error)
            if part:
                return part
        if self._stream:
            self._check_end()
        return b""

    def _last_words(self, error: UpstreamError) -> bytes:
        """What ends an answer whose connection was lost after its own end.

        Raises:
            BrokenStream: Something of it is missing.
        """
        if self.complete:
            with contextlib.suppress(NotTheProtocol):
                return self.dialogue.reader.end()
        raise BrokenStream(
            f"the answer broke off: {error.caller_detail}", operator_detail=error.operator_detail
        ) from None

    def _check_end(self) -> None:
        """Whether the stream came to its proper end.

        Raises:
            BrokenStream: It did not.
        """
        reader = self.dialogue.reader
        if reader.error:
            raise BrokenStream(
                "the backend reported an error in the middle of its answer",
                operator_detail=self._say(f"reported an error{name_of(reader.error)}"),
            )
        if not reader.done and not reader.finished:
            raise BrokenStream(
                "the answer broke off: the backend closed the stream early",
                operator_detail=self._say("closed the stream without a finish reason"),
            )

    def make_room(self) -> None:
        """Let the next request have its place, if everything has been read already."""
        usage = self.dialogue.reader.usage
        if self.place is not None and self.complete:
            self.place.leave(self._clock.steady(), usage.output_tokens if usage is not None else None)

    @property
    def held(self) -> bytes:
        """What has been read and not yet given to the client, in its protocol."""
        return self._held

    @property
    def complete(self) -> bool:
        """Whether what has been read so far is the whole answer."""
        reader = self.dialogue.reader
        return not self._stream or reader.done or reader.finished

    @property
    def served_as(self) -> str:
        """The kind of service that Gemini's header names; empty for the usual one, and where nobody says."""
        if self._incoming is None or self.target.deployment.protocol != GEMINI:
            return ""
        return service_named(self._incoming.headers.get(SERVICE_HEADER))

    @property
    def length(self) -> int | None:
        """Bytes of the answer, or None for a stream."""
        return None if self._stream else len(self._held)

    def close(self) -> float:
        """Let the connection go, or cut it when the answer is not finished; returns the moment on the steady clock."""
        if self._incoming is not None:
            self._incoming.close()
        return self._clock.steady()
