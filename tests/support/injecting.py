"""A door for clients that cannot show a token: it adds one to every request on its way to the router."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Self


class Injecting:
    """Listens on loopback and passes on, one request for each connection.

    Args:
        host: Of the router.
        port: Of the router.
        token: What is shown to it.
    """

    def __init__(self, host: str, port: int, token: str) -> None:
        self._to = (host, port)
        self._header = f"Authorization: Bearer {token}\r\nConnection: close\r\n".encode()
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._pass_on, "127.0.0.1")
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            first = await reader.readline()
            lines = [line async for line in _head(reader)]
            length = next(
                (int(line.split(b":")[1]) for line in lines if line.lower().startswith(b"content-length:")), 0
            )
            body = await reader.readexactly(length)
            kept = [line for line in lines if not line.lower().startswith(b"connection:")]
            there, back = await asyncio.open_connection(*self._to)
            back.write(b"".join([first, self._header, *kept, b"\r\n", body]))
            await back.drain()
            while data := await there.read(65_536):
                writer.write(data)
                await writer.drain()
            back.close()
        writer.close()


async def _head(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while (line := await reader.readline()) not in (b"\r\n", b""):
        yield line
