"""Kills one of three equal backends every two seconds, in turn, while many clients ask, and counts what they notice.

No request may fail that could have been served elsewhere, and afterwards every counter must be back at nothing.
Prints one line of JSON; exits 1 when a request failed or a counter leaked.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import aiohttp

import crowd
from crowd import Process, Router

CONNECT_SECONDS = 1.0
DOWN_SECONDS = 1.0
EVERY_SECONDS = 2.0
SETTINGS = f"""
[deadlines]
connect = {CONNECT_SECONDS}
first_byte = 5
idle = 5
"""
MODEL = """
[backends.{name}]
url = "{url}"
zone = "local"
models = [{{ id = "m", tiers = [] }}]
"""
ASK = {"model": "m", "messages": [{"role": "user", "content": "hello"}]}
ADDED = """
SELECT o.latency_ms - SUM(CASE WHEN a.status = 'ok' THEN a.latency_ms ELSE 0 END) FROM outcomes o
JOIN attempts a ON a.request_id = o.request_id AND a.at_ms = o.at_ms
GROUP BY o.request_id, o.at_ms HAVING COUNT(*) > 1
"""


def main() -> None:
    """Parse the command line, run, report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("seconds", nargs="?", type=float, default=120, help="how long (default %(default)s)")
    parser.add_argument("--clients", type=int, default=200, help="requests at once (default %(default)s)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="larouter-failover-") as folder:
        told = run(Path(folder), given.seconds, given.clients)
    print(json.dumps(told))
    sys.exit(1 if told["failed"] or any(told["left"].values()) else 0)


def run(folder: Path, seconds: float, number: int) -> dict[str, Any]:
    """Start everything, let it happen, and tell what came of it."""
    backends = [crowd.fake(0.1) for _ in range(3)]
    for backend in backends:
        backend.start()
    try:
        lines = [MODEL.format(name=f"b{at}", url=backend.url) for at, backend in enumerate(backends)]
        with crowd.router(folder, SETTINGS + "".join(lines)) as router:
            told = asyncio.run(_storm(router, backends, seconds, number))
        added = [float(row[0]) for row in router.rows(ADDED)]
    finally:
        for backend in backends:
            backend.kill()
    return {**told, "failed_over": len(added), "added_ms": crowd.percentiles(added)}


async def _storm(router: Router, backends: list[Process], seconds: float, number: int) -> dict[str, object]:
    answers: Counter[str] = Counter()
    until = time.monotonic() + seconds
    async with crowd.clients(number) as client:
        work = [_client(client, router, answers, until) for _ in range(number)]
        *_, kills = await asyncio.gather(*work, _killer(backends, until))
        left = await router.left(client)
    answered = answers.pop("200", 0)
    return {"answered": answered, "failed": dict(answers), "kills": kills, "left": left}


async def _client(client: aiohttp.ClientSession, router: Router, answers: Counter[str], until: float) -> None:
    headers = {"authorization": f"Bearer {router.token}"}
    while time.monotonic() < until:
        async with client.post(f"{router.url}/v1/chat/completions", json=ASK, headers=headers) as answer:
            body = await answer.json()
            code = "200" if answer.status == 200 else f"{answer.status} {body['error']['code']}"
        answers[code] += 1


async def _killer(backends: list[Process], until: float) -> int:
    kills = 0
    while time.monotonic() < until - EVERY_SECONDS:
        victim = backends[kills % len(backends)]
        await asyncio.to_thread(victim.kill)
        await asyncio.sleep(DOWN_SECONDS)
        await asyncio.to_thread(victim.start)
        kills += 1
        await asyncio.sleep(EVERY_SECONDS - DOWN_SECONDS)
    return kills


if __name__ == "__main__":
    main()
