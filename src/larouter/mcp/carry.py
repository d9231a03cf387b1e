"""How a tool reaches the router: over HTTP from outside, or straight into its application from inside."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from typing import Any, Protocol

from larouter.background import spawn
from larouter.core.zones import Zone
from larouter.outbound.endpoint import Endpoint, Limits, Outgoing
from larouter.outbound.permit import OPERATOR
from larouter.outbound.transport import Response, Transport

Message = MutableMapping[str, Any]
App = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]
]
RawHeaders = Iterable[tuple[bytes, bytes]]
NO_HEADERS: Mapping[str, str] = {}
# The router has deadlines of its own and tells when they pass; this is longer than any of them.
_PATIENCE = Limits(connect=5, first_byte=3600, idle=3600, total=3600)
_WHO = (b"host", b"authorization", b"x-api-key", b"api-key", b"x-goog-api-key")


class Carry(Protocol):
    """Carries one request to the router, as one caller; if it is cancelled, the router learns that nobody waits."""

    async def __call__(
        self, method: str, path: str, body: object = None, headers: Mapping[str, str] = NO_HEADERS
    ) -> Response:
        """The answer, whatever its status.

        Raises:
            RouterError: The router cannot be reached.
        """
        ...


def over_http(transport: Transport, url: str, token: str) -> Carry:
    """To a router elsewhere.

    Args:
        transport: Opens the connections.
        url: Base URL of the router.
        token: A project's token.
    """
    endpoint = Endpoint("the router", url, Zone.PUBLIC, (("Authorization", f"Bearer {token}"),))

    async def carry(
        method: str, path: str, body: object = None, headers: Mapping[str, str] = NO_HEADERS
    ) -> Response:
        raw = b"" if body is None else json.dumps(body).encode()
        given = (("Content-Type", "application/json"), *headers.items())
        return await transport.fetch(Outgoing(endpoint, method, path, raw, given, _PATIENCE), OPERATOR)

    return carry


def inside(app: App, caller: RawHeaders) -> Carry:
    """To the router of this process, without a socket.

    Args:
        app: The router's application.
        caller: The headers of whoever called; its key goes along, so that its policy and budget apply.
    """
    who = [(name, value) for name, value in caller if name in _WHO]

    async def carry(
        method: str, path: str, body: object = None, headers: Mapping[str, str] = NO_HEADERS
    ) -> Response:
        exchange = _Exchange(b"" if body is None else json.dumps(body).encode())
        extra = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
        task = spawn(_run(app, exchange.scope(method, path, [*who, *extra]), exchange), "mcp call")
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            exchange.left.set()
            raise
        return Response(exchange.status, exchange.headers, bytes(exchange.body))

    return carry


async def _run(app: App, scope: Message, exchange: "_Exchange") -> None:
    await app(scope, exchange.receive, exchange.send)


class _Exchange:
    """One request to an application in this process, and its answer."""

    def __init__(self, sent: bytes) -> None:
        self.left = asyncio.Event()
        self.status = 500
        self.headers: dict[str, str] = {}
        self.body = bytearray()
        self._sent: bytes | None = sent

    def scope(self, method: str, path: str, headers: list[tuple[bytes, bytes]]) -> Message:
        """The request as applications see it."""
        at, _, query = path.partition("?")
        length = len(self._sent or b"")
        added = [(b"content-type", b"application/json"), (b"content-length", str(length).encode())]
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": at,
            "raw_path": at.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [*headers, *added],
            "client": None,
            "server": None,
        }

    async def receive(self) -> Message:
        """The body, then nothing until the caller leaves."""
        if self._sent is not None:
            sent, self._sent = self._sent, None
            return {"type": "http.request", "body": sent, "more_body": False}
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Take a part of the answer."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {
                name.decode().lower(): value.decode("latin-1") for name, value in message["headers"]
            }
        else:
            self.body += message.get("body", b"")
