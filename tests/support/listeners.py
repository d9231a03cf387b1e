"""Little servers that write down what they are told: an HTTP server and a mail server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class Heard:
    """What came in.

    Attributes:
        port: Where it listens.
        requests: Head and body of each request, or each mail.
        answers: Statuses to answer with, in turn; 200 when they are used up.
    """

    port: int = 0
    requests: list[tuple[str, bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)


@asynccontextmanager
async def listening() -> AsyncIterator[Heard]:
    """An HTTP server."""
    heard = Heard()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next(
            int(line.split(":")[1]) for line in head.splitlines() if line.startswith("content-length")
        )
        heard.requests.append((head, await reader.readexactly(length)))
        status = heard.answers.pop(0) if heard.answers else 200
        writer.write(
            f"HTTP/1.1 {status} X\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n".encode()
        )
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    heard.port = server.sockets[0].getsockname()[1]
    async with server:
        yield heard


@asynccontextmanager
async def taking_mail() -> AsyncIterator[Heard]:
    """A mail server without TLS, on this machine."""
    heard = Heard()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                writer.write(b"354 go on\r\n")
                heard.requests.append(("", await reader.readuntil(b"\r\n.\r\n")))
            writer.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 well\r\n")
            if verb == b"QUIT":
                break
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    heard.port = server.sockets[0].getsockname()[1]
    async with server:
        yield heard
