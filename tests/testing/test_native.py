"""Pace and faults, as any fake with a protocol of its own plays them, seen through the official Anthropic SDK."""

import time

import anthropic
import httpx2
import pytest

from larouter.testing import faults
from larouter.testing.completions import Answer
from larouter.testing.fake_anthropic import KEY, FakeAnthropic
from larouter.testing.native import seal
from larouter.testing.scripted import Pace

ASKED = {"model": "claude-opus-5-5", "max_tokens": 50, "messages": [{"role": "user", "content": "hello"}]}
TEXT = "One two three four five six."


def sdk(fake: FakeAnthropic) -> anthropic.AsyncAnthropic:
    return anthropic.AsyncAnthropic(base_url=fake.url, api_key=KEY, max_retries=0, timeout=2)


async def streamed(fake: FakeAnthropic) -> str:
    text = ""
    async with sdk(fake) as api, api.messages.stream(**ASKED) as events:
        async for word in events.text_stream:
            text += word
    return text


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (faults.ResetBeforeHeaders(), anthropic.APIConnectionError),
        (faults.Status(429, retry_after="7"), anthropic.RateLimitError),
        (faults.Status(529), anthropic.InternalServerError),
        (faults.ResetAfterHeaders(), (anthropic.APIError, httpx2.HTTPError)),
        (faults.ShortBody(), (anthropic.APIError, httpx2.HTTPError)),
        (faults.Stall(), anthropic.APITimeoutError),
    ],
)
async def test_a_fault_happens_once_and_then_all_is_well(fault: faults.Fault, error: type[Exception]) -> None:
    async with FakeAnthropic(answer=Answer(TEXT), faults=[fault]) as fake, sdk(fake) as api:
        with pytest.raises(error):
            await api.messages.create(**ASKED)
        assert (await api.messages.create(**ASKED)).content[0].text == TEXT
        assert fake.refused == []
        assert len(fake.asked) == 2


@pytest.mark.parametrize(
    "fault", [faults.Cut(5), faults.Cut(5, "close"), faults.ResetAfterHeaders(), faults.ErrorEvent(5)]
)
async def test_a_stream_breaks_where_the_script_says(fault: faults.Fault) -> None:
    async with FakeAnthropic(answer=Answer(TEXT), faults=[fault]) as fake:
        with pytest.raises((anthropic.APIError, httpx2.HTTPError)):
            await streamed(fake)
        assert b"message_stop" not in fake.asked[0].sent
        assert await streamed(fake) == TEXT


async def test_a_stream_may_end_in_order_and_yet_too_early() -> None:
    async with FakeAnthropic(answer=Answer(TEXT), faults=[faults.Cut(4, "end")]) as fake:
        assert await streamed(fake) == "One"
        assert b"message_stop" not in fake.asked[0].sent


async def test_html_and_broken_json_come_where_json_is_expected() -> None:
    script = [faults.Html(502), faults.Malformed()]
    async with FakeAnthropic(faults=script) as fake, httpx2.AsyncClient() as http:
        headers = {"x-api-key": KEY, "anthropic-version": "2023-06-01"}
        page = await http.post(f"{fake.url}/v1/messages", json=ASKED, headers=headers)
        broken = await http.post(f"{fake.url}/v1/messages", json=ASKED, headers=headers)
    assert (page.status_code, page.headers["content-type"]) == (502, "text/html; charset=utf-8")
    assert (broken.status_code, broken.content) == (200, b'{"broken": [')


async def test_a_slow_start_and_a_pace_take_their_time() -> None:
    pace = Pace(token_seconds=0.02)
    async with FakeAnthropic(answer=Answer(TEXT), faults=[faults.SlowStart(0.2)], pace=pace) as fake:
        began = time.perf_counter()
        assert await streamed(fake) == TEXT
    assert time.perf_counter() - began >= 0.2 + 6 * 0.02


async def test_an_answer_may_depend_on_the_request_and_change() -> None:
    async with FakeAnthropic(answer=lambda it: Answer(str(it.json()["max_tokens"]))) as fake:
        assert await streamed(fake) == "50"
        fake.answer = Answer("Other.")
        assert await streamed(fake) == "Other."


def test_a_seal_is_of_all_its_parts_and_their_borders() -> None:
    assert seal("a", "b") == seal("a", "b")
    assert len({seal("a", "b"), seal("ab"), seal("b", "a"), seal("a", "b", "")}) == 4
