"""The head of a request within its limits: what is longer is refused before the whole of it is in memory.

The HTTP parser keeps a head until it has ended, however long that takes; so bytes are counted as they arrive, and a
connection whose head does not end in time is closed.
"""

import asyncio

from larouter.api.connection import Connection
from larouter.core.errors import HeadTooLarge
from larouter.ingress.errors import body_of, headers_of

END = b"\r\n\r\n"
LINGER_SECONDS = 1.0
MOST_SWALLOWED_BYTES = 1_000_000
HEAD_SECONDS = 60.0


class BoundedHead(Connection):
    """A connection whose heads are no longer than `most_bytes` and come within `seconds`; made by `bounded`."""

    most_bytes = 65_536
    seconds = HEAD_SECONDS
    _clock: asyncio.TimerHandle | None = None  # runs while a head is awaited or has not ended
    _head = 0  # bytes that came so far of a head that has not ended
    _tail = b""
    _refused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called once there is a connection; its first head is awaited from now on."""
        super().connection_made(transport)
        self._clock = self.loop.call_later(self.seconds, self._too_slow)

    def connection_lost(self, exc: Exception | None) -> None:
        """Called when it has gone."""
        self._stop_clock()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Called with what the client sent."""
        if self._refused:
            self._swallow(len(data))
        elif (
            self._head + len(data) > self.most_bytes
            and self._awaits_head()
            and (self._tail + data).find(END, 0, self.most_bytes - self._head + len(self._tail)) < 0
        ):
            self._refuse()
        else:
            super().data_received(data)
            if self.head_begun:
                self._head += len(data)
                self._tail = data[-len(END) + 1 :]
                if self._clock is None:
                    self._clock = self.loop.call_later(self.seconds, self._too_slow)
            elif self._clock is not None:
                self._stop_clock()
                self._head, self._tail = 0, b""

    def _awaits_head(self) -> bool:
        return self.head_begun or self.cycle is None or not self.cycle.more_body

    def _stop_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _too_slow(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self._clock = self.loop.call_later(self.seconds, self._too_slow)  # it is still being answered
        else:
            self._clock = None
            self.transport.close()

    def _refuse(self) -> None:
        error = HeadTooLarge(
            f"the request line and headers are longer than {self.most_bytes:,} bytes; send less, or ask the "
            "operator to raise server.max_header_bytes"
        )
        body = body_of(error)
        lines = [b"HTTP/1.1 431 Request Header Fields Too Large", b"connection: close"]
        lines += [b"%s: %s" % pair for pair in headers_of(error)]
        lines.append(b"content-length: %d" % len(body))
        self._refused, self._head = True, 0
        self.transport.write(b"\r\n".join(lines) + END + body)
        self.loop.call_later(LINGER_SECONDS, self.transport.close)

    def _swallow(self, size: int) -> None:
        """Let a client finish its sentence, within reason: closed at once, the answer would be lost to it."""
        self._head += size
        if self._head > MOST_SWALLOWED_BYTES:
            self.transport.close()


def bounded(most_bytes: int, seconds: float = HEAD_SECONDS) -> type[BoundedHead]:
    """The protocol of connections whose heads have at most so many bytes and take at most so long."""
    return type("BoundedHead", (BoundedHead,), {"most_bytes": most_bytes, "seconds": seconds})
