"""HTTP/1.1 as clients speak it, over real connections."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
import uvicorn
from uvicorn.server import ServerState

from larouter.api.asgi import App, Receive, Scope, Send, send_json
from larouter.api.connection import Connection

POST = b"POST /v1/x?a=b HTTP/1.1\r\nhost: h\r\ncontent-length: 2\r\n\r\nhi"
GET = b"GET / HTTP/1.1\r\nhost: h\r\n\r\n"


async def body_of(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message["body"]
        more = message["more_body"]
    return body


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    said = {"path": scope["path"], "query": scope["query_string"].decode(), "method": scope["method"]}
    await send_json(send, 200, {**said, "body": (await body_of(receive)).decode()})


@contextlib.asynccontextmanager
async def connected(
    app: App, idle_seconds: int = 5
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    config = uvicorn.Config(app, log_config=None, ws="none", lifespan="off", timeout_keep_alive=idle_seconds)
    config.load()
    state = ServerState()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(config, state, {}), "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.sockets[0].getsockname()[1])
    try:
        async with asyncio.timeout(10):
            yield reader, writer
    finally:
        writer.close()
        server.close()
        for connection in list(state.connections):
            connection.transport.close()


async def test_a_request_arrives_with_its_path_its_query_and_its_body() -> None:
    async with connected(echo) as (reader, writer):
        writer.write(POST)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 OK\r\n")
        assert await reader.readuntil(b"}") == b'{"path":"/v1/x","query":"a=b","method":"POST","body":"hi"}'


async def test_an_escaped_path_arrives_unescaped() -> None:
    async with connected(echo) as (reader, writer):
        writer.write(GET.replace(b"GET /", b"GET /a%20b"))
        assert b'"path":"/a b"' in await reader.readuntil(b"}")


async def test_head_and_body_of_a_whole_answer_leave_in_one_write() -> None:
    written: list[bytes] = []

    async def spied(scope: Scope, receive: Receive, send: Send) -> None:
        cycle = scope["extensions"]["larouter.presence"]
        transport = cycle._connection.transport

        class Spy:
            def __getattr__(self, name: str) -> object:
                return getattr(transport, name)

            def write(self, data: bytes) -> None:
                written.append(data)
                transport.write(data)

        cycle._connection.transport = Spy()
        await echo(scope, receive, send)

    async with connected(spied) as (reader, writer):
        writer.write(POST)
        await reader.readuntil(b"}")
    assert len(written) == 1


async def test_requests_that_are_sent_at_once_are_answered_one_after_the_other() -> None:
    async with connected(echo) as (reader, writer):
        writer.write(POST + GET.replace(b"GET /", b"GET /second"))
        assert b'"body":"hi"' in await reader.readuntil(b"}")
        assert b'"path":"/second"' in await reader.readuntil(b"}")


async def test_a_stream_is_cut_into_chunks_and_its_head_waits_for_no_part() -> None:
    go_on = asyncio.Event()

    async def stream(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]}
        )
        await go_on.wait()
        await send({"type": "http.response.body", "body": b"one", "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async with connected(stream) as (reader, writer):
        writer.write(GET)
        assert b"transfer-encoding: chunked" in await reader.readuntil(b"\r\n\r\n")
        go_on.set()
        assert await reader.readuntil(b"0\r\n\r\n") == b"3\r\none\r\n0\r\n\r\n"


async def test_a_stream_to_an_old_client_ends_with_its_connection() -> None:
    async def stream(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"one", "more_body": True})
        await send({"type": "http.response.body", "body": b"two"})

    async with connected(stream) as (reader, writer):
        writer.write(b"GET / HTTP/1.0\r\n\r\n")
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        assert b"chunked" not in head
        assert body == b"onetwo"


async def test_a_client_that_asks_whether_to_go_on_is_told_to() -> None:
    async with connected(echo) as (reader, writer):
        head, _, body = POST.partition(b"\r\n\r\n")
        writer.write(head + b"\r\nexpect: 100-continue\r\n\r\n")
        assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        writer.write(body)
        assert b'"body":"hi"' in await reader.readuntil(b"}")


async def test_a_client_that_would_rather_speak_http_2_is_answered_in_http_1() -> None:
    async with connected(echo) as (reader, writer):
        writer.write(GET.replace(b"\r\n\r\n", b"\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n"))
        assert b'"method":"GET"' in await reader.readuntil(b"}")


@pytest.mark.parametrize(
    "body", [b"content-length: 2\r\n\r\nhi", b"transfer-encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n"]
)
@pytest.mark.parametrize("size", [1, 1000])
async def test_a_client_that_would_rather_speak_http_2_loses_neither_its_body_nor_what_follows(
    body: bytes, size: int
) -> None:
    said = (
        b"POST /java HTTP/1.1\r\nhost: h\r\nconnection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\n"
        + body
        + GET
    )
    async with connected(echo) as (reader, writer):
        for at in range(0, len(said), size):
            writer.write(said[at : at + size])
            await writer.drain()
            await asyncio.sleep(0)
        assert b'"path":"/java","query":"","method":"POST","body":"hi"' in await reader.readuntil(b"}")
        assert b'"path":"/","query":"","method":"GET","body":""' in await reader.readuntil(b"}")


async def refuse(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send_json(send, 401, {})


async def test_a_client_that_is_refused_before_it_may_go_on_is_told_that_the_connection_ends() -> None:
    async with connected(refuse) as (reader, writer):
        head, _, _ = POST.partition(b"\r\n\r\n")
        writer.write(head + b"\r\nexpect: 100-continue\r\n\r\n")
        answer = await reader.read()
        assert answer.startswith(b"HTTP/1.1 401 ")
        assert b"connection: close" in answer


async def test_a_refused_request_whose_body_stops_coming_does_not_hold_its_connection() -> None:
    async with connected(refuse, idle_seconds=1) as (reader, writer):
        writer.write(POST.replace(b"hi", b""))
        await reader.readuntil(b"{}")
        writer.write(b"h")
        assert await reader.read() == b""


async def test_what_is_not_http_is_told_why() -> None:
    async with connected(echo) as (reader, writer):
        writer.write(POST.replace(b"host: h", b"host: h\r\ncontent-length: 3"))
        assert b"Content-Length" in await reader.read()


async def test_what_is_not_http_is_refused_and_ends_the_connection() -> None:
    async with connected(echo) as (reader, writer):
        writer.write(b"\x16\x03\x01 hello\r\n\r\n")
        assert (await reader.read()).startswith(b"HTTP/1.1 400 ")


async def test_a_connection_that_rests_for_long_is_closed() -> None:
    async with connected(echo, idle_seconds=1) as (reader, writer):
        writer.write(GET)
        await reader.readuntil(b"}")
        assert await reader.read() == b""


async def test_a_client_that_ends_the_connection_with_its_request_gets_its_answer_first() -> None:
    async with connected(echo) as (reader, writer):
        writer.write(POST.replace(b"host: h", b"host: h\r\nconnection: close"))
        answer = await reader.read()
        assert b"connection: close" in answer
        assert answer.endswith(b'"body":"hi"}')


async def test_an_answer_to_head_has_no_body() -> None:
    async with connected(echo) as (reader, writer):
        writer.write(GET.replace(b"GET", b"HEAD") + POST)
        answer = await reader.readuntil(b"}")
        assert answer.count(b"HTTP/1.1 200 OK") == 2
        assert b'"method":"HEAD"' not in answer
