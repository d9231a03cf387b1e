"""What a backend answered, and asking through the one door."""

import json

import pytest

from larouter.core.errors import UpstreamError
from larouter.fleet.fetch import Fetch, Response, ask, through
from larouter.outbound.transport import Transport
from larouter.testing.fake_openai import FakeOpenAI
from larouter.testing.http_server import Exchange, HttpServer


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff", b"{", b"[1]", b'"text"', b"null"])
def test_a_body_without_an_object_has_no_members(body: bytes) -> None:
    assert Response(200, {}, body).member("status") is None


def test_a_member_of_an_object_is_found() -> None:
    assert Response(200, {}, b'{"status": "ok"}').member("status") == "ok"
    assert Response(200, {}, b'{"status": "ok"}').json() == {"status": "ok"}


async def test_asking_nobody_brings_none(fetch: Fetch) -> None:
    assert await ask(fetch, "http://127.0.0.1:9/", {}, 1.0) is None


async def test_through_the_one_door_headers_and_bodies_travel_both_ways() -> None:
    transport = Transport()
    fetch = through(transport)
    async with FakeOpenAI("m", key="k") as fake:
        answer = await fetch("GET", f"{fake.url}/v1/models?x=1", {"authorization": "Bearer k"}, b"", 2.0)
        assert [row["id"] for row in json.loads(answer.body)["data"]] == ["m"]
        assert answer.headers["content-type"] == "application/json"
        assert fake.received[0].target == "/v1/models?x=1"
    await transport.close()


async def test_through_the_one_door_silence_ends_at_the_deadline() -> None:
    async def mute(exchange: Exchange) -> None:
        await exchange.request.gone.wait()

    transport = Transport()
    async with HttpServer(mute) as server:
        with pytest.raises(UpstreamError):
            await through(transport)("GET", f"{server.url}/", {}, b"", 0.2)
    await transport.close()
