"""Two real llama.cpp servers of two slots each, a cloud beside them, and 64 requests at once under a latency ceiling.

Half of the requests may travel, half are confidential; their answers are 16 to 512 tokens long; some traffic goes to
the servers past the router. The local slots must be used to the full, what may travel and would wait too long must
go to the cloud, and what is confidential must wait and stay. Then the waits that were foreseen are held against
those that were measured. Prints one line of JSON; exits 1 when a request failed or went where it may not.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import aiohttp

import crowd
from crowd import Process, Router
from larouter.fleet.local.gguf import write_loop

SLOTS = 2
LENGTHS = (16, 32, 64, 128, 256, 512)
SETTINGS = """
[tiers]
SIMPLE = ["m"]
[backends.cloud]
url = "{cloud}"
zone = "public"
models = [{{ id = "m", tiers = ["SIMPLE"], price = {{ input = 1.0, output = 2.0 }} }}]
"""
LOCAL = """
[backends.here{at}]
kind = "llamacpp"
url = "{url}"
zone = "local"
capacity = 2
queue = 64
models = [{{ id = "m", tiers = ["SIMPLE"] }}]
"""
# The waits of the first attempts, and what was foreseen for the deployment at the moment of the decision.
WAITS = """
SELECT r.record, a.deployment, a.queued_ms FROM requests r
JOIN attempts a ON a.request_id = r.request_id AND a.at_ms = r.at_ms
WHERE a.number = 0 AND r.at_ms >= {since} AND a.status = 'ok'
"""


def main() -> None:
    """Parse the command line, run, report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--requests", type=int, default=64, help="at once (default %(default)s)")
    parser.add_argument("--waves", type=int, default=3, help="how often (default %(default)s)")
    parser.add_argument(
        "--steady", action="store_true", help="fakes that take 10 ms a token, whatever else the machine does"
    )
    parser.add_argument(
        "--times",
        type=int,
        default=1,
        help="how many times longer the answers are, since the tiny model is that much faster than real ones",
    )
    parser.add_argument(
        "--ceiling-ms", type=int, default=300, help="for what may travel (default %(default)s)"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="larouter-queues-") as folder:
        told = run(Path(folder), given)
    print(json.dumps(told))
    sys.exit(1 if told["failed"] or told["astray"] or any(told["left"].values()) else 0)


def run(folder: Path, given: argparse.Namespace) -> dict[str, object]:
    """Start everything, let it happen, and tell what came of it."""
    write_loop(folder / "loop.gguf")
    local = [
        crowd.fake(0.05, 0.01) if given.steady else crowd.llama(folder / "loop.gguf", SLOTS) for _ in range(2)
    ]
    cloud = crowd.fake(0.05)
    for server in (*local, cloud):
        server.start()
    try:
        settings = SETTINGS.format(cloud=cloud.url)
        settings += "".join(LOCAL.format(at=at, url=server.url) for at, server in enumerate(local))
        with crowd.router(folder, settings) as router:
            told = asyncio.run(_play(router, local, given))
            waits = [_wait(*row) for row in router.rows(WAITS.format(since=told.pop("since")))]
    finally:
        for server in (*local, cloud):
            server.kill()
    return {**told, "waits": _compared([wait for wait in waits if wait is not None])}


async def _play(router: Router, local: list[Process], given: argparse.Namespace) -> dict[str, object]:
    chance = random.Random(7)
    seen: Counter[str] = Counter()
    lengths = [length * given.times for length in LENGTHS]
    async with crowd.clients(given.requests + 16) as client:
        # The router learns how fast the servers are when all their slots are busy.
        bypass = [asyncio.ensure_future(_bypass(client, server)) for server in local if not given.steady]
        for _ in range(3):
            await asyncio.gather(*(_ask(client, router, length, {}, Counter()) for length in lengths * 2))
        since = round(time.time() * 1000)
        busiest = asyncio.ensure_future(_busiest(client, router))
        for _ in range(given.waves):
            work = []
            for number in range(given.requests):
                confidential = number % 2 == 0
                headers = (
                    {"x-larouter-sensitivity": "confidential"}
                    if confidential
                    else {"x-larouter-latency": str(given.ceiling_ms)}
                )
                work.append(_ask(client, router, chance.choice(lengths), headers, seen))
            await asyncio.gather(*work)
        for task in (busiest, *bypass):
            task.cancel()
        most = (await asyncio.gather(busiest, return_exceptions=True))[0]
        left = await router.left(client)
    return {
        "since": since,
        "by_zone": {key: count for key, count in seen.items() if " at " in key},
        "spilled": seen["spilled"],
        "failed": {key: count for key, count in seen.items() if key.startswith("failed")},
        "astray": seen["confidential at public"],
        "most_in_local_slots": most if isinstance(most, int) else 0,
        "left": left,
    }


async def _ask(
    client: aiohttp.ClientSession, router: Router, tokens: int, headers: dict[str, str], seen: Counter[str]
) -> None:
    body = {
        "model": "auto:simple",
        "messages": [{"role": "user", "content": "Say something."}],
        "max_tokens": tokens,
        "stream": False,
    }
    shown = {"authorization": f"Bearer {router.token}", **headers}
    async with client.post(f"{router.url}/v1/chat/completions", json=body, headers=shown) as answer:
        text = await answer.text()
        if answer.status != 200 or '"finish_reason"' not in text:
            seen[f"failed {answer.status} {text[:200]}"] += 1
            return
        kind = "confidential" if "x-larouter-sensitivity" in headers else "free"
        seen[f"{kind} at {answer.headers['x-larouter-zone']}"] += 1
        seen["spilled"] += "spilled over from" in answer.headers["x-larouter-reason"]


async def _bypass(client: aiohttp.ClientSession, server: Process) -> None:
    """Traffic that the router does not see."""
    body = {"model": "m", "messages": [{"role": "user", "content": "Past the router."}], "max_tokens": 128}
    while True:
        async with client.post(f"{server.url}/v1/chat/completions", json=body) as answer:
            await answer.read()
        await asyncio.sleep(0.3)


async def _busiest(client: aiohttp.ClientSession, router: Router) -> int:
    """The most local requests that were under way at once, as far as one sees who looks all the time."""
    most = 0
    try:
        while True:
            told = await router.get(client, "/api/backends")
            rows = [row for backend in told["backends"] for row in backend["deployments"]]
            most = max(most, sum(row["in_flight"] for row in rows if row["zone"] == "local"))
            await asyncio.sleep(0.05)
    except asyncio.CancelledError:
        return most


def _wait(record: bytes | str, deployment: str, queued_ms: int) -> tuple[int, int] | None:
    live = json.loads(record)["live"].get(deployment)
    return None if live is None or not live.get("capacity") else (live["wait_ms"], queued_ms)


def _compared(waits: list[tuple[int, int]]) -> dict[str, object]:
    """How far the measured waits were from those foreseen, among the requests that had to wait."""
    waited = [pair for pair in waits if max(pair) >= 20]
    off = [abs(measured - foreseen) / max(measured, 1) for foreseen, measured in waited]
    return {
        "requests": len(waits),
        "waited": len(waited),
        "within_25_percent": round(sum(share <= 0.25 for share in off) / max(1, len(off)), 3),
        "within_50_ms_or_25_percent": round(
            sum(
                share <= 0.25 or abs(pair[0] - pair[1]) <= 50 for share, pair in zip(off, waited, strict=True)
            )
            / max(1, len(off)),
            3,
        ),
        "off_by": crowd.percentiles(off),
        "measured_ms": crowd.percentiles([float(measured) for _, measured in waited]),
    }


if __name__ == "__main__":
    main()
