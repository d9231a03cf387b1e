"""Random traffic with faults, cancels, hedges and concurrency, under budgets of every shape: everything adds up."""

import asyncio
import json
import random
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spending import cap

from larouter.account import audit
from larouter.account.export import as_json_lines
from larouter.account.ledger import Ledger
from larouter.account.rollup import keep_up
from larouter.account.usage import ask, report, span_of
from larouter.core.errors import OverBudget
from larouter.core.ledger import JUDGING, Attempt, Opening, Outcome
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.core.usage import Usage
from larouter.core.zones import Sensitivity, Zone
from larouter.dispatch.bill import HEDGE_LOST
from larouter.store import reservations, rollups, sums
from larouter.store.database import Connection, Database
from larouter.store.rollups import SUMS
from larouter.store.sqlite import open_sqlite
from larouter.store.sums import Stretch, Wanted

NOON = 1_795_003_200_000
EVER = [Stretch(0, 1 << 60)]
COST, CALLS, TRIES = (SUMS.index(name) for name in ("cost", "calls", "attempts"))
BUDGETS: tuple[dict[str, Any], ...] = (
    {"period": "daily"},
    {"period": "24h"},
    {"period": "request"},
    {"period": "total", "scope": "tag", "scope_value": "user"},
    {"period": "monthly", "scope": "tag", "scope_value": "user=ann"},
    {"period": "weekly", "tiers": (Tier.FRONTIER,)},
    {"period": "7d", "models": ("small",), "time_zone": "Asia/Kolkata"},
)
TRY = st.tuples(
    st.integers(0, 90),
    st.sampled_from(["c/big", "c/small"]),
    st.sampled_from([Tier.SIMPLE, Tier.FRONTIER]),
    st.sampled_from(
        [
            "ok",
            "failed",
            "cancelled",
            "hedge lost",
            "rejected",
            "advice",
            "never sent",
            "left open",
            "given up",
        ]
    ),
    st.floats(0, 1),
)
ASKED = st.tuples(
    st.sampled_from(["prj_a", "prj_b"]),
    st.sampled_from(["", "ann", "bob"]),
    st.lists(TRY, max_size=4),
    st.booleans(),
    st.booleans(),
    st.sampled_from([200, 402, 499, 502, None]),
)


@settings(max_examples=12, deadline=None)
@given(
    traffic=st.lists(ASKED, max_size=25),
    amounts=st.lists(st.integers(0, 400), min_size=len(BUDGETS), max_size=len(BUDGETS)),
    seed=st.integers(0, 10_000),
)
def test_sums_breakdowns_balances_and_the_ledger_are_one(
    traffic: list[Any], amounts: list[int], seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("traffic") / "t.db"
    asyncio.run(_traffic(str(path), traffic, amounts, random.Random(seed)))


async def _traffic(path: str, traffic: list[Any], amounts: list[int], dice: random.Random) -> None:
    database = open_sqlite(path, NOON)
    ledger = Ledger(database, lambda: NOON)
    await ledger.start()
    for amount, shape in zip(amounts, BUDGETS, strict=True):
        await ledger.set_budget(cap(amount, **shape))
    asked = [partial(_request, ledger, database, dice, number, *one) for number, one in enumerate(traffic)]
    await asyncio.gather(*(one() for one in asked), keep_up(database))
    await ledger.stop()
    await database.flush()
    await _holds(database)
    await keep_up(database)
    await _holds(database)
    await database.close()


async def _request(ledger: Ledger, database: Database, dice: random.Random, number: int, *asked: Any) -> None:
    project, user, tries, hedges, judged, status = asked
    tags = (("user", user),) if user else ()
    opening = Opening(
        f"req_{number}", NOON - number * 60_000, project, "tok", "openai.chat", False, "auto", Tier.COMPLEX,
        Sensitivity.PUBLIC, Zone.PUBLIC, b"{}", "p", "f", tags,
    )  # fmt: skip
    ticket = ledger.open(opening)
    if judged:  # where a hard budget applies, a judge that costs money is not asked
        usage, cost = Usage(50, 1), MicroUSD(0 if project == "prj_a" else 7)
        ticket.settle(
            Attempt(JUDGING, "c/judge", "c", "judge", Zone.PUBLIC, Tier.HEARTBEAT, "ok", "", usage, cost)
        )

    async def attempt(place: int, worst: int, where: str, tier: Tier, end: str, share: float) -> None:
        waiting = asyncio.ensure_future(ticket.reserve(place, where, MicroUSD(worst), tier))
        await asyncio.sleep(0)
        if end == "given up":
            waiting.cancel()
        try:
            await waiting
        except (OverBudget, asyncio.CancelledError):
            return
        for _ in range(dice.randrange(4)):
            await asyncio.sleep(0)
        if dice.random() < 0.2:
            await keep_up(database)
        assert await database.read(_most_over) <= 0
        if end == "never sent":
            ticket.release(place)
        elif end != "left open":
            used, cost = Usage(worst, worst // 2), MicroUSD(int(worst * share))
            backend, _, model = where.partition("/")
            how, error = ("cancelled", HEDGE_LOST) if end == "hedge lost" else (end, "")
            ticket.settle(Attempt(place, where, backend, model, Zone.PUBLIC, tier, how, error, used, cost))  # type: ignore[arg-type]

    if hedges:
        await asyncio.gather(*(attempt(place, *one) for place, one in enumerate(tries)))
    else:
        for place, one in enumerate(tries):
            await attempt(place, *one)
    if status is not None:
        ticket.close(Outcome(status, answered_by=tries[-1][1] if tries and status == 200 else ""))


def _most_over(connection: Connection) -> int:
    """How far the fullest hard budget is beyond its amount, in any window of its length."""
    calendar = connection.execute(
        "SELECT MAX(s.spent + s.reserved - b.amount) FROM balances s JOIN budgets b ON b.budget_id = s.budget_id"
    ).fetchone()[0]
    rolling = connection.execute(
        "SELECT MAX(whole) FROM (SELECT SUM(s.spent + s.reserved) - b.amount AS whole FROM balances s "
        "JOIN budgets b ON b.budget_id = s.budget_id WHERE b.period IN ('24h', '7d') GROUP BY s.budget_id, s.subject)"
    ).fetchone()[0]
    return max(calendar or 0, rolling or 0)


async def _holds(database: Database) -> None:
    (costs, tries), (calls,) = await database.read(_raw)
    assert await database.read(_most_over) <= 0
    assert await database.read(reservations.outstanding) == 0
    assert (
        await database.read(lambda c: c.execute("SELECT SUM(reserved) FROM balances").fetchone()[0] or 0) == 0
    )
    for by in ("project", "token", "backend", "model", "tier", "zone", "day", "hour", "length"):
        found = await database.read(partial(sums.read, stretches=EVER, wanted=Wanted((by,))))
        added = [sum(column) for column in zip(*found.values(), strict=True)] or [0] * len(SUMS)
        assert (added[COST], added[TRIES], added[CALLS]) == (costs, tries, calls), by
    told: Any = await ask(database, report, "all", None, NOON)
    assert (told["totalCostMicroUsd"], told["attempts"], told["totalCalls"]) == (costs, tries, calls)
    for part in ("byModel", "byTier", "byBackend", "byZone", "byProject"):
        assert sum(one["costMicroUsd"] for one in told[part].values()) == costs, part
        assert sum(one["attempts"] for one in told[part].values()) == tries, part
    exported = [row async for row in as_json_lines(database, span_of("all", None, NOON))]
    rows = [json.loads(line) for line in "".join(exported).splitlines()]
    assert sum(row["costMicroUsd"] for row in rows) == costs
    assert sum(row["status"] != "none" for row in rows) == tries
    assert await database.read(rollups.differences) == []
    assert (await database.read(audit.verify)).faults == []
    assert await database.read(_misbooked) == []


def _raw(connection: Connection) -> tuple[Any, Any]:
    return (
        connection.execute("SELECT COALESCE(SUM(cost), 0), COUNT(*) FROM attempts").fetchone(),
        connection.execute("SELECT COUNT(*) FROM outcomes").fetchone(),
    )


def _misbooked(connection: Connection) -> list[Any]:
    """Budgets whose balance is not what their part of the ledger says."""
    covered = {
        "daily": "1",
        "24h": "1",
        "total": "EXISTS (SELECT 1 FROM tags t WHERE t.request_id = a.request_id AND t.name = 'user')",
        "monthly": "EXISTS (SELECT 1 FROM tags t WHERE t.request_id = a.request_id AND t.value = 'ann')",
        "weekly": f"a.tier = {int(Tier.FRONTIER)}",
        "7d": "a.model = 'small'",
    }
    wrong = []
    for period, condition in covered.items():
        query = f"SELECT COALESCE(SUM(cost), 0) FROM attempts a WHERE project_id = 'prj_a' AND {condition}"
        (costs,) = connection.execute(query).fetchone()
        (spent,) = connection.execute(
            "SELECT COALESCE(SUM(s.spent), 0) FROM balances s JOIN budgets b ON b.budget_id = s.budget_id "
            "WHERE b.period = ?",
            (period,),
        ).fetchone()
        if spent != costs:
            wrong.append((period, spent, costs))
    return wrong
