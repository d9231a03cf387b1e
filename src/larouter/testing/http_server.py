"""A small HTTP/1.1 server whose every byte a test decides, over real sockets and without dependencies."""

import asyncio
import json
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import TracebackType
from typing import Self, cast
from urllib.parse import urlsplit

from larouter.background import spawn

_STATUSES = frozenset(map(int, HTTPStatus))
JSON = {"content-type": "application/json"}


@dataclass(slots=True)
class Received:
    """A request as it came, and what became of it.

    Attributes:
        method: Such as `POST`.
        target: Path and query as sent.
        headers: Names in lower case; a repeated one holds its last value.
        head: Request line and headers, byte for byte.
        body: The body, byte for byte, freed of chunked framing.
        sent: The answer's body as far as it was sent, freed of chunked framing.
        gone: Set when the connection ended, by whomever.
    """

    method: str
    target: str
    headers: Mapping[str, str]
    head: bytes
    body: bytes
    sent: bytearray = field(default_factory=bytearray)
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def path(self) -> str:
        """The target without its query."""
        return urlsplit(self.target).path

    def json(self) -> dict[str, object]:
        """The body as a JSON object; empty when it is none."""
        try:
            value = json.loads(self.body)
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}


class Exchange:
    """A request and the way to answer it."""

    def __init__(self, request: Received, connection: "_Connection") -> None:
        self.request = request
        self._connection = connection
        self._chunked = False

    async def respond(self, status: int, body: bytes, headers: Mapping[str, str] = JSON) -> None:
        """Answer at once."""
        self._head(status, {**headers, "content-length": str(len(body))})
        await self._send(body)

    async def respond_json(
        self, status: int, value: object, headers: Mapping[str, str] | None = None
    ) -> None:
        """Answer with a JSON value, written compactly."""
        body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        await self.respond(status, body, {**JSON, **(headers or {})})

    async def begin(self, status: int, headers: Mapping[str, str]) -> None:
        """Open an answer of unknown length."""
        self._chunked = True
        self._head(status, {**headers, "transfer-encoding": "chunked"})

    async def chunk(self, data: bytes) -> None:
        """Send a part of it."""
        await self._send(data, b"%x\r\n%b\r\n" % (len(data), data))

    async def end(self) -> None:
        """Close an open answer in order."""
        await self._send(b"", b"0\r\n\r\n")

    async def promise(self, status: int, headers: Mapping[str, str], length: int, body: bytes) -> None:
        """Announce one length and send another."""
        self._head(status, {**headers, "content-length": str(length)})
        await self._send(body)

    def hang_up(self, *, reset: bool) -> None:
        """End the connection: with an ordinary FIN after what was sent, or with an RST at once."""
        self._connection.hang_up(reset=reset)

    def stop_reading(self) -> None:
        """Read nothing more, so that even the end of the connection goes unnoticed until the server closes."""
        self._connection.stop_reading()

    async def wait(self, seconds: float) -> bool:
        """Wait, at most until the client has gone; whether it is still there."""
        if seconds > 0:
            try:
                async with asyncio.timeout(seconds):
                    await self.request.gone.wait()
            except TimeoutError:
                return True
        return not self.request.gone.is_set()

    def _head(self, status: int, headers: Mapping[str, str]) -> None:
        reason = HTTPStatus(status).phrase if status in _STATUSES else "Unknown"
        lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in headers.items())]
        self._connection.write("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n")

    async def _send(self, payload: bytes, framed: bytes | None = None) -> None:
        self.request.sent += payload
        await self._connection.send(payload if framed is None else framed)


Handler = Callable[[Exchange], Awaitable[None]]


class HttpServer:
    """Serves one handler on a port of the loopback interface.

    Attributes:
        received: Every request so far, oldest first.
        connections: How many connections were accepted so far.
    """

    def __init__(self, handler: Handler, port: int = 0) -> None:
        self.received: list[Received] = []
        self.connections = 0
        self._handler = handler
        self._port = port
        self._server: asyncio.Server | None = None
        self._open: set[_Connection] = set()

    @property
    def url(self) -> str:
        """The address, without a path."""
        return f"http://127.0.0.1:{self._port}"

    async def __aenter__(self) -> Self:
        await self.listen()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.refuse()

    async def listen(self) -> None:
        """Accept connections, on the same port as before."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._connect, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def refuse(self) -> None:
        """Close what is open and refuse new connections until `listen`."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
        for connection in tuple(self._open):
            connection.hang_up(reset=True)
        if server is not None:
            await server.wait_closed()

    def _connect(self) -> "_Connection":
        self.connections += 1
        connection = _Connection(self._serve, self._open)
        self._open.add(connection)
        return connection

    async def _serve(self, exchange: Exchange) -> None:
        self.received.append(exchange.request)
        await self._handler(exchange)


class _Connection(asyncio.Protocol):
    """One connection: requests in, one after the other, and answers out."""

    def __init__(self, handler: Handler, among: set["_Connection"]) -> None:
        self._handler = handler
        self._among = among
        self._buffer = bytearray()
        self._gone = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()
        self._busy = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(
            "asyncio.Transport", transport
        )  # uvloop's is one by its methods, not by its type

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 -- the reason does not matter
        self._among.discard(self)
        self._gone.set()
        self._writable.set()

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        self._next()

    def write(self, data: bytes) -> None:
        if self._transport is not None and not self._gone.is_set():
            self._transport.write(data)

    async def send(self, data: bytes) -> None:
        self.write(data)
        await self._writable.wait()

    def stop_reading(self) -> None:
        """Leave what comes, its end included, in the buffers of the system."""
        if self._transport is not None:
            self._transport.pause_reading()

    def hang_up(self, *, reset: bool) -> None:
        if self._transport is None:
            return
        if not reset or self._transport.is_closing():
            self._transport.close()
            return
        if (connected := self._transport.get_extra_info("socket")) is not None:
            connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._transport.abort()

    def _next(self) -> None:
        if self._busy or (request := _take(self._buffer, self._gone)) is None:
            return
        self._busy = True
        spawn(self._answer(request), "answer of a fake")

    async def _answer(self, request: Received) -> None:
        try:
            await self._handler(Exchange(request, self))
        except Exception:
            self.hang_up(reset=True)
            raise
        if request.headers.get("connection", "").lower() == "close":
            self.hang_up(reset=False)
        self._busy = False
        self._next()


def _take(buffer: bytearray, gone: asyncio.Event) -> Received | None:
    """Cut one whole request off the buffer, or leave it as it is."""
    head, found, rest = bytes(buffer).partition(b"\r\n\r\n")
    if not found:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    if "chunked" in headers.get("transfer-encoding", "").lower():
        unframed = _unchunk(rest)
        if unframed is None:
            return None
        body, used = unframed
    else:
        used = int(headers.get("content-length", "0"))
        body = rest[:used]
        if len(rest) < used:
            return None
    del buffer[: len(head) + 4 + used]
    return Received(method, target, headers, head + found, body, gone=gone)


def _unchunk(data: bytes) -> tuple[bytes, int] | None:
    """The body out of chunked framing, and how many bytes it took; None while the end is missing."""
    body, at = b"", 0
    while (line := data.find(b"\r\n", at)) >= 0:
        size = int(data[at:line].split(b";")[0], 16)
        at = line + 2 + size + 2
        if at > len(data):
            return None
        if size == 0:
            return body, at
        body += data[line + 2 : at - 2]
    return None
