"""What the fakes of providers with a protocol of their own share: a pace, and a script of what goes wrong."""

import asyncio
import hashlib
import hmac
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from larouter.testing import faults as fault
from larouter.testing.completions import Answer
from larouter.testing.faults import Fault
from larouter.testing.http_server import JSON, Exchange, Handler, HttpServer, Received
from larouter.testing.scripted import EVENTS, Answering, Pace, Pacing

_PAGE = b"<!DOCTYPE html><html><head><title>Gateway</title></head><body><h1>Sign in</h1></body></html>"
_LEAVE_SECONDS = 0.02  # lets bytes leave before an RST overtakes them
_SECRET = b"only the maker can sign"


@dataclass(frozen=True, slots=True)
class Problem:
    """An error that a provider answers with.

    Attributes:
        param: The member that it is about, and `code`, where a provider tells them.
    """

    status: int
    message: str
    headers: Mapping[str, str] = field(default_factory=dict)
    param: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Speech:
    """An answer, ready to be sent.

    Attributes:
        whole: The answer in one piece.
        events: The answer as events, byte for byte.
        headers: Further headers.
        error_event: An error in its midst, where that differs from the provider's manners.
    """

    whole: object
    events: Iterable[bytes]
    headers: Mapping[str, str] = field(default_factory=dict)
    error_event: "Callable[[Problem], bytes] | None" = None


@dataclass(frozen=True, slots=True)
class Manners:
    """How a provider writes.

    Attributes:
        error: An error's body.
        error_event: An error in the midst of a stream, byte for byte.
        headers: Of every answer.
    """

    error: Callable[[Problem], object]
    error_event: Callable[[Problem], bytes]
    headers: Mapping[str, str] = field(default_factory=dict)


class Native(HttpServer):
    """A server that answers by a script, in a protocol of its own.

    Attributes:
        faults: What goes wrong with the next requests for an answer, in turn; then all is well.
        asked: The requests for an answer so far.
        refused: What was wrong with those that were refused as not acceptable.
        answer: What it says, or a function of the request; tests may change it.
    """

    def __init__(self, route: Handler, manners: Manners, port: int) -> None:
        super().__init__(route, port)
        self.faults: deque[Fault | None] = deque()
        self.asked: list[Received] = []
        self.refused: list[str] = []
        self.answer: Answering = Answer()
        self.pace: Pacing = Pace()
        self._manners = manners

    def follow(self, answer: Answering, faults: Iterable[Fault | None], pace: Pacing) -> None:
        """Take a script."""
        self.answer, self.pace = answer, pace
        self.faults.extend(faults)

    async def complain(self, exchange: Exchange, problem: Problem) -> None:
        """Answer with an error."""
        if 400 <= problem.status < 500 and problem.status != 429:
            self.refused.append(problem.message)
        headers = {**self._manners.headers, **problem.headers}
        await exchange.respond_json(problem.status, self._manners.error(problem), headers)

    async def reply(
        self,
        exchange: Exchange,
        problem: Problem | None,
        speak: Callable[[Answer], Speech],
        *,
        stream: bool,
    ) -> None:
        """Answer a request, or let it go wrong.

        Args:
            exchange: The request.
            problem: Why it is refused, if it is.
            speak: How an answer is written.
            stream: Whether it comes as events.
        """
        self.asked.append(exchange.request)
        now = self.faults.popleft() if self.faults else None
        if now is not None and await self._failed_at_once(exchange, now):
            return
        if problem is not None:
            await self.complain(exchange, problem)
            return
        answer = self.answer(exchange.request) if callable(self.answer) else self.answer
        pace = self.pace(exchange.request) if callable(self.pace) else self.pace
        first = now.seconds if isinstance(now, fault.SlowStart) else pace.first_seconds
        if await exchange.wait(first):
            send = self._stream if stream else self._whole
            await send(exchange, speak(answer), pace, now)

    async def _failed_at_once(self, exchange: Exchange, script: Fault) -> bool:
        match script:
            case fault.ResetBeforeHeaders():
                exchange.hang_up(reset=True)
            case fault.Html(status):
                await exchange.respond(status, _PAGE, {"content-type": "text/html; charset=utf-8"})
            case fault.Status(status, retry_after, message, _):
                headers = {"retry-after": retry_after} if retry_after else {}
                problem = Problem(status, message, headers)
                await exchange.respond_json(
                    status, self._manners.error(problem), {**self._manners.headers, **headers}
                )
            case _:
                return False
        return True

    async def _whole(self, exchange: Exchange, said: Speech, pace: Pace, script: Fault | None) -> None:
        await exchange.wait(pace.token_seconds)
        match script:
            case fault.Stall():
                await exchange.request.gone.wait()
            case fault.ShortBody() | fault.ResetAfterHeaders() | fault.Cut():
                await exchange.promise(200, JSON, 500, b'{"')
                await asyncio.sleep(_LEAVE_SECONDS)
                exchange.hang_up(reset=not isinstance(script, fault.ShortBody))
            case fault.Malformed():
                await exchange.respond(200, b'{"broken": [')
            case _:
                await exchange.respond_json(200, said.whole, {**self._manners.headers, **said.headers})

    async def _stream(self, exchange: Exchange, said: Speech, pace: Pace, script: Fault | None) -> None:
        await exchange.begin(200, {**EVENTS, **self._manners.headers, **said.headers})
        if isinstance(script, fault.ResetAfterHeaders):
            await asyncio.sleep(_LEAVE_SECONDS)
            exchange.hang_up(reset=True)
            return
        async for number, data in _paced(exchange, iter(said.events), pace):
            if number == getattr(script, "chunks", -1) and await self._broke(exchange, said, script):
                return
            await exchange.chunk(data)
        if not exchange.request.gone.is_set():
            await exchange.end()

    async def _broke(self, exchange: Exchange, said: Speech, script: Fault | None) -> bool:
        """Play a fault in the midst of a stream; whether the stream is over."""
        match script:
            case fault.Cut(_, "end"):
                await exchange.end()
            case fault.Cut(_, how):
                await asyncio.sleep(_LEAVE_SECONDS)
                exchange.hang_up(reset=how == "reset")
            case fault.Stall():
                await exchange.request.gone.wait()
            case fault.ErrorEvent(_, message):
                error_event = said.error_event or self._manners.error_event
                await exchange.chunk(error_event(Problem(529, message)))
                await exchange.end()
            case fault.Malformed(_, data):
                await exchange.chunk(data)
                return False
            case _:
                return False
        return True


async def _paced(exchange: Exchange, events: Iterator[bytes], pace: Pace) -> AsyncIterator[tuple[int, bytes]]:
    for number, data in enumerate(events):
        if exchange.request.gone.is_set() or (number > 1 and not await exchange.wait(pace.token_seconds)):
            return
        yield number, data


def seal(*parts: str) -> str:
    """A signature that only this module makes, over some texts."""
    return hmac.new(_SECRET, "\0".join(parts).encode(), hashlib.sha256).hexdigest()
