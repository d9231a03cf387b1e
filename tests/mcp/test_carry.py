"""A request straight into an application of this process, and one over a socket."""

import asyncio
from typing import Any

import pytest

from larouter.core.errors import Unreachable
from larouter.mcp.carry import inside, over_http
from larouter.outbound.transport import Transport
from larouter.testing.fake_openai import FakeOpenAI

CALLER = [
    (b"host", b"me"),
    (b"authorization", b"Bearer lr_x"),
    (b"cookie", b"secret"),
    (b"content-length", b"9"),
]


async def test_the_key_of_the_caller_goes_along_and_nothing_else_of_it() -> None:
    seen: dict[str, Any] = {}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.update(scope, body=(await receive())["body"])
        await send({"type": "http.response.start", "status": 201, "headers": [(b"X-Told", b"yes")]})
        await send({"type": "http.response.body", "body": b"a", "more_body": True})
        await send({"type": "http.response.body", "body": b"b"})

    answer = await inside(app, CALLER)("POST", "/at?x=1", {"a": 1}, {"X-Hint": "h"})
    assert (answer.status, answer.headers, answer.body) == (201, {"x-told": "yes"}, b"ab")
    assert (seen["path"], seen["query_string"], seen["body"]) == ("/at", b"x=1", b'{"a": 1}')
    assert dict(seen["headers"]) == {
        b"host": b"me",
        b"authorization": b"Bearer lr_x",
        b"x-hint": b"h",
        b"content-type": b"application/json",
        b"content-length": b"8",
    }


async def test_who_cancels_is_seen_to_leave() -> None:
    told: list[str] = []
    begun, over = asyncio.Event(), asyncio.Event()

    async def app(_scope: Any, receive: Any, _send: Any) -> None:
        await receive()
        begun.set()
        told.append((await receive())["type"])
        over.set()

    call = asyncio.ensure_future(inside(app, CALLER)("GET", "/"))
    await begun.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    await asyncio.wait_for(over.wait(), 5)
    assert told == ["http.disconnect"]


async def test_over_http_the_token_is_shown() -> None:
    transport = Transport()
    async with FakeOpenAI("m") as fake:
        answer = await over_http(transport, fake.url, "lr_x")("GET", "/v1/models")
        assert answer.status == 200
        assert fake.received[-1].headers["authorization"] == "Bearer lr_x"
    with pytest.raises(Unreachable):
        await over_http(transport, "http://127.0.0.1:1", "lr_x")("GET", "/v1/models")
    await transport.close()
