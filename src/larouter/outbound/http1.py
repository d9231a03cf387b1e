"""Plain HTTP/1.1 to servers nearby: a small pool of connections on the C parser of httptools.

llhttp does all parsing; this file does connections, deadlines and back-pressure. A general client costs two to
ten times as much per request (docs/adr/0002). A deadline that is noticed late, because this process had no
processor, is put off by as much, once: what came meanwhile has not been read.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping
from functools import lru_cache
from typing import cast

import httptools

from larouter.core.errors import Malformed, TimedOut, Unreachable
from larouter.outbound.endpoint import Endpoint, Limits, Outgoing, origin, zone_admits
from larouter.outbound.permit import EgressForbidden

_PAUSE_AFTER_CHUNKS = 64
_KEEP_IDLE = 64
_LATE_SECONDS = 0.05


class Connection(asyncio.Protocol):
    """One connection, one exchange at a time."""

    def __init__(self, pool: deque["Connection"], endpoint: Endpoint) -> None:
        self.status = 0
        self.headers: Mapping[str, str] = {}
        self.used = False
        self.open = True
        self._pool = pool
        self._endpoint = endpoint
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport
        self._parser = httptools.HttpResponseParser(self)
        self._pairs: list[tuple[bytes, bytes]] = []
        self._chunks: list[bytes] = []
        self._head: asyncio.Future[None] | None = None
        self._wake: asyncio.Future[None] | None = None
        self._done = True
        self._keep = False
        self._until_close = False
        self._paused = False
        self._error: Exception | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._due = 0.0
        self._allowed_for = False
        self._limits = Limits()
        self._began = self._heard = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the event loop."""
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by the event loop."""
        self.open = False
        if self in self._pool:
            self._pool.remove(self)
            self._disarm()
        if not self._done and exc is None and self._until_close:
            self.on_message_complete()
        elif not self._done:
            heard = "in the middle of its answer" if self.status else "before it answered"
            self._fail(
                Unreachable(
                    f"the backend closed the connection {heard}", operator_detail=self._say(heard, exc)
                )
            )

    def _say(self, heard: str, exc: Exception | None) -> str:
        return f"{self._endpoint.name} closed the connection {heard}" + (f": {exc}" if exc else "")

    def data_received(self, data: bytes) -> None:
        """Called by the event loop."""
        self._heard = self._loop.time()
        self._allowed_for = False
        if self._done:
            self._transport.abort()
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._spoilt(error)

    def _spoilt(self, error: Exception) -> None:
        """What came is not HTTP; behind a whole answer it spoils the connection alone."""
        if self._done:
            self._transport.abort()
            return
        detail = f"{self._endpoint.name}: {error}"
        self._fail(Malformed("the backend does not speak HTTP", operator_detail=detail))

    def on_message_begin(self) -> None:
        """Called by the parser."""
        if self._done:
            self._keep = False  # more than was asked for; what comes next would be taken for another answer

    def on_header(self, name: bytes, value: bytes) -> None:
        """Called by the parser."""
        self._pairs.append((name, value))

    def on_headers_complete(self) -> None:
        """Called by the parser."""
        status = self._parser.get_status_code()
        if status < 200 or self._done:
            self._pairs = []
            return
        self.status = status
        self._keep = self._parser.should_keep_alive()
        self.headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in self._pairs
        }
        self._until_close = self.headers.keys().isdisjoint(("content-length", "transfer-encoding"))
        if self._head is not None and not self._head.done():
            self._head.set_result(None)

    def on_body(self, data: bytes) -> None:
        """Called by the parser."""
        if self._done:
            return
        self._chunks.append(data)
        wake = self._wake
        if wake is not None:
            if not wake.done():
                wake.set_result(None)
        elif len(self._chunks) > _PAUSE_AFTER_CHUNKS and not self._paused:
            self._paused = True
            self._transport.pause_reading()

    def on_message_complete(self) -> None:
        """Called by the parser."""
        if self.status < 200:
            return
        self._done = True
        if self._wake is not None and not self._wake.done():
            self._wake.set_result(None)

    def _fail(self, error: Exception) -> None:
        self._error = error
        self._done = True
        self._keep = False
        for waiting in (self._head, self._wake):
            if waiting is not None and not waiting.done():
                waiting.set_exception(error)
        self._transport.abort()

    async def exchange(self, head: bytes, body: bytes, limits: Limits) -> None:
        """Send a request and wait for the head of its answer; without one the connection is of no further use."""
        self._pairs, self._chunks = [], []
        self.status, self._done, self._error = 0, False, None
        self._until_close = False
        self._limits = limits
        self._began = self._heard = self._loop.time()
        self._allowed_for = False
        self._head = self._loop.create_future()
        self._arm(min(limits.first_byte, limits.idle, limits.total))
        self._transport.writelines((head, body)) if len(body) > 65536 else self._transport.write(head + body)
        try:
            await self._head
        except BaseException:
            self.close()
            raise
        finally:
            self._head = None

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body as it arrives."""
        while part := await self.next():
            yield part

    async def read(self, most: int) -> bytes:
        """The whole body, or of one that is longer what came until that was seen."""
        if self._done and self._error is None and len(self._chunks) == 1 and not self._paused:
            return self._chunks.pop()  # it came with its head, as most short ones do
        parts: list[bytes] = []
        size = 0
        while size <= most and (part := await self.next()):
            parts.append(part)
            size += len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    async def next(self) -> bytes:
        """What has come since; nothing at the end."""
        while not self._chunks:
            if self._error is not None:
                raise self._error
            if self._done:
                return b""
            self._wake = self._loop.create_future()
            try:
                await self._wake
            finally:
                self._wake = None
        ready, self._chunks = self._chunks, []
        if self._paused:
            self._paused = False
            self._transport.resume_reading()
        return ready[0] if len(ready) == 1 else b"".join(ready)

    def close(self) -> None:
        """Give the connection back to the pool, or cut it when the answer is not finished."""
        if self._pool_again():
            self.used = True
            self._pool.append(self)
            return
        self._disarm()
        if self.open and self not in self._pool:
            self._done = True
            self._transport.abort()

    def _pool_again(self) -> bool:
        fit = self._done and self.open and self._keep and not self._paused and self not in self._pool
        return fit and len(self._pool) < _KEEP_IDLE

    def _arm(self, seconds: float) -> None:
        """See to it that somebody looks at the clock then; a timer of the exchange before may do that."""
        due = self._loop.time() + max(0.001, seconds)
        if self._timer is not None:
            if self._due <= due:
                return
            self._timer.cancel()
        self._due = due
        self._timer = self._loop.call_at(self._due, self._look_at_clock)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look_at_clock(self) -> None:
        """One timer serves every deadline of an exchange: it looks, and sets itself again."""
        self._timer = None
        if self._done:
            return
        now, limits = self._loop.time(), self._limits
        if now - self._due > _LATE_SECONDS and not self._allowed_for:
            self._allowed_for = True
            self._arm(min(now - self._due, limits.first_byte))
            return
        quiet, most = (limits.idle, "the next part") if self.status else (limits.first_byte, "an answer")
        left = min(self._heard + quiet, self._began + limits.total) - now
        if left > 0 or self._paused:
            self._arm(left if left > 0 else quiet)
            return
        waited = now - self._began
        self._fail(
            TimedOut(
                f"the backend took too long: no {most.removeprefix('an ').removeprefix('the ')} after {waited:.1f} s",
                operator_detail=f"{self._endpoint.name} was silent; waited {waited:.1f} s for {most}",
            )
        )


class PlainPool:
    """Connections to plain-HTTP servers, kept open between calls."""

    def __init__(self) -> None:
        self._idle: dict[str, deque[Connection]] = {}

    async def send(self, call: Outgoing) -> Connection:
        """The head of the answer, its bytes still to come.

        Raises:
            Unreachable: No connection, or it was lost before the head came.
            TimedOut: A deadline passed.
            Malformed: What came is not HTTP.
        """
        head = _head(call)
        pool = self._idle.get(call.endpoint.url)
        if pool is None:
            pool = self._idle[call.endpoint.url] = deque()
        while pool:
            connection = pool.pop()
            if not connection.open:
                continue
            try:
                await connection.exchange(head, call.body, call.limits)
            except Unreachable:
                if connection.status:
                    raise
                break  # perhaps it was closed while it was idle: once more, on a new one
            return connection
        connection = await _connect(pool, call.endpoint, call.limits)
        await connection.exchange(head, call.body, call.limits)
        return connection

    async def close(self) -> None:
        """Close every idle connection."""
        for pool in self._idle.values():
            while pool:
                pool.pop()._transport.abort()  # noqa: SLF001 - the pool owns its connections


async def _connect(pool: deque[Connection], endpoint: Endpoint, limits: Limits) -> Connection:
    _, host, port, _ = origin(endpoint.url)
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(limits.connect + 0.002) as limit:
            looks = loop.call_later(limits.connect, _allow_for_lateness, limit, limits.connect)
            try:
                transport, connection = await loop.create_connection(
                    lambda: Connection(pool, endpoint), host, port
                )
            finally:
                looks.cancel()
    except TimeoutError:
        late = TimedOut(
            f"no connection to the backend within {limits.connect:g} s",
            operator_detail=f"{endpoint.name} at {host}:{port} did not accept within {limits.connect:g} s",
        )
        late.connected = False
        raise late from None
    except OSError as error:
        lost = Unreachable(
            "the backend cannot be reached", operator_detail=f"{endpoint.name} at {host}:{port}: {error}"
        )
        lost.connected = False
        raise lost from None
    peer = transport.get_extra_info("peername")
    if peer and not zone_admits(endpoint.zone, peer[0]):
        transport.abort()
        raise EgressForbidden(
            "a backend that is configured as local stands at a public address",
            operator_detail=f"{endpoint.name} is configured as local but {host} is {peer[0]}; set its zone to public",
        )
    return connection


def _allow_for_lateness(limit: asyncio.Timeout, most: float) -> None:
    """Give a connection the time for which this process was not there to see it made, once."""
    now, ends = asyncio.get_running_loop().time(), limit.when()
    if ends is not None and (late := now - ends) > _LATE_SECONDS:
        limit.reschedule(now + min(late, most))


def _head(call: Outgoing) -> bytes:
    return b"%b%d\r\n\r\n" % (_prefix(call.endpoint, call.method, call.path, call.headers), len(call.body))


@lru_cache(maxsize=512)
def _prefix(endpoint: Endpoint, method: str, path: str, headers: tuple[tuple[str, str], ...]) -> bytes:
    _, host, port, base = origin(endpoint.url)
    shown = f"[{host}]" if ":" in host else host
    lines = [f"{method} {base}{path} HTTP/1.1", f"Host: {shown}:{port}", "Accept: */*"]
    lines += [f"{name}: {value}" for name, value in (*endpoint.headers, *headers)]
    if any("\r" in line or "\n" in line for line in lines):
        raise ValueError(f"a header for {endpoint.name} holds a line break")
    if not any(name.lower() == "content-type" for name, _ in headers):
        lines.append("Content-Type: application/json")
    return "\r\n".join([*lines, "Content-Length: "]).encode("latin-1")
