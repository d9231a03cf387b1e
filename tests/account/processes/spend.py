"""Ask for many reservations at once; print how many were granted.

Arguments: the file, how many requests, the worst case of each in micro-USD.
"""

import asyncio
import secrets
import sys
import time

from larouter.account.ledger import Ledger
from larouter.core.errors import OverBudget
from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.core.zones import Sensitivity, Zone
from larouter.store.sqlite import open_sqlite


def now_ms() -> int:
    return int(time.time() * 1000)


def opening() -> Opening:
    return Opening(
        f"req_{secrets.token_hex(10)}", now_ms(), "prj_a", "tok", "openai.chat", False, "auto", Tier.COMPLEX,
        Sensitivity.PUBLIC, Zone.PUBLIC, b"{}", "p", "f",
    )  # fmt: skip


async def request(ledger: Ledger, worst: MicroUSD, after_s: float) -> bool:
    await asyncio.sleep(after_s)
    ticket = ledger.open(opening())
    try:
        await ticket.reserve(0, "cloud/big", worst)
    except OverBudget:
        ticket.close(Outcome(402, error="insufficient_quota"))
        return False
    await asyncio.sleep(0)
    ticket.settle(
        Attempt(
            0, "cloud/big", "cloud", "big", Zone.PUBLIC, Tier.COMPLEX, "ok", cost=worst, started_ms=now_ms()
        )
    )
    await ticket.opened()
    ticket.close(Outcome(200, answered_by="cloud/big"))
    return True


async def main(path: str, requests: int, worst: int) -> None:
    database = open_sqlite(path, now_ms())
    ledger = Ledger(database, now_ms)
    await ledger.start()
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    granted = await asyncio.gather(
        *(request(ledger, MicroUSD(worst), number // 4 / 200) for number in range(requests))
    )
    await ledger.stop()
    await database.close()
    print(sum(granted), flush=True)


asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
