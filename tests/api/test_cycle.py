"""One request and its answer, as an application sees them."""

import asyncio

import pytest
from tests.api.test_connection import GET, POST, body_of, connected

from larouter.api.asgi import PRESENCE, Receive, Scope, Send, send_json


async def test_a_body_that_came_with_its_head_is_there_at_once() -> None:
    found: list[bytes | None] = []

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        found.append(scope["extensions"][PRESENCE].take_whole())
        await send_json(send, 200, {})

    async with connected(app) as (reader, writer):
        writer.write(POST)
        await reader.readuntil(b"}")
    assert found == [b"hi"]


async def test_a_body_that_is_still_coming_has_to_be_asked_for() -> None:
    found: list[bytes | None] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        found.append(scope["extensions"][PRESENCE].take_whole())
        found.append(await body_of(receive))
        await send_json(send, 200, {})

    async with connected(app) as (reader, writer):
        writer.write(POST[:-1])
        await asyncio.sleep(0.01)
        writer.write(POST[-1:])
        await reader.readuntil(b"}")
    assert found == [None, b"hi"]


async def test_whoever_listens_is_told_that_the_client_has_gone() -> None:
    gone = asyncio.Event()

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        scope["extensions"][PRESENCE].on_leave(gone.set)
        await gone.wait()

    async with connected(app) as (_, writer):
        writer.write(POST)
        await asyncio.sleep(0.01)
        writer.close()
        await gone.wait()


async def test_whoever_asks_is_told_that_the_client_has_gone() -> None:
    said: asyncio.Queue[str] = asyncio.Queue()

    async def app(_scope: Scope, receive: Receive, _send: Send) -> None:
        await body_of(receive)
        said.put_nowait((await receive())["type"])

    async with connected(app) as (_, writer):
        writer.write(POST)
        await asyncio.sleep(0.01)
        writer.close()
        assert await said.get() == "http.disconnect"


@pytest.mark.parametrize("header", [(b"x", b"a\r\nset-cookie: b"), (b"x\nz", b"a"), (b"x", b"a\0")])
async def test_a_header_with_a_line_break_never_leaves(header: tuple[bytes, bytes]) -> None:
    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [header]})
        await send({"type": "http.response.body", "body": b"secret"})

    async with connected(app) as (reader, writer):
        writer.write(GET)
        answer = await reader.read()
        assert answer.startswith(b"HTTP/1.1 500 ")
        assert b"cookie" not in answer


async def test_an_application_that_fails_is_answered_for() -> None:
    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise ValueError

    async with connected(app) as (reader, writer):
        writer.write(GET)
        assert (await reader.read()).startswith(b"HTTP/1.1 500 ")


async def test_an_answer_that_breaks_off_ends_the_connection_short_of_its_length() -> None:
    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"9")]})
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
        raise ValueError

    async with connected(app) as (reader, writer):
        writer.write(GET)
        assert (await reader.read()).endswith(b"\r\n\r\nhalf")
