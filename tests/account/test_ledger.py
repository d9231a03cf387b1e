"""The ledger under concurrency, with several processes on one file, and after a kill."""

import asyncio
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spending import cap as budget
from spending import left

from larouter.account.ledger import Ledger
from larouter.core.errors import OverBudget
from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.core.zones import Sensitivity, Zone
from larouter.store import budgets, requests, reservations, sqlite, writer
from larouter.store.database import Connection, Database, DatabaseError
from larouter.store.sqlite import open_sqlite

NOON = 1_795_003_200_000
PROCESSES = Path(__file__).parent / "processes"


async def test_remaining_is_what_the_tightest_hard_budget_leaves(ledger: Ledger) -> None:
    assert left(ledger) is None
    await ledger.set_budget(budget(500, "total"))
    await ledger.set_budget(budget(300, "daily"))
    await ledger.set_budget(budget(1, "monthly", hard=False))
    assert left(ledger) == 300
    assert sorted(reading.budget.period for reading in ledger.budgets("prj_a")) == [
        "daily",
        "monthly",
        "total",
    ]
    assert ledger.budgets("prj_b") == []


async def test_there_is_room_until_the_disk_falls_far_behind(
    ledger: Ledger, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ledger.room()
    monkeypatch.setattr(sqlite, "MOST_QUEUED", 5)
    for _ in range(1000):
        database.post(reservations.outstanding)
    await ledger.room()
    assert not database.full


async def test_a_lowered_cap_is_in_force_at_once(ledger: Ledger, opening: Callable[..., Opening]) -> None:
    await ledger.set_budget(budget(500, "daily"))
    ticket = ledger.open(opening())
    await ticket.reserve(0, "cloud/big", MicroUSD(100))
    await ledger.set_budget(budget(50, "daily"))
    with pytest.raises(OverBudget):
        await ticket.reserve(1, "cloud/big", MicroUSD(1))
    ticket.close(Outcome(402))


async def test_a_budget_set_by_another_process_is_learnt(path: str, ledger: Ledger, clock: Any) -> None:
    other = open_sqlite(path, NOON)
    there = Ledger(other, clock)
    await there.start()
    await there.poll()
    assert left(there) is None
    await ledger.set_budget(budget(500, "daily"))
    await there.poll()
    assert left(there) == 500
    await other.close()


async def test_what_another_process_spends_is_learnt(
    path: str, ledger: Ledger, clock: Any, opening: Callable[..., Opening], database: Database
) -> None:
    await ledger.set_budget(budget(500, "daily"))
    other = open_sqlite(path, NOON)
    there = Ledger(other, clock)
    await there.start()
    await there.poll()
    ticket = ledger.open(opening())
    await ticket.reserve(0, "cloud/big", MicroUSD(200))
    await there.poll()
    assert left(there) == 300
    ticket.close(Outcome(499))
    await database.flush()
    await other.close()


async def test_two_ledgers_of_living_processes_leave_each_other_alone(
    path: str, ledger: Ledger, clock: Any, opening: Callable[..., Opening], database: Database
) -> None:
    await ledger.open(opening()).opened()
    other = open_sqlite(path, NOON)
    there = Ledger(other, clock)
    assert (await there.start()).requests == 0
    clock.now += 1_000_000_000
    assert (await there.recover(clock.now)).requests == 0
    assert (await ledger.stop()).requests == 1
    await other.close()


def opened(number: int, project: str) -> Opening:
    return Opening(
        f"req_{number}", NOON, project, "tok", "openai.chat", False, "auto", Tier.COMPLEX, Sensitivity.PUBLIC,
        Zone.PUBLIC, b"{}", "p", "f",
    )  # fmt: skip


def paid(number: int, cost: int) -> Attempt:
    return Attempt(number, "c/b", "c", "b", Zone.PUBLIC, Tier.COMPLEX, "ok", cost=MicroUSD(cost))


ATTEMPT = st.tuples(
    st.integers(0, 60), st.sampled_from(["settle", "release", "leave", "cancel"]), st.floats(0, 1)
)
PLANS = st.lists(st.tuples(st.sampled_from(["prj_a", "prj_b"]), st.lists(ATTEMPT, max_size=4)), max_size=25)


@settings(max_examples=40, deadline=None)
@given(plans=PLANS, cap=st.integers(0, 400), seed=st.integers(0, 1000))
def test_no_order_of_concurrent_requests_passes_a_hard_cap(
    plans: list[Any], cap: int, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    asyncio.run(_storm(str(tmp_path_factory.mktemp("storm") / "s.db"), plans, cap, random.Random(seed)))


async def _storm(path: str, plans: list[Any], cap: int, dice: random.Random) -> None:
    database = open_sqlite(path, NOON)
    ledger = Ledger(database, lambda: NOON)
    await ledger.start()
    await ledger.set_budget(budget(cap, "daily"))
    await ledger.set_budget(budget(cap // 2, "total", hard=False))

    async def request(number: int, project: str, tries: list[tuple[int, str, float]]) -> None:
        ticket = ledger.open(opened(number, project))
        for place, (worst, end, share) in enumerate(tries):
            waiting = asyncio.ensure_future(ticket.reserve(place, "c/b", MicroUSD(worst)))
            await asyncio.sleep(0)
            if end == "cancel":
                waiting.cancel()
            try:
                await waiting
            except (OverBudget, asyncio.CancelledError):
                continue
            for _ in range(dice.randrange(4)):
                await asyncio.sleep(0)
            assert await database.read(_worst_balance) <= 0
            if end == "settle":
                ticket.settle(paid(place, int(worst * share)))
            elif end == "release":
                ticket.release(place)
        await ticket.opened()
        ticket.close(Outcome(200))

    await asyncio.gather(*(request(number, *plan) for number, plan in enumerate(plans)))
    await database.flush()
    assert await database.read(reservations.outstanding) == 0
    spent, held, costs = await database.read(_books)
    assert held == 0
    assert costs <= cap
    assert spent in (costs, None)
    await ledger.refresh()
    assert left(ledger) == cap - costs
    await database.close()


def _worst_balance(connection: Connection) -> int:
    row = connection.execute(
        "SELECT MAX(s.spent + s.reserved - b.amount) FROM balances s "
        "JOIN budgets b ON b.budget_id = s.budget_id WHERE b.hard = 1"
    ).fetchone()
    return row[0] or 0


def _books(connection: Connection) -> tuple[int | None, int, int]:
    spent, held = connection.execute(
        "SELECT MAX(s.spent), COALESCE(SUM(s.reserved), 0) FROM balances s "
        "JOIN budgets b ON b.budget_id = s.budget_id WHERE b.hard = 1"
    ).fetchone()
    (costs,) = connection.execute(
        "SELECT COALESCE(SUM(cost), 0) FROM attempts WHERE project_id = 'prj_a'"
    ).fetchone()
    return spent, held, costs


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(PROCESSES / script), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.timeout(120)
async def test_five_processes_share_a_budget_that_fits_forty_of_five_hundred(
    path: str, database: Database
) -> None:
    ledger = Ledger(database, lambda: NOON)
    await ledger.start()
    await ledger.set_budget(budget(40 * 70 + 69, "total"))
    children = [start("spend.py", path, "100", "70") for _ in range(5)]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    granted = [int(child.communicate("go\n")[0]) for child in children]
    assert sum(granted) == 40
    assert await database.read(reservations.outstanding) == 0
    assert await database.read(_books) == (40 * 70, 0, 40 * 70)
    assert (await database.read(lambda c: c.execute("SELECT COUNT(*) FROM outcomes").fetchone())) == (500,)


@pytest.mark.timeout(240)
async def test_whatever_was_acknowledged_before_a_kill_is_in_the_ledger(path: str, clock: Any) -> None:
    acknowledged: set[str] = set()
    for life in range(20):
        child = start("answer.py", path)
        assert child.stdout is not None
        recovered = child.stdout.readline().split()
        assert (int(recovered[1]) > 0) is (life > 0), "16 requests were open when the last life ended"
        for _ in range(150 + 37 * life):
            acknowledged.add(child.stdout.readline().strip())
        child.kill()
        acknowledged |= {line for line in child.stdout.read().splitlines() if len(line) == 24}
        child.wait()
        child.stdin.close()  # type: ignore[union-attr]
        child.stdout.close()
    database = open_sqlite(path, NOON)
    ledger = Ledger(database, clock)
    last = await ledger.start()
    assert last.requests > 0
    missing, open_ones = await database.read(lambda c: _look(c, acknowledged))
    assert len(acknowledged) > 20 * 150
    assert missing == []
    assert open_ones == 0
    assert await database.read(reservations.outstanding) == 0
    assert await database.read(_unbalanced) == []
    await database.close()


def _look(connection: Connection, acknowledged: set[str]) -> tuple[list[str], int]:
    missing = [one for one in sorted(acknowledged) if requests.by_id(connection, one) is None]
    (open_ones,) = connection.execute(
        "SELECT COUNT(*) FROM requests r "
        "LEFT JOIN outcomes o ON o.at_ms = r.at_ms AND o.request_id = r.request_id WHERE o.request_id IS NULL"
    ).fetchone()
    return missing, open_ones


def _unbalanced(connection: Connection) -> list[Any]:
    """Budgets whose balance is not the sum of the ledger."""
    (budget,) = budgets.in_force(connection)
    (costs,) = connection.execute("SELECT SUM(cost) FROM attempts WHERE project_id = 'prj_a'").fetchone()
    return connection.execute(
        "SELECT * FROM balances WHERE budget_id = ? AND (spent <> ? OR reserved <> 0)",
        (budget.budget_id, costs),
    ).fetchall()


async def test_while_nothing_can_be_written_there_is_no_room_for_a_request_that_would_be_paid_in_vain(
    ledger: Ledger, database: Database, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "PATIENCE_S", 0.0)
    await database.write(lambda c: c.execute("PRAGMA busy_timeout=10"))
    await ledger.room()
    held = sqlite3.connect(path, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseError):
        await database.flush()
    with pytest.raises(DatabaseError):
        await ledger.room()
    held.execute("ROLLBACK")
    await ledger.room()
    assert not database.full
