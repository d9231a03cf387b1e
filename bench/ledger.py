"""What the ledger costs: CPU of the event loop and of the writer thread for one request (three rows).

Run: python bench/ledger.py
"""

import asyncio
import random
import tempfile
import time
from pathlib import Path

from larouter.account.ledger import Ledger
from larouter.core.ids import request_id
from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.core.usage import Usage
from larouter.core.zones import Sensitivity, Zone
from larouter.store.sqlite import open_sqlite

REQUESTS = 6_000
RECORD = b"x" * 700
ATTEMPT = Attempt(
    0, "a/b", "a", "b", Zone.PUBLIC, Tier.SIMPLE, "ok", usage=Usage(10, 20), cost=MicroUSD(3), latency_ms=9
)
OUTCOME = Outcome(200, answered_by="a/b", tier=Tier.SIMPLE)


def now_ms() -> int:
    return int(time.time() * 1000)


def opening() -> Opening:
    at_ms = now_ms()
    return Opening(
        request_id(at_ms, random.getrandbits(80)), at_ms, "prj_a", "tok", "openai.chat", True, "auto",
        Tier.SIMPLE, Sensitivity.PUBLIC, Zone.PUBLIC, RECORD, "p", "f",
    )  # fmt: skip


async def request(ledger: Ledger, thinks_s: float) -> float:
    """One request; the seconds that its last byte waited for the opening row."""
    ticket = ledger.open(opening())
    await ticket.reserve(0, "a/b", MicroUSD(5))
    if thinks_s:
        await asyncio.sleep(thinks_s)
    before = time.perf_counter()
    await ticket.opened()
    waited = time.perf_counter() - before
    ticket.settle(ATTEMPT)
    ticket.close(OUTCOME)
    return waited


async def saturated(ledger: Ledger, flush: object, clients: int) -> None:
    async def client() -> None:
        for _ in range(REQUESTS // clients):
            await request(ledger, 0)

    wall, cpu, loop = time.perf_counter(), time.process_time(), time.thread_time()
    await asyncio.gather(*(client() for _ in range(clients)))
    await flush()  # type: ignore[operator]
    wall, cpu, loop = time.perf_counter() - wall, time.process_time() - cpu, time.thread_time() - loop
    each = REQUESTS // clients * clients / 1e6
    print(
        f"{clients:4d} clients: {each * 1e6 / wall:6.0f} requests/s, "
        f"{loop / each:5.1f} us loop, {(cpu - loop) / each:5.1f} us writer"
    )


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = open_sqlite(str(Path(folder) / "bench.db"), now_ms())
        ledger = Ledger(database, now_ms)
        await ledger.start()
        for title in ("no budget", "a budget"):
            print(title)
            for clients in (1, 32, 256):
                await saturated(ledger, database.flush, clients)
            for thinks_s in (0, 0.002):
                waits = sorted([await request(ledger, thinks_s) for _ in range(400)])
                print(
                    f"  answer after {thinks_s * 1e3:.0f} ms: waits p50 {waits[200] * 1e6:.0f} us, "
                    f"p99 {waits[396] * 1e6:.0f} us"
                )
            await ledger.set_budget("prj_a", MicroUSD(10**12), "daily", hard=True)
        await ledger.stop()
        await database.close()


asyncio.run(main())
