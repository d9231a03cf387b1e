"""The traffic of a demonstration, against the strict fake."""

import asyncio
import collections
import json
import os
import subprocess
import sys

from larouter.testing.demo_prompts import CONVERSATIONS
from larouter.testing.fake_openai import FakeOpenAI
from larouter.testing.faults import ResetBeforeHeaders, Status
from larouter.testing.strict import complaint
from larouter.testing.traffic import Caller, dice_of, next_body, run

COMMAND = [sys.executable, "-m", "larouter.testing.traffic"]


def test_the_mix_is_as_announced_and_every_request_is_valid() -> None:
    dice = dice_of(1)
    bodies = [next_body(dice) for _ in range(3000)]
    assert [complaint(body) for body in bodies] == [None] * 3000
    kinds = {turns: kind for kind, it in CONVERSATIONS.items() for turns in it.conversations}
    seen = collections.Counter(
        kinds[tuple(message["content"] for message in body["messages"])] for body in bodies
    )
    total = sum(kind.share for kind in CONVERSATIONS.values())
    for name, kind in CONVERSATIONS.items():
        assert abs(seen[name] / 3000 - kind.share / total) < 0.04
    assert 0.5 < sum(body.get("stream") is True for body in bodies) / 3000 < 0.7


def test_the_same_seed_sends_the_same_requests() -> None:
    one, two = dice_of(3), dice_of(3)
    assert [next_body(one) for _ in range(20)] == [next_body(two) for _ in range(20)]


async def test_so_many_requests_arrive_with_their_token() -> None:
    async with FakeOpenAI("auto", key="secret") as fake:
        await run(Caller(fake.url, "secret"), 500.0, 1, 25, asyncio.Event())
        assert len(fake.chats) == 25
        assert all(request.sent for request in fake.chats)


async def test_errors_are_counted_and_do_not_stop_it() -> None:
    async with FakeOpenAI("auto", faults=[Status(429), ResetBeforeHeaders()]) as fake:
        caller = Caller(fake.url, "")
        body = {"model": "auto", "messages": [{"role": "user", "content": "hi"}]}
        assert (await caller.ask(body)).status == 429
        broken = await caller.ask(body)
        assert (broken.status, bool(broken.error)) == (0, True)
        assert (await caller.ask(body)).status == 200
    gone = await caller.ask(body)
    assert (gone.status, bool(gone.error)) == (0, True)


async def test_told_to_stop_it_stops() -> None:
    over = asyncio.Event()
    async with FakeOpenAI("auto") as fake:
        over.set()
        async with asyncio.timeout(2):
            await run(Caller(fake.url, ""), 0.001, 1, 0, over)


async def test_as_a_command_it_prints_a_line_for_each_answer() -> None:
    async with FakeOpenAI("auto", key="t") as fake:
        process = await asyncio.create_subprocess_exec(
            *COMMAND, "--url", fake.url, "--rate", "200", "--count", "3",
            env={**os.environ, "LAROUTER_TOKEN": "t"}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        out, _ = await asyncio.wait_for(process.communicate(), 20)
    lines = [json.loads(line) for line in out.splitlines()]
    assert process.returncode == 0
    assert [line["status"] for line in lines] == [200] * len(lines)
    assert len(lines) <= 3


def test_it_ends_when_its_input_closes() -> None:
    with subprocess.Popen(
        [*COMMAND, "--url", "http://127.0.0.1:9", "--rate", "0.01"], stdin=subprocess.PIPE
    ) as process:
        process.stdin.close()
        assert process.wait(10) == 0
