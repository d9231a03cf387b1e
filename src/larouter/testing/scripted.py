"""What all fakes share: chat answers at a pace, and a script of what goes wrong."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from larouter.testing import faults as fault
from larouter.testing.completions import OPENAI, Answer, Completion, Dialect, event, prompt_tokens
from larouter.testing.faults import Fault
from larouter.testing.http_server import JSON, Exchange, Handler, HttpServer, Received
from larouter.testing.strict import Complaint

EVENTS = {"content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache"}
_PAGE = b"<!DOCTYPE html><html><head><title>Gateway</title></head><body><h1>Sign in</h1></body></html>"


@dataclass(frozen=True, slots=True)
class Pace:
    """How long an answer takes.

    Attributes:
        first_seconds: Until its first token.
        token_seconds: From token to token.
    """

    first_seconds: float = 0.0
    token_seconds: float = 0.0


Answering = Answer | Callable[[Received], Answer]
Pacing = Pace | Callable[[Received], Pace]
Body = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error that a server gives in a shape of its own."""

    status: int
    value: object
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Script:
    """What a fake does with chat requests.

    Attributes:
        answer: What it says, or a function of the request.
        faults: What goes wrong with the next requests, in turn, None for nothing; then all is well.
        pace: How fast it answers, or a function of the request.
    """

    answer: Answering = field(default_factory=Answer)
    faults: Iterable[Fault | None] = ()
    pace: Pacing = field(default_factory=Pace)


class Scripted(HttpServer):
    """A server that answers chat requests by a script.

    Attributes:
        faults: What goes wrong with the next chat requests, in turn; then all is well.
        in_flight: Chat requests that are being answered now.
        most_in_flight: The most that were answered at once.
    """

    def __init__(self, route: Handler, script: Script, port: int) -> None:
        super().__init__(route, port)
        self.faults: deque[Fault | None] = deque(script.faults)
        self.in_flight = 0
        self.most_in_flight = 0
        self._script = script

    @property
    def chats(self) -> list[Received]:
        """The chat requests so far."""
        return [request for request in self.received if request.path == "/v1/chat/completions"]

    async def chat(
        self, exchange: Exchange, refuse: Callable[[Body], Refusal | None], dialect: Dialect = OPENAI
    ) -> None:
        """Answer a chat request, or let it go wrong.

        Args:
            exchange: The request.
            refuse: What the server refuses in a body, before it answers.
            dialect: How the server writes its answers.
        """
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            now = self.faults.popleft() if self.faults else None
            if now is None or not await _failed_at_once(exchange, now):
                await self._answer(exchange, now, refuse, dialect)
        finally:
            self.in_flight -= 1

    async def _answer(
        self,
        exchange: Exchange,
        now: Fault | None,
        refuse: Callable[[Body], Refusal | None],
        dialect: Dialect,
    ) -> None:
        body = exchange.request.json()
        if (refused := refuse(body)) is not None:
            await exchange.respond_json(refused.status, refused.value, refused.headers)
            return
        script = self._script
        pace = script.pace(exchange.request) if callable(script.pace) else script.pace
        if isinstance(now, fault.SlowStart):
            pace = replace(pace, first_seconds=now.seconds)
        answer = script.answer(exchange.request) if callable(script.answer) else script.answer
        await _complete(exchange, _completion(body, answer, dialect), pace, now)


def _completion(body: Body, answer: Answer, dialect: Dialect) -> Completion:
    limit = body.get("max_completion_tokens") or body.get("max_tokens") or 0
    choices = body.get("n") or 1
    length = prompt_tokens(body)
    return Completion(
        model=str(body.get("model", "")),
        answer=answer,
        prompt_tokens=min(length, dialect.window) if dialect.window else length,
        max_tokens=limit if isinstance(limit, int) else 0,
        choices=choices if dialect.several and isinstance(choices, int) else 1,
        dialect=dialect,
    )


async def _failed_at_once(exchange: Exchange, script: Fault) -> bool:
    """Play a fault that comes before any answer; whether that was one."""
    match script:
        case fault.ResetBeforeHeaders():
            exchange.hang_up(reset=True)
        case fault.HalfOpen():
            exchange.stop_reading()
        case fault.Html(status):
            await exchange.respond(status, _PAGE, {"content-type": "text/html; charset=utf-8"})
        case fault.Status(status, retry_after, message, code):
            kind = (
                "requests" if status == 429 else "server_error" if status >= 500 else "invalid_request_error"
            )
            problem = Complaint(status, message, None, code, kind)
            headers = {"retry-after": retry_after} if retry_after else {}
            await exchange.respond_json(status, problem.body(), headers)
        case _:
            return False
    return True


async def _complete(exchange: Exchange, said: Completion, pace: Pace, script: Fault | None = None) -> None:
    """Answer as the request asks, as JSON or as a stream, at that pace and with that fault."""
    body = exchange.request.json()
    if body.get("stream") is True:
        await _stream(exchange, said, pace, script)
        return
    if isinstance(script, fault.WrongType):
        await exchange.respond(200, _PAGE, {"content-type": "text/html; charset=utf-8"})
        return
    seconds = pace.first_seconds + pace.token_seconds * len(said.words)
    if isinstance(script, fault.Stall | fault.Cut):
        await _fail_json(exchange, script)
    elif await exchange.wait(seconds):
        if isinstance(script, fault.ShortBody | fault.ResetAfterHeaders):
            await _begin_and_break(exchange, reset=isinstance(script, fault.ResetAfterHeaders))
        elif isinstance(script, fault.Malformed):
            await exchange.respond(200, b'{"id": "chatcmpl-broken", "choices": [')
        else:
            await exchange.respond_json(200, said.as_object(), said.dialect.headers)


async def _fail_json(exchange: Exchange, script: fault.Stall | fault.Cut) -> None:
    if isinstance(script, fault.Stall):
        await exchange.request.gone.wait()
    else:
        await _begin_and_break(exchange, reset=script.how == "reset")


async def _begin_and_break(exchange: Exchange, *, reset: bool) -> None:
    await exchange.promise(200, JSON, 500, b'{"id": "chatcmpl-')
    await asyncio.sleep(0.02)  # lets the bytes leave before an RST overtakes them
    exchange.hang_up(reset=reset)


async def _stream(exchange: Exchange, said: Completion, pace: Pace, script: Fault | None) -> None:
    """Send events at that pace, and let them go wrong where the script says so."""
    if not await exchange.wait(pace.first_seconds):
        return
    await exchange.begin(200, {**EVENTS, **said.dialect.headers})
    if isinstance(script, fault.ResetAfterHeaders):
        await asyncio.sleep(0.02)  # lets the headers leave before the RST overtakes them
        exchange.hang_up(reset=True)
        return
    options = exchange.request.json().get("stream_options")
    with_usage = isinstance(options, Mapping) and options.get("include_usage") is True
    if said.dialect.comments:
        await exchange.chunk(said.dialect.comments)
    async for number, data in _paced(exchange, said.events(with_usage=with_usage), pace):
        if number == getattr(script, "chunks", -1) and await _break(exchange, script):
            return
        await exchange.chunk(data)
    if not exchange.request.gone.is_set():
        await exchange.end()


async def _paced(exchange: Exchange, events: Iterator[bytes], pace: Pace) -> AsyncIterator[tuple[int, bytes]]:
    for number, data in enumerate(events):
        if exchange.request.gone.is_set() or (number > 1 and not await exchange.wait(pace.token_seconds)):
            return
        yield number, data


async def _break(exchange: Exchange, script: Fault | None) -> bool:
    """Play a fault in the midst of a stream; whether the stream is over."""
    match script:
        case fault.Cut(_, "end"):
            await exchange.end()
        case fault.Cut(_, how):
            await asyncio.sleep(0.02)  # lets the chunks leave before an RST overtakes them
            exchange.hang_up(reset=how == "reset")
        case fault.Stall():
            await exchange.request.gone.wait()
        case fault.ErrorEvent(_, message):
            problem = Complaint(500, message, None, None, "server_error")
            await exchange.chunk(event(problem.body()))
            await exchange.end()
        case fault.Malformed(_, data):
            await exchange.chunk(data)
            return False
        case fault.WrongType():
            await exchange.chunk(_PAGE)
            await exchange.end()
        case _:
            return False
    return True
