"""One request and its answer, as ASGI sees them: `receive`, `send`, and the presence of the client.

Head and body of an answer that comes at once leave in one write.
"""

import http
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from larouter.api.asgi import App, Message, Scope

if TYPE_CHECKING:
    import asyncio

    from larouter.api.connection import Connection

_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
_FAILED = b"Internal Server Error"
_BODILESS = (204, 304)
_log = logging.getLogger("larouter.api")


def _status_line(status: int) -> bytes:
    try:
        phrase = http.HTTPStatus(status).phrase
    except ValueError:
        phrase = ""
    return f"HTTP/1.1 {status} {phrase}\r\n".encode()


_STATUS_LINES = {status: _status_line(status) for status in range(100, 600)}


def _head(status: int, headers: list[tuple[bytes, bytes]]) -> tuple[bytes, int | None, bool]:
    """Status line and headers, the length that they announce, and whether they end the connection.

    How the body is cut into chunks is the connection's own business, so a header that says so is left out.

    Raises:
        RuntimeError: One of them holds a line break.
    """
    lines, length, closes = [_STATUS_LINES[status]], None, False
    for name, value in headers:
        if name == b"content-length":
            length = int(value)
        elif name == b"transfer-encoding":
            continue
        elif name == b"connection":
            closes = b"close" in value.lower()
        lines.append(b"%b: %b\r\n" % (name, value))
    head = b"".join(lines)
    if not head.count(b"\n") == head.count(b"\r") == len(lines) or b"\0" in head:
        raise RuntimeError("a header of an answer holds a line break")
    return head, length, closes


class Cycle:
    """One request of a connection.

    Attributes:
        keep_alive: Whether the connection stays open behind the answer.
        disconnected: Whether the client has gone.
        response_complete: Whether the answer has been said.
        unread: Bytes of the body that came and were not asked for.
        more_body: Whether more of it will come.
    """

    __slots__ = (
        *("_chunked", "_connection", "_expects_continue", "_head", "_leave", "_left", "_news", "_parts"),
        *("_scope", "_started", "_waiter", "disconnected", "keep_alive", "more_body", "response_complete"),
        "unread",
    )

    def __init__(
        self, connection: "Connection", scope: Scope, *, keep_alive: bool, expects_continue: bool
    ) -> None:
        self.keep_alive = keep_alive
        self.disconnected = False
        self.response_complete = False
        self.unread = 0
        self.more_body = True
        self._connection = connection
        self._scope = scope
        self._expects_continue = expects_continue
        self._parts: list[bytes] = []
        self._news = False
        self._waiter: asyncio.Future[None] | None = None
        self._leave: Callable[[], None] | None = None
        self._started = False
        self._head = b""
        self._chunked = False
        self._left = 0  # bytes of the announced length that have not been said

    async def run(self, app: App) -> None:
        """Have the request answered."""
        try:
            await app(self._scope, self.receive, self.send)
        except BaseException as error:  # noqa: BLE001 - whatever it was, the client must not wait for ever
            _log.error("a request failed in the router itself", exc_info=error)
            await self._fail()
        else:
            if not self.response_complete and not self.disconnected:
                _log.error("a request was left without its whole answer")
                await self._fail()
        finally:
            self._leave = None

    async def _fail(self) -> None:
        if self._started:
            self._connection.transport.close()
            return
        length = str(len(_FAILED)).encode()
        headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", length),
            (b"connection", b"close"),
        ]
        await self.send({"type": "http.response.start", "status": 500, "headers": headers})
        await self.send({"type": "http.response.body", "body": _FAILED})

    def hear(self, part: bytes) -> None:
        """A part of the body has come."""
        self._parts.append(part)
        self.unread += len(part)
        self._tell()

    def heard(self) -> None:
        """The body has ended."""
        self.more_body = False
        self._tell()

    def leave(self) -> None:
        """The client has gone."""
        if self.response_complete:
            return
        self.disconnected = True
        self._tell()
        if self._leave is not None:
            self._leave()

    def on_leave(self, call: Callable[[], None] | None) -> None:
        """Whom to call when the client goes before it has its answer, at once if it has gone; None for nobody."""
        self._leave = call
        if call is not None and self.disconnected:
            call()

    def take_whole(self) -> bytes | None:
        """The body, where all of it has come before anybody asked; None where `receive` must be asked."""
        if self.more_body or self.disconnected:
            return None
        self._news = False
        return self._take()

    def _take(self) -> bytes:
        parts, self._parts, self.unread = self._parts, [], 0
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _tell(self) -> None:
        self._news = True
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def receive(self) -> Message:
        """What came of the body since; without more of it, that the client has gone or has its answer."""
        connection = self._connection
        if self._expects_continue:
            self._expects_continue = False
            if not connection.transport.is_closing():
                connection.transport.write(_CONTINUE)
        if not self.disconnected and not self.response_complete:
            connection.resume_reading()
            while not self._news:
                self._waiter = connection.loop.create_future()
                try:
                    await self._waiter
                finally:
                    self._waiter = None
            self._news = False
        if self.disconnected or self.response_complete:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": self._take(), "more_body": self.more_body}

    async def send(self, message: Message) -> None:
        """Say the head or a part of the body."""
        connection = self._connection
        if connection.write_paused and not self.disconnected:
            await connection.drain()
        if self.disconnected:
            return
        kind = message["type"]
        if not self._started:
            if kind != "http.response.start":
                raise RuntimeError(f"an answer began with {kind}")
            self._begin(message)
        elif kind != "http.response.body" or self.response_complete:
            raise RuntimeError(f"{kind} came where an answer has no place for it")
        else:
            self._go_on(message.get("body", b""), more=message.get("more_body", False))

    def _begin(self, message: Message) -> None:
        """Make the head, which waits for what follows it at once."""
        status = message["status"]
        head, length, closes = _head(status, [*self._connection.default_headers, *message.get("headers", ())])
        if self._expects_continue and self.more_body:
            self.keep_alive = False  # whether the body that nobody asked for still comes, nobody can tell
        self._started, self._expects_continue = True, False
        silent = self._scope["method"] == "HEAD" or status in _BODILESS
        self._left = -1 if silent or length is None else length
        if length is None and not silent:
            self._chunked = self._scope["http_version"] != "1.0"
            self.keep_alive = self.keep_alive and self._chunked  # else its end is the end of the connection
        if closes:
            self.keep_alive = False
        elif not self.keep_alive:
            head += b"connection: close\r\n"
        if not self._chunked:
            self._head = head + b"\r\n"
            return
        self._head = head + b"transfer-encoding: chunked\r\n\r\n"
        self._connection.loop.call_soon(self._say_head)  # its first part may be long in coming

    def _say_head(self) -> None:
        if self._head and not self.disconnected:
            self._connection.transport.write(self._head)
        self._head = b""

    def _go_on(self, body: bytes, *, more: bool) -> None:
        head, self._head = self._head, b""
        if self._chunked:
            part = b"%x\r\n%b\r\n" % (len(body), body) if body else b""
            said = b"%b%b%b" % (head, part, b"" if more else b"0\r\n\r\n")
        elif self._scope["method"] == "HEAD":
            said = head
        else:
            if self._left >= 0:
                self._left -= len(body)
                if self._left < 0 or (self._left and not more):
                    raise RuntimeError("an answer is not as long as it was announced to be")
            said = head + body if head else body
        if said:
            self._connection.transport.write(said)
        if not more:
            self.response_complete = True
            self._tell()
            self._connection.answered(keep_alive=self.keep_alive)
