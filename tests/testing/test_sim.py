"""The simulated fleet in its own processes, talked to as a router would."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openai
import pytest

from larouter.testing.demo_fleet import FLEET, Behaviour
from larouter.testing.sim import SimulatedServer

HELLO = [{"role": "user", "content": "hello"}]


@contextmanager
def started(tier: str, *options: str) -> Iterator[tuple[subprocess.Popen, dict]]:
    command = [sys.executable, "-m", "larouter.testing.sim", "--tier", tier, "--speed", "1000", *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


@pytest.mark.parametrize("tier", FLEET)
def test_a_tier_says_who_it_is_and_answers_the_sdk(tier: str) -> None:
    with started(tier) as (process, told):
        assert told["model"] == f"sim-{tier}"
        assert (told["zone"], told["pid"]) == (FLEET[tier].zone, process.pid)
        with openai.OpenAI(base_url=f"{told['url']}/v1", api_key="any") as api:
            assert [model.id for model in api.models.list()] == [told["model"]]
            answer = api.chat.completions.create(model=told["model"], messages=HELLO)
            chunks = list(api.chat.completions.create(model=told["model"], messages=HELLO, stream=True))
    assert answer.choices[0].message.content.startswith("(simulated) ")
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks).startswith("(simulated) ")


def test_it_dies_with_whoever_started_it() -> None:
    script = (
        "import subprocess, sys, time\n"
        "p = subprocess.Popen([sys.executable, '-m', 'larouter.testing.sim', '--tier', 'simple'],"
        " stdin=subprocess.PIPE, stdout=subprocess.PIPE)\n"
        "p.stdout.readline(); print(p.pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        pid = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 5
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive(pid)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_sigterm_ends_it_cleanly() -> None:
    with started("simple") as (process, _):
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(5) == 0


async def test_more_requests_than_slots_wait_in_line() -> None:
    server = FLEET["moderate"]
    async with SimulatedServer(server, Behaviour(server, speed=100)) as running:
        async with openai.AsyncOpenAI(base_url=f"{running.url}/v1", api_key="any") as api:
            ask = [api.chat.completions.create(model=server.model, messages=HELLO) for _ in range(6)]
            answers = await asyncio.gather(*ask)
        assert running.most_in_flight == server.slots
    assert len(answers) == 6


async def test_parameters_that_openai_does_not_know_do_not_spoil_a_demonstration() -> None:
    server = FLEET["simple"]
    async with SimulatedServer(server, Behaviour(server, speed=1000)) as running:
        async with openai.AsyncOpenAI(base_url=f"{running.url}/v1", api_key="any") as api:
            extra = {"top_k": 4}
            answer = await api.chat.completions.create(model="other", messages=HELLO, extra_body=extra)
        assert running.received == []
    assert answer.choices[0].finish_reason == "stop"


def test_a_server_whose_starter_goes_as_it_ends_says_nothing() -> None:
    asked = (
        "import asyncio; from larouter.testing.sim import _until_closed; loop = asyncio.new_event_loop(); "
        "over = asyncio.Event(); loop.close(); _until_closed(loop, over)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", asked], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
