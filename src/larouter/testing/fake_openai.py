"""A strict OpenAI-compatible backend on a real socket, which fails on command and remembers every byte.

async with FakeOpenAI("gpt-6-luna", answer=Answer("Hello."), faults=[Status(429, retry_after="1")]) as fake:
    ...  # talk to fake.url + "/v1"; the first request is refused, the others are answered
    assert fake.received[-1].body == what_was_sent
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from larouter.testing import faults as fault
from larouter.testing.completions import Answer, Completion, event, prompt_tokens
from larouter.testing.faults import Fault
from larouter.testing.http_server import JSON, Exchange, HttpServer, Received
from larouter.testing.strict import Complaint, complaint

EVENTS = {"content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache"}
_PAGE = b"<!DOCTYPE html><html><head><title>Gateway</title></head><body><h1>Sign in</h1></body></html>"
_FINGERPRINT = {"service_tier": "default", "system_fingerprint": "fp_fake"}


@dataclass(frozen=True, slots=True)
class Pace:
    """How long an answer takes.

    Attributes:
        first_seconds: Until its first token.
        token_seconds: From token to token.
    """

    first_seconds: float = 0.0
    token_seconds: float = 0.0


_HELLO = Answer()
_AT_ONCE = Pace()

Answering = Answer | Callable[[Received], Answer]
Pacing = Pace | Callable[[Received], Pace]


class FakeOpenAI(HttpServer):
    """A backend that speaks OpenAI's chat completions.

    Attributes:
        faults: What goes wrong with the next chat requests, in turn; then all is well.
        in_flight: Chat requests that are being answered now.
        most_in_flight: The most that were answered at once.
    """

    def __init__(
        self,
        *models: str,
        answer: Answering = _HELLO,
        faults: Iterable[Fault | None] = (),
        pace: Pacing = _AT_ONCE,
        key: str = "",
        port: int = 0,
    ) -> None:
        """Prepare; it listens from `async with` on.

        Args:
            models: The ids it knows; any other is refused.
            answer: What it says, or a function of the request.
            faults: What goes wrong, one for each chat request, None for nothing.
            pace: How fast it answers, or a function of the request.
            key: The bearer token it asks for; empty for none.
            port: 0 for any free one.
        """
        super().__init__(self._route, port)
        self.models = models or ("gpt-fake",)
        self.faults: deque[Fault | None] = deque(faults)
        self.in_flight = 0
        self.most_in_flight = 0
        self._answer = answer
        self._pace = pace
        self._key = key

    @property
    def chats(self) -> list[Received]:
        """The chat requests so far."""
        return [request for request in self.received if request.path == "/v1/chat/completions"]

    async def _route(self, exchange: Exchange) -> None:
        request = exchange.request
        if self._key and request.headers.get("authorization") != f"Bearer {self._key}":
            await self._refuse(
                exchange, Complaint(401, "Incorrect API key provided.", None, "invalid_api_key")
            )
        elif request.path == "/v1/models" and request.method == "GET":
            rows = [{"id": name, "object": "model", "created": 1, "owned_by": "fake"} for name in self.models]
            await exchange.respond_json(200, {"object": "list", "data": rows})
        elif request.path == "/v1/chat/completions" and request.method == "POST":
            await self._chat(exchange)
        elif request.path in {"/v1/models", "/v1/chat/completions"}:
            message = f"Not allowed to {request.method} on {request.path}."
            await self._refuse(exchange, Complaint(405, message, None, "method_not_supported"))
        else:
            message = f"Invalid URL ({request.method} {request.path})"
            await self._refuse(exchange, Complaint(404, message))

    async def _refuse(self, exchange: Exchange, problem: Complaint) -> None:
        await exchange.respond_json(problem.status, problem.body())

    async def _chat(self, exchange: Exchange) -> None:
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            await self._answer_or_fail(exchange, self.faults.popleft() if self.faults else None)
        finally:
            self.in_flight -= 1

    async def _answer_or_fail(self, exchange: Exchange, script: Fault | None) -> None:
        if script is not None and await failed_at_once(exchange, script):
            return
        body = exchange.request.json()
        if not body:
            message = "We could not parse the JSON body of your request."
            await self._refuse(exchange, Complaint(400, message))
        elif (problem := complaint(body)) is not None:
            await self._refuse(exchange, problem)
        elif body["model"] not in self.models:
            message = f"The model `{body['model']}` does not exist or you do not have access to it."
            await self._refuse(exchange, Complaint(404, message, None, "model_not_found"))
        else:
            pace = self._pace(exchange.request) if callable(self._pace) else self._pace
            if isinstance(script, fault.SlowStart):
                pace = replace(pace, first_seconds=script.seconds)
            answer = self._answer(exchange.request) if callable(self._answer) else self._answer
            await complete(exchange, completion(body, answer, _FINGERPRINT), pace, script)


def completion(body: Mapping[str, object], answer: Answer, extra: Mapping[str, object]) -> Completion:
    """What answers such a request."""
    limit = body.get("max_completion_tokens") or body.get("max_tokens") or 0
    choices = body.get("n") or 1
    return Completion(
        model=str(body.get("model", "")),
        answer=answer,
        prompt_tokens=prompt_tokens(body),
        max_tokens=limit if isinstance(limit, int) else 0,
        choices=choices if isinstance(choices, int) else 1,
        extra=extra,
    )


async def failed_at_once(exchange: Exchange, script: Fault) -> bool:
    """Play a fault that comes before any answer; whether that was one."""
    match script:
        case fault.ResetBeforeHeaders():
            exchange.hang_up(reset=True)
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


async def complete(exchange: Exchange, said: Completion, pace: Pace, script: Fault | None = None) -> None:
    """Answer as the request asks, as JSON or as a stream, at that pace and with that fault."""
    body = exchange.request.json()
    options = body.get("stream_options")
    if body.get("stream") is True:
        with_usage = isinstance(options, Mapping) and options.get("include_usage") is True
        await stream(exchange, said.events(with_usage=with_usage), pace, script)
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
            await exchange.respond_json(200, said.as_object())


async def _fail_json(exchange: Exchange, script: fault.Stall | fault.Cut) -> None:
    if isinstance(script, fault.Stall):
        await exchange.request.gone.wait()
    else:
        await _begin_and_break(exchange, reset=script.how == "reset")


async def _begin_and_break(exchange: Exchange, *, reset: bool) -> None:
    await exchange.promise(200, JSON, 500, b'{"id": "chatcmpl-')
    await asyncio.sleep(0.02)  # lets the bytes leave before an RST overtakes them
    exchange.hang_up(reset=reset)


async def stream(
    exchange: Exchange, events: Iterator[bytes], pace: Pace, script: Fault | None, comments: bytes = b""
) -> None:
    """Send events at that pace, and let them go wrong where the script says so."""
    if not await exchange.wait(pace.first_seconds):
        return
    await exchange.begin(200, EVENTS)
    if isinstance(script, fault.ResetAfterHeaders):
        await asyncio.sleep(0.02)  # lets the headers leave before the RST overtakes them
        exchange.hang_up(reset=True)
        return
    if comments:
        await exchange.chunk(comments)
    async for number, data in _paced(exchange, events, pace):
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
        case _:
            return False
    return True
