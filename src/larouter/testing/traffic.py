"""Believable mixed traffic for a demonstration: `python -m larouter.testing.traffic --url URL --rate 2`.

The project token comes from the environment variable LAROUTER_TOKEN; where LAROUTER_ADMIN_KEY is set as well, the
projects of the demonstration are made and share the traffic. One line of JSON is printed for each answer.
It stops when its standard input closes, after `--count` requests, or on SIGTERM.
"""

import argparse
import asyncio
import contextlib
import json
import math
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from larouter.background import spawn
from larouter.testing.demo_projects import make
from larouter.testing.demo_prompts import CONVERSATIONS, TOOLS

_MOST_IN_FLIGHT = 64
_DEADLINE_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a request.

    Attributes:
        status: The HTTP status; 0 when there was no answer.
        tier: The tier that answered, as the router's header says.
        model: The model that answered, as the router's header says.
        seconds: Until the end of the answer.
        received: Bytes of the answer's body.
        error: Why there was no answer, or empty.
    """

    status: int
    tier: str = ""
    model: str = ""
    seconds: float = 0.0
    received: int = 0
    error: str = ""


class Caller:
    """Sends requests to a router, one connection each.

    Args:
        url: Of the router.
        token: Of a project.
        others: More tokens, each with its share of the requests; the first has the rest.
    """

    def __init__(self, url: str, token: str, others: Sequence[tuple[str, float]] = ()) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or "127.0.0.1"
        self._port = parts.port or 80
        self._tokens = [token, *(other for other, _ in others)]
        self._shares = [1 - sum(share for _, share in others), *(share for _, share in others)]
        self._dice = dice_of(0)

    async def ask(self, body: Mapping[str, object]) -> Answered:
        """Send one chat request and read its answer to the end."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(_DEADLINE_SECONDS):
                status, headers, received = await self._exchange(json.dumps(body).encode())
        except (OSError, TimeoutError, ValueError) as error:
            return Answered(0, seconds=time.monotonic() - began, error=str(error) or type(error).__name__)
        tier, model = headers.get("x-larouter-tier", ""), headers.get("x-larouter-model", "")
        return Answered(status, tier, model, time.monotonic() - began, received)

    async def _exchange(self, body: bytes) -> tuple[int, dict[str, str], int]:
        reader, writer = await asyncio.open_connection(self._host, self._port)
        try:
            lines = (
                "POST /v1/chat/completions HTTP/1.1",
                f"host: {self._host}:{self._port}",
                f"authorization: Bearer {self._dice.choices(self._tokens, self._shares)[0]}",
                "content-type: application/json",
                "connection: close",
                f"content-length: {len(body)}",
            )
            writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *rest = head.strip().split("\r\n")
            headers = {
                name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)
            }
            received = 0
            while chunk := await reader.read(65536):
                received += len(chunk)
            return int(first.split(" ")[1]), headers, received
        finally:
            writer.close()


def dice_of(seed: int) -> random.Random:
    """The dice that a run of traffic is thrown with."""
    return random.Random(seed)  # noqa: S311 - a demonstration, not a secret


def next_body(dice: random.Random) -> dict[str, object]:
    """One request: much small talk and few hard questions, as people send them."""
    kinds = list(CONVERSATIONS)
    kind = dice.choices(kinds, [CONVERSATIONS[name].share for name in kinds])[0]
    turns = dice.choice(CONVERSATIONS[kind].conversations)
    roles = ("user", "assistant")
    messages = [{"role": roles[at % 2], "content": turn} for at, turn in enumerate(turns)]
    body: dict[str, object] = {"model": "auto", "messages": messages}
    if dice.random() < 0.6:
        body["stream"] = True
    if kind == "tools":
        body["tools"] = TOOLS
    return body


async def run(caller: Caller, rate: float, seed: int, count: int, over: asyncio.Event) -> None:
    """Send requests at random moments, `rate` a second on average, until told to stop or `count` are sent."""
    dice = dice_of(seed)
    turns = asyncio.Semaphore(_MOST_IN_FLIGHT)
    sent: list[asyncio.Task[object]] = []
    while not over.is_set() and (not count or len(sent) < count):
        await turns.acquire()
        sent.append(spawn(_one(caller, next_body(dice), turns), "demo request"))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(-math.log(1.0 - dice.random()) / rate):
                await over.wait()
        sent = sent if count else [task for task in sent if not task.done()]
    await asyncio.gather(*sent, return_exceptions=True)


async def _one(caller: Caller, body: Mapping[str, object], turns: asyncio.Semaphore) -> None:
    try:
        answered = await caller.ask(body)
    finally:
        turns.release()
    told = {"status": answered.status, "tier": answered.tier, "model": answered.model}
    told |= {"seconds": round(answered.seconds, 3), "bytes": answered.received}
    sys.stdout.write(json.dumps(told | ({"error": answered.error} if answered.error else {})) + "\n")
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> None:
    """Send traffic until standard input closes, SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m larouter.testing.traffic", description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:18790", help="where the router is")
    parser.add_argument("--rate", type=float, default=1.0, help="requests a second, on average")
    parser.add_argument("--count", type=int, default=0, help="stop after so many; 0 for never")
    parser.add_argument("--seed", type=int, default=0, help="what the choice of requests follows from")
    options = parser.parse_args(arguments)
    if options.rate <= 0:
        parser.error("--rate must be above 0")
    asyncio.run(_run(options))


async def _run(options: argparse.Namespace) -> None:
    loop = asyncio.get_running_loop()
    over = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, over.set)
    threading.Thread(target=_until_closed, args=(loop, over), daemon=True).start()
    admin = os.environ.get("LAROUTER_ADMIN_KEY", "")
    others = await make(options.url, admin) if admin else []
    caller = Caller(options.url, os.environ.get("LAROUTER_TOKEN", ""), others)
    await run(caller, options.rate, options.seed, options.count, over)


def _until_closed(loop: asyncio.AbstractEventLoop, over: asyncio.Event) -> None:
    while os.read(0, 4096):
        pass
    with contextlib.suppress(RuntimeError):  # the loop is closed already
        loop.call_soon_threadsafe(over.set)


if __name__ == "__main__":
    main()
