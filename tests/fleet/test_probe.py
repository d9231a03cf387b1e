"""Which server is there: strangers, closed ports, silence. Each kind has its own file."""

import time

import pytest
from looking import Counting

from larouter.fleet.fetch import Fetch
from larouter.fleet.probe import probe, root
from larouter.testing.http_server import Exchange, HttpServer


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"<html>hello</html>"),
        (200, b""),
        (200, b"[]"),
        (200, b'{"data": "many"}'),
        (200, b'{"data": [{"name": "no id"}]}'),
        (200, b'{"version": 3, "models": [1, 2], "total": null}'),
        (200, b"\xff\xfe"),
        (401, b"<html>who are you</html>"),
        (404, b'{"error": "not found"}'),
        (500, b'{"total": 1}'),
    ],
)
async def test_a_server_that_speaks_another_language_is_not_recognised(
    fetch: Fetch, status: int, body: bytes
) -> None:
    async def route(exchange: Exchange) -> None:
        await exchange.respond(status, body)

    async with HttpServer(route) as server:
        assert await probe(fetch, server.url) is None


async def test_a_closed_port_costs_one_question_and_less_than_10_ms(
    fetch: Fetch, unused_tcp_port: int
) -> None:
    counting = Counting(fetch)
    await probe(fetch, "http://127.0.0.1:9")  # the first thread is not part of the cost
    began = time.perf_counter()
    assert await probe(counting, f"http://127.0.0.1:{unused_tcp_port}") is None
    assert len(counting.asked) == 1
    assert time.perf_counter() - began < 0.01


async def test_a_server_that_never_answers_costs_no_more_than_the_deadline(fetch: Fetch) -> None:
    async def route(exchange: Exchange) -> None:
        await exchange.request.gone.wait()

    async with HttpServer(route) as server:
        began = time.perf_counter()
        assert await probe(fetch, server.url, deadline_seconds=0.3) is None
        assert time.perf_counter() - began < 2.0


@pytest.mark.parametrize("url", ["http://h:1", "http://h:1/", "http://h:1/v1", "http://h:1/v1/"])
def test_an_address_may_end_with_v1(url: str) -> None:
    assert root(url) == "http://h:1"
