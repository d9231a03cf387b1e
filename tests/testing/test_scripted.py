"""What all fakes share: pace, counting, and answers that follow from the request."""

import asyncio
import time

from looking import chat

from larouter.fleet.fetch import Fetch
from larouter.testing.fake_openai import FakeOpenAI
from larouter.testing.http_server import Received
from larouter.testing.scripted import Answer, Pace


async def test_a_stream_takes_as_long_as_its_pace_says(fetch: Fetch) -> None:
    async with FakeOpenAI(answer=Answer("a b c d e"), pace=Pace(0.1, 0.02)) as fake:
        began = time.monotonic()
        await chat(fetch, fake.url, model="gpt-fake", stream=True)
        assert time.monotonic() - began >= 0.1 + 4 * 0.02


async def test_a_whole_answer_takes_as_long_as_its_stream_would(fetch: Fetch) -> None:
    async with FakeOpenAI(answer=Answer("a b c d e"), pace=Pace(0.1, 0.02)) as fake:
        began = time.monotonic()
        await chat(fetch, fake.url, model="gpt-fake")
        assert time.monotonic() - began >= 0.1 + 4 * 0.02


async def test_the_pace_may_follow_from_the_request(fetch: Fetch) -> None:
    seen: list[bytes] = []

    def pace(request: Received) -> Pace:
        seen.append(request.body)
        return Pace()

    async with FakeOpenAI(pace=pace) as fake:
        await chat(fetch, fake.url, model="gpt-fake")
        assert seen == [fake.received[0].body]


async def test_requests_at_once_are_counted(fetch: Fetch) -> None:
    async with FakeOpenAI(pace=Pace(0.1)) as fake:
        await asyncio.gather(*(chat(fetch, fake.url, model="gpt-fake") for _ in range(4)))
        assert fake.most_in_flight == 4
        assert fake.in_flight == 0
