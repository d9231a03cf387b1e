"""Every fault does something: no client that reads with care takes a spoilt answer for a good one."""

import asyncio
import json
from typing import get_args

import pytest
from looking import chat

from larouter.core.errors import UpstreamError
from larouter.fleet.fetch import Fetch, Response
from larouter.testing import faults
from larouter.testing.fake_openai import FakeOpenAI

EXCEPTIONS = {("ErrorEvent", False), ("ShortBody", True), ("SlowStart", True), ("SlowStart", False)}
CASES = [
    pytest.param(kind, stream, id=f"{kind.__name__}-{'stream' if stream else 'json'}")
    for kind in get_args(faults.Fault)
    for stream in (True, False)
    if (kind.__name__, stream) not in EXCEPTIONS
]


def is_good(answer: Response, *, stream: bool) -> bool:
    try:
        if not stream:
            return answer.status == 200 and bool(json.loads(answer.body)["choices"])
        *events, done, rest = answer.body.split(b"\n\n")
        finished = [
            json.loads(event.removeprefix(b"data: "))["choices"][0]["finish_reason"] for event in events
        ]
    except (ValueError, KeyError):
        return False
    return (done, rest, finished[-1]) == (b"data: [DONE]", b"", "stop")


@pytest.mark.parametrize(("kind", "stream"), CASES)
async def test_a_fault_spoils_one_answer_and_not_the_next(fetch: Fetch, kind: type, stream: bool) -> None:
    async with FakeOpenAI(faults=[kind(), None]) as fake:
        try:
            async with asyncio.timeout(0.5):
                spoilt = await chat(fetch, fake.url, model="gpt-fake", stream=stream)
        except (UpstreamError, TimeoutError):
            pass
        else:
            assert not is_good(spoilt, stream=stream)
        assert is_good(await chat(fetch, fake.url, model="gpt-fake", stream=stream), stream=stream)
