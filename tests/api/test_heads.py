"""The head of a request within its limit, over real connections."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator

import pytest
import uvicorn
from uvicorn.server import ServerState

from larouter.api.asgi import Receive, Scope, Send, send_json
from larouter.api.heads import BoundedHead, bounded

MOST = 8192
REQUEST = b"POST / HTTP/1.1\r\nhost: h\r\ncontent-length: %d\r\nx-filler: %s\r\n\r\n"


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    size = 0
    more = True
    while more:
        message = await receive()
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    await send_json(send, 200, {"body": size})


@contextlib.asynccontextmanager
async def serving(protocol: type[BoundedHead]) -> AsyncIterator[int]:
    config = uvicorn.Config(echo, log_config=None, ws="none", lifespan="off")
    config.load()
    state = ServerState()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: protocol(config, state, {}), "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()
    for connection in list(state.connections):
        connection.transport.close()


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async with serving(bounded(MOST)) as port:
        yield port


async def say(port: int, *parts: bytes) -> bytes:
    """What is answered to parts that come one after the other."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    with contextlib.suppress(ConnectionError):
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0.01)
    try:
        async with asyncio.timeout(5):
            return await reader.readuntil(b"}")
    finally:
        writer.close()


def asking(size: int, body: bytes = b"") -> bytes:
    """A request whose head has exactly that many bytes."""
    bare = len(REQUEST % (len(body), b""))
    return REQUEST % (len(body), b"x" * (size - bare)) + body


@pytest.mark.parametrize("step", [1_000_000, 1000])
async def test_a_head_of_just_the_limit_passes_and_one_more_byte_is_refused(port: int, step: int) -> None:
    def parts(whole: bytes) -> list[bytes]:
        return [whole[at : at + step] for at in range(0, len(whole), step)]

    assert (await say(port, *parts(asking(MOST)))).startswith(b"HTTP/1.1 200")
    answer = await say(port, *parts(asking(MOST + 1)))
    assert answer.startswith(b"HTTP/1.1 431 Request Header Fields Too Large\r\n")
    assert b"connection: close" in answer
    error = json.loads(answer.partition(b"\r\n\r\n")[2] + b"}")["error"]
    assert error["code"] == "request_header_too_large"
    assert "8,192 bytes" in error["message"]


async def test_a_head_that_never_ends_is_cut_off(port: int) -> None:
    endless = [b"GET / HTTP/1.1\r\nhost: h\r\nx-a: "] + [b"y" * 1000] * 20
    assert (await say(port, *endless)).startswith(b"HTTP/1.1 431")


async def test_a_body_may_be_longer_than_a_head(port: int) -> None:
    body = b"b" * 100_000
    whole = asking(400, body)
    assert b'"body":100000' in await say(port, whole)
    assert b'"body":100000' in await say(port, whole[:500], whole[500:60_000], whole[60_000:])


async def test_heads_after_a_body_on_one_connection_are_counted_anew(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(3):
        writer.write(asking(MOST - 100, b"b" * 20_000))
        assert b'"body":20000' in await reader.readuntil(b"}")
    writer.write(asking(MOST + 500))
    assert b"HTTP/1.1 431" in await reader.readuntil(b"}")
    writer.close()


@pytest.fixture
async def impatient() -> AsyncIterator[int]:
    """A server that waits a twentieth of a second for a head."""
    async with serving(bounded(MOST, 0.05)) as port:
        yield port


@pytest.mark.parametrize("begun", [b"", b"POST / HTTP/1.1\r\nhost: h\r\nx-one: 1\r\n"])
async def test_a_connection_whose_head_does_not_end_in_time_is_closed(impatient: int, begun: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", impatient)
    writer.write(begun)
    assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()


async def test_a_second_head_that_does_not_end_in_time_closes_what_was_kept_open(impatient: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", impatient)
    writer.write(asking(200))
    await asyncio.wait_for(reader.readuntil(b"}"), 5)
    writer.write(b"POST / HTTP/1.1\r\n")
    assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()


async def test_a_head_in_time_is_answered_however_long_its_body_takes(impatient: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", impatient)
    writer.write(asking(200, b"12345")[:-1])
    await asyncio.sleep(0.2)
    writer.write(b"5")
    assert (await asyncio.wait_for(reader.readuntil(b"}"), 5)).endswith(b'{"body":5}')
    writer.close()
