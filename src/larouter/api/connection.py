"""A client's connection: HTTP/1.1 on the C parser of httptools, and an ASGI task for each request.

It stands in for uvicorn's own protocol, whose server still listens, counts connections and ends politely. That one
costs a model request some 60 µs more: it checks every header of the answer by regular expressions, writes head and
body apart, and tells only who asks again and again that the client has gone.
"""

import asyncio
import logging
from collections import deque
from functools import lru_cache
from typing import Any, cast
from urllib.parse import unquote

import httptools
import uvicorn
from uvicorn.server import ServerState

from larouter.api.asgi import PRESENCE, Scope
from larouter.api.cycle import Cycle

HIGH_WATER_BYTES = 65_536
_LONGEST_REMEMBERED = 128
_FRAMING = (b"content-length", b"transfer-encoding")
_ASGI = {"version": "3.0", "spec_version": "2.3"}
_log = logging.getLogger("larouter.api")


class Connection(asyncio.Protocol):
    """One connection of a client; uvicorn makes it by its protocol's signature.

    Attributes:
        loop: The event loop.
        transport: Of the connection.
        cycle: The newest request, whose body may still come.
        head_begun: Whether a head was begun that has not ended.
        write_paused: Whether the client is slower than what is said to it.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        self.loop = _loop or asyncio.get_event_loop()
        self.transport: asyncio.Transport
        self.cycle: Cycle | None = None
        self.head_begun = False
        self.write_paused = False
        self._app = config.loaded_app
        self._state = server_state
        self._app_state = app_state
        self._idle_seconds = float(config.timeout_keep_alive)
        self._idle_since = 0.0  # 0 while it is not idle
        self._idle_timer: asyncio.TimerHandle | None = None
        self._parser = httptools.HttpRequestParser(self)
        # A client that pipelines after `connection: close` still gets its first answer.
        self._parser.set_dangerous_leniencies(lenient_data_after_close=True)
        self._waiting: deque[Cycle] = deque()
        self._answered: Cycle | None = None
        self._drained: asyncio.Future[None] | None = None
        self._read_paused = False
        self._url = b""
        self._expects_continue = False
        self._reads_on = False  # the head that the parser sees now was seen before
        self._headers: list[tuple[bytes, bytes]] = []
        self._fixed: dict[str, Any] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called once there is a connection."""
        self.transport = cast("asyncio.Transport", transport)
        self._state.connections.add(cast("Any", self))
        secure = transport.get_extra_info("sslcontext") is not None
        self._fixed = {
            "type": "http",
            "asgi": _ASGI,
            "scheme": "https" if secure else "http",
            "server": _address(transport.get_extra_info("sockname")),
            "client": _address(transport.get_extra_info("peername")),
            "root_path": "",
        }

    def connection_lost(self, _exc: Exception | None) -> None:
        """Called when it has gone; whoever is being answered learns it at once."""
        self._state.connections.discard(cast("Any", self))
        if self._idle_timer is not None:
            self._idle_timer.cancel()
        self.resume_writing()
        for cycle in (self._answered, *self._waiting):
            if cycle is not None:
                cycle.leave()

    def data_received(self, data: bytes) -> None:
        """Called with what the client sent."""
        self._idle_since = 0.0
        try:
            self._read(data)
        except httptools.HttpParserError as error:
            self._give_up(error)
        if self._answered is None and not self.head_begun:  # the rest of a body that nobody waits for
            self._idle_since = self.loop.time()

    def _read(self, data: bytes) -> None:
        """Have it parsed.

        Of a request that would rather speak something else (Java's client asks for HTTP/2 in its first one) the parser
        leaves the body unread. Nothing else is spoken here, so it is told once more how long the body is.
        """
        while data:
            try:
                self._parser.feed_data(data)
            except httptools.HttpParserUpgrade as upgrade:
                data = data[upgrade.args[0] :]
                framing = [b"%b: %b\r\n" % pair for pair in self._headers if pair[0] in _FRAMING]
                if framing:
                    self._reads_on = True
                    self._parser.feed_data(b"POST / HTTP/1.1\r\n%b\r\n" % b"".join(framing))
            else:
                return

    def _give_up(self, error: httptools.HttpParserError) -> None:
        _log.info("what came is not HTTP/1.1: %s", error)
        body = b"Invalid HTTP request received: %b." % (str(error).encode("ascii", "replace"),)
        self.transport.write(
            b"HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain; charset=utf-8\r\n"
            b"content-length: %d\r\nconnection: close\r\n\r\n%b" % (len(body), body)
        )
        self.transport.close()

    def on_message_begin(self) -> None:
        """Called by the parser."""
        self.head_begun = True
        self._url = b""
        self._headers = []
        self._expects_continue = False

    def on_url(self, url: bytes) -> None:
        """Called by the parser, with a part of it where that came in parts."""
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """Called by the parser."""
        name = name.lower()
        if name == b"expect" and value.lower() == b"100-continue":
            self._expects_continue = True
        self._headers.append((name, value))

    def on_headers_complete(self) -> None:
        """Called by the parser: a request has come, its body may follow."""
        if self._reads_on:
            self._reads_on = self.head_begun = False
            return
        parser, url = self._parser, self._url
        version = parser.get_http_version()
        path, raw_path, query = (_known if len(url) <= _LONGEST_REMEMBERED else _target)(url)
        scope: Scope = {
            **self._fixed,
            "http_version": version,
            "method": parser.get_method().decode("ascii"),
            "path": path,
            "raw_path": raw_path,
            "query_string": query,
            "headers": self._headers,
            "state": self._app_state.copy(),
        }
        keep = version != "1.0" and parser.should_keep_alive()
        cycle = Cycle(self, scope, keep_alive=keep, expects_continue=self._expects_continue)
        scope["extensions"] = {PRESENCE: cycle}
        self.cycle = cycle
        self.head_begun = False
        if self._answered is None:
            self._answer(cycle)
        else:  # pipelined: one after the other
            self.pause_reading()
            self._waiting.append(cycle)

    def on_body(self, body: bytes) -> None:
        """Called by the parser."""
        cycle = self.cycle
        if cycle is not None and not cycle.response_complete:
            cycle.hear(body)
            if cycle.unread > HIGH_WATER_BYTES:
                self.pause_reading()

    def on_message_complete(self) -> None:
        """Called by the parser."""
        if self.cycle is not None and not (self._parser.should_upgrade() and self._has_body()):
            self.cycle.heard()

    def _has_body(self) -> bool:
        return any(name in _FRAMING for name, _ in self._headers)

    def _answer(self, cycle: Cycle) -> None:
        self._answered = cycle
        task = self.loop.create_task(cycle.run(self._app))
        self._state.tasks.add(task)
        task.add_done_callback(self._state.tasks.discard)

    def answered(self, *, keep_alive: bool) -> None:
        """A request has its whole answer: the next one is begun, or awaited for a while."""
        self._state.total_requests += 1
        self._answered = None
        transport = self.transport
        if not keep_alive:
            transport.close()
        if transport.is_closing():
            return
        self.resume_reading()
        if self._waiting:
            self._answer(self._waiting.popleft())
            return
        self._idle_since = self.loop.time()
        if self._idle_timer is None:
            self._idle_timer = self.loop.call_later(self._idle_seconds, self._look_at_clock)

    def _look_at_clock(self) -> None:
        """One timer serves every rest of a connection: it looks, and sets itself again."""
        self._idle_timer = None
        if not self._idle_since:
            return
        left = self._idle_since + self._idle_seconds - self.loop.time()
        if left > 0.001:
            self._idle_timer = self.loop.call_later(left, self._look_at_clock)
        else:
            self.transport.close()

    @property
    def default_headers(self) -> list[tuple[bytes, bytes]]:
        """What every answer carries, such as the date, which uvicorn makes anew every second."""
        return self._state.default_headers

    def shutdown(self) -> None:
        """Called when the server is to end: what is being answered is finished first."""
        if self._answered is None:
            self.transport.close()
        else:
            self._answered.keep_alive = False

    def pause_reading(self) -> None:
        """Take nothing more from the client until it is asked for."""
        if not self._read_paused:
            self._read_paused = True
            self.transport.pause_reading()

    def resume_reading(self) -> None:
        """Take what comes."""
        if self._read_paused:
            self._read_paused = False
            self.transport.resume_reading()

    def pause_writing(self) -> None:
        """Called when the client is slower than what is said to it."""
        self.write_paused = True

    def resume_writing(self) -> None:
        """Called when it has caught up, and when it has gone."""
        self.write_paused = False
        if self._drained is not None and not self._drained.done():
            self._drained.set_result(None)
        self._drained = None

    async def drain(self) -> None:
        """Return when the client has caught up, or has gone."""
        if self.write_paused:
            if self._drained is None:
                self._drained = self.loop.create_future()
            await asyncio.shield(self._drained)


def _target(url: bytes) -> tuple[str, bytes, bytes]:
    """Path, path as it came, and query of a request line."""
    parsed = httptools.parse_url(url)
    raw: bytes = parsed.path
    path = raw.decode("ascii")
    return (unquote(path) if "%" in path else path), raw, parsed.query or b""


_known = lru_cache(maxsize=256)(_target)


def _address(found: object) -> tuple[str, int | None] | None:
    """Host and port, as ASGI wants them; a Unix socket has no port."""
    if isinstance(found, tuple | list):
        return str(found[0]), int(found[1])
    return (str(found), None) if found else None
