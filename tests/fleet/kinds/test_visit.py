"""A visit: one deadline for all questions, and none asked twice."""

import asyncio
import time
from collections.abc import Mapping

from larouter.core.errors import Unreachable
from larouter.fleet.fetch import Response
from larouter.fleet.kinds.visit import Visit


class Upstream:
    """A server in the mind: remembers what it was asked."""

    def __init__(self, seconds: float = 0.0, error: Exception | None = None) -> None:
        self.asked: list[tuple[str, str, bytes, float]] = []
        self.seconds = seconds
        self.error = error

    async def __call__(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, deadline_seconds: float
    ) -> Response:
        self.asked.append((method, url, body, deadline_seconds))
        await asyncio.sleep(self.seconds)
        if self.error:
            raise self.error
        return Response(200, {}, b'{"it": 1}')


async def test_a_question_is_asked_once() -> None:
    upstream = Upstream()
    visit = Visit(upstream, "http://h", {}, 1.0)
    assert await visit.get_json("/a") == {"it": 1}
    assert await visit.get_json("/a") == {"it": 1}
    assert [url for _, url, _, _ in upstream.asked] == ["http://h/a"]


async def test_posting_sends_json_every_time() -> None:
    upstream = Upstream()
    visit = Visit(upstream, "http://h", {}, 1.0)
    for _ in range(2):
        assert await visit.post_json("/b", {"model": "m"}) == {"it": 1}
    assert [(method, body) for method, _, body, _ in upstream.asked] == [("POST", b'{"model": "m"}')] * 2


async def test_nobody_there_is_none() -> None:
    visit = Visit(Upstream(error=Unreachable("no")), "http://h", {}, 1.0)
    assert await visit.get("/a") is None
    assert await visit.get_json("/b") is None
    assert await visit.post_json("/c", {}) is None


async def test_after_the_deadline_nothing_is_asked_any_more() -> None:
    upstream = Upstream(seconds=30)
    visit = Visit(upstream, "http://h", {}, 0.05)
    began = time.monotonic()
    assert await visit.get("/a") is None
    assert await visit.get("/b") is None
    assert time.monotonic() - began < 5
    assert len(upstream.asked) == 1
    assert upstream.asked[0][3] <= 0.05
