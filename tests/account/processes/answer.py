"""Answer requests until killed; print the id of each whose opening was committed, as a client would see it.

Argument: the file. Half of the projects have a budget, so that reservations are open at any moment.
"""

import asyncio
import secrets
import sys
import time

from larouter.account.ledger import Ledger
from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.core.zones import Sensitivity, Zone
from larouter.store.budgets import Budget
from larouter.store.sqlite import open_sqlite

WORST, COST = MicroUSD(10), MicroUSD(3)


def now_ms() -> int:
    return int(time.time() * 1000)


async def client(ledger: Ledger, project: str) -> None:
    while True:
        identifier = f"req_{secrets.token_hex(10)}"
        ticket = ledger.open(
            Opening(
                identifier, now_ms(), project, "tok", "openai.chat", False, "auto", Tier.COMPLEX,
                Sensitivity.PUBLIC, Zone.PUBLIC, b"{}", "p", "f",
            )
        )  # fmt: skip
        await ticket.reserve(0, "cloud/big", WORST)
        await asyncio.sleep(0.001)
        await ticket.opened()
        print(identifier, flush=True)
        ticket.settle(Attempt(0, "cloud/big", "cloud", "big", Zone.PUBLIC, Tier.COMPLEX, "ok", cost=COST))
        ticket.close(Outcome(200, answered_by="cloud/big"))


async def main(path: str) -> None:
    database = open_sqlite(path, now_ms())
    ledger = Ledger(database, now_ms)
    recovered = await ledger.start()
    await ledger.set_budget(Budget("", "prj_a", MicroUSD(10**12), "total", hard=True, created_ms=0))
    print(f"recovered {recovered.requests} {recovered.attempts} {recovered.amount}", flush=True)
    await asyncio.gather(*(client(ledger, project) for project in ("prj_a", "prj_b") * 8))


asyncio.run(main(sys.argv[1]))
