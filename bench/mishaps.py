"""Backends that fail at random, and clients that ask them in every way and leave when they like; for the soak.

`mishaps.py serve` starts three of them and prints their addresses; `mishaps.py ask PORT SECONDS TOKEN…` asks a router
that stands before them, and prints what came of it.
"""

import asyncio
import json
import random
import sys
from collections import deque
from typing import Any

from larouter.testing import faults
from larouter.testing.completions import Answer
from larouter.testing.fake_openai import FakeOpenAI, Pace

TIERS = {"shaky": "COMPLEX", "spare": "FRONTIER", "last": "FRONTIER"}
THRESHOLDS = (0.0, 0.0, 0.0, 1.0)
WORKERS = 12
_KEPT = 500
_PRICE = "price = { input = 1.0, output = 10.0 }"
_SAID = (
    "It is Paris, which lies on the Seine and has been the capital for a very long time.",
    "I don't know the answer.",
    "",
    "one by " * 60,
    "The answer is 7.",
    '{"good": true}',
)
_WRONG: tuple[faults.Fault, ...] = (
    faults.Status(500),
    faults.Status(503),
    faults.Status(429),
    faults.Status(429, retry_after="1"),
    faults.Status(400),
    faults.Status(403, message="flagged"),
    faults.ResetBeforeHeaders(),
    faults.ResetAfterHeaders(),
    faults.Cut(3),
    faults.Cut(3, "end"),
    faults.Stall(2),
    faults.HalfOpen(),
    faults.Malformed(3),
    faults.WrongType(3),
    faults.ErrorEvent(2),
    faults.Html(),
    faults.ShortBody(),
    faults.SlowStart(0.4),
)


class _AtRandom(deque[faults.Fault | None]):
    """A script of faults that never ends: something goes wrong with every fourth request."""

    def __init__(self, seed: int, fake: FakeOpenAI) -> None:
        super().__init__([None])
        self._dice = random.Random(seed)
        self._fake = fake

    def popleft(self) -> faults.Fault | None:
        """What goes wrong next."""
        if len(self._fake.received) > _KEPT:
            self._fake.received.clear()
        return self._dice.choice(_WRONG) if self._dice.random() < 0.25 else None


def settings(urls: dict[str, str]) -> str:
    """A `larouter.toml` that names them, short of patience with them alone."""
    lines = []
    for tier in set(TIERS.values()):
        lines += [f"[deadlines.tiers.{tier}]", "connect = 1", "first_byte = 1", "idle = 1", "total = 10"]
    for name, url in urls.items():
        lines += [f"[backends.{name}]", f'url = "{url}"', 'zone = "local"']
        lines += [f'models = [{{ id = "{name}", tiers = ["{TIERS[name]}"], {_PRICE} }}]']
    return "\n".join(lines) + "\n"


async def _serve() -> None:
    dice = random.Random(0)
    fakes = {
        name: FakeOpenAI(name, answer=lambda _: Answer(dice.choice(_SAID)), pace=Pace(0.01, 0.002))
        for name in TIERS
    }
    for seed, fake in enumerate(fakes.values()):
        await fake.listen()
        fake.faults = _AtRandom(seed, fake)
    print(json.dumps({name: fake.url for name, fake in fakes.items()}), flush=True)
    await asyncio.Event().wait()


async def _ask(port: int, seconds: float, tokens: list[str]) -> dict[str, int]:
    counted = {"answered": 0, "refused": 0, "left": 0}
    until = asyncio.get_running_loop().time() + seconds
    workers = [_worker(random.Random(seed), port, until, tokens, counted) for seed in range(WORKERS)]
    await asyncio.gather(*workers)
    return counted


async def _worker(
    dice: random.Random, port: int, until: float, tokens: list[str], counted: dict[str, int]
) -> None:
    while asyncio.get_running_loop().time() < until:
        question = f"What is the capital of the country, {dice.random()}, and how old is it?"
        messages = [{"role": "user", "content": question}]
        body: dict[str, Any] = {"model": "auto", "messages": messages, "stream": dice.random() < 0.5}
        text = json.dumps(body).encode()
        head = (
            "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            f"Authorization: Bearer {dice.choice(tokens)}\r\nContent-Length: {len(text)}\r\n\r\n"
        )
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(head.encode() + text)
            patience = 0.05 * dice.random() if dice.random() < 0.2 else 30.0
            async with asyncio.timeout(patience):
                answer = await reader.read(-1)
            counted["answered" if b" 200 " in answer[:16] else "refused"] += 1
        except TimeoutError:
            counted["left"] += 1
        except ConnectionError:
            counted["refused"] += 1
        finally:
            writer.close()


def main() -> None:
    """Serve or ask."""
    if sys.argv[1:2] == ["serve"]:
        asyncio.run(_serve())
    else:
        port, seconds, *tokens = sys.argv[2:]
        print(json.dumps(asyncio.run(_ask(int(port), float(seconds), tokens))))


if __name__ == "__main__":
    main()
