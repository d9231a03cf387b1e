"""A server of which a test writes every byte, on a real socket."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from larouter.background import spawn


@dataclass(slots=True)
class Talk:
    """One connection to the server.

    Attributes:
        number: 0 for the first.
        reader: What comes.
        writer: What goes.
        gone: Set when the other side has ended the connection.
    """

    number: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    async def request(self) -> bytes:
        """The next request, head and body; empty when there is none."""
        try:
            head = await self.reader.readuntil(b"\r\n\r\n")
            length = next(
                int(line.split(b":")[1])
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length:")
            )
            return head + await self.reader.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError):
            self.gone.set()
            return b""

    async def say(self, *parts: bytes) -> None:
        """Send the parts, each in a packet of its own as far as that can be had."""
        for part in parts:
            self.writer.write(part)
            await self.writer.drain()
            await asyncio.sleep(0)

    async def until_gone(self) -> None:
        """Wait for the other side to end the connection."""
        try:
            while await self.reader.read(65536):
                pass
        except ConnectionError:
            pass
        self.gone.set()


@dataclass(slots=True)
class Place:
    """Where the server listens, and who came."""

    port: int
    talks: list[Talk]


Script = Callable[[Talk], Awaitable[None]]


@asynccontextmanager
async def listening(script: Script, tls: ssl.SSLContext | None = None) -> AsyncIterator[Place]:
    """Serve every connection by the script."""
    talks: list[Talk] = []
    running: list[asyncio.Task[None]] = []

    async def serve(talk: Talk) -> None:
        try:
            await script(talk)
        except ConnectionError:
            talk.gone.set()
        finally:
            talk.writer.close()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks.append(Talk(len(talks), reader, writer))
        running.append(spawn(serve(talks[-1]), "raw server"))

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=tls)
    try:
        yield Place(server.sockets[0].getsockname()[1], talks)
    finally:
        server.close()
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def answering(*parts: bytes) -> Script:
    """A server that gives the same answer to every request of a connection."""

    async def script(talk: Talk) -> None:
        while await talk.request():
            await talk.say(*parts)

    return script


def once(*parts: bytes) -> Script:
    """A server that gives one answer and ends the connection in order."""

    async def script(talk: Talk) -> None:
        await talk.request()
        await talk.say(*parts)

    return script
