"""The little server: what it understands, byte by byte."""

import asyncio

import pytest

from larouter.testing.http_server import Exchange, HttpServer, Received


async def echo(exchange: Exchange) -> None:
    await exchange.respond_json(200, {"got": exchange.request.body.decode()}, {"x-a": "1"})


async def talk(server: HttpServer, *pieces: bytes, until: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(server.url.rsplit(":", 1)[1]))
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(0)
    async with asyncio.timeout(5):
        answer = await reader.readuntil(until)
    writer.close()
    return answer


async def test_a_request_may_arrive_in_any_pieces() -> None:
    whole = b"POST /a?b=1 HTTP/1.1\r\nContent-Length: 5\r\nX-Y: z\r\n\r\nhello"
    async with HttpServer(echo) as server:
        for cut in range(1, len(whole), 7):
            await talk(server, whole[:cut], whole[cut:], until=b'{"got":"hello"}')
        request = server.received[-1]
    assert (request.method, request.path, request.target) == ("POST", "/a", "/a?b=1")
    assert request.headers == {"content-length": "5", "x-y": "z"}
    assert request.head + request.body == whole


async def test_two_requests_at_once_are_answered_one_after_the_other() -> None:
    one = b"POST / HTTP/1.1\r\ncontent-length: 1\r\n\r\n1"
    async with HttpServer(echo) as server:
        answer = await talk(server, one + one.replace(b"\n1", b"\n2"), until=b'{"got":"2"}')
    assert answer.index(b'{"got":"1"}') < answer.index(b'{"got":"2"}')


async def test_headers_of_the_answer_are_written_as_given() -> None:
    async with HttpServer(echo) as server:
        answer = await talk(server, b"GET / HTTP/1.1\r\n\r\n", until=b"}")
    assert answer.startswith(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-a: 1\r\n")


@pytest.mark.filterwarnings("ignore")
async def test_a_handler_that_breaks_resets_the_connection(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(_: Exchange) -> None:
        raise RuntimeError("a fault in the test")

    async with HttpServer(broken) as server:
        with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
            await talk(server, b"GET / HTTP/1.1\r\n\r\n", until=b"never")
    assert "a fault in the test" in caplog.text


async def test_waiting_ends_when_the_client_goes() -> None:
    ended: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    async def patient(exchange: Exchange) -> None:
        ended.set_result(await exchange.wait(30))

    async with HttpServer(patient) as server:
        _, writer = await asyncio.open_connection("127.0.0.1", int(server.url.rsplit(":", 1)[1]))
        writer.write(b"GET / HTTP/1.1\r\n\r\n")
        await writer.drain()
        while not server.received:  # noqa: ASYNC110 - the server has no event for it
            await asyncio.sleep(0.001)
        writer.close()
        async with asyncio.timeout(5):
            assert await ended is False


def test_a_body_that_is_no_object_reads_as_an_empty_one() -> None:
    for body in (b"", b"[]", b"{", b"\xff"):
        assert Received("POST", "/", {}, b"", body).json() == {}
