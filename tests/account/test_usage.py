"""Figures: every breakdown adds up to the totals, and the totals to the ledger."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from larouter.account import usage
from larouter.account.ledger import Ledger
from larouter.account.usage import Figures, UsagePeriod, ask, daily, models, report, span_of
from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.core.usage import Usage
from larouter.core.zones import Sensitivity, Zone
from larouter.store import projects
from larouter.store.database import Database
from larouter.store.projects import Project
from larouter.store.sqlite import open_sqlite

NOON = 1_795_003_200_000
DAY = 86_400_000
BREAKDOWNS = ("byModel", "byTier", "byBackend", "byZone", "byProject")


def calls(found: Figures) -> int:
    return found.total().calls


async def test_a_request_is_in_every_figure(
    ledger: Ledger, database: Database, opening: Callable[..., Opening], attempt: Callable[..., Attempt]
) -> None:
    await database.write(lambda c: projects.add(c, Project("prj_a", "alpha", "default", 1)))
    ticket = ledger.open(opening())
    ticket.settle(attempt(250_000, usage=Usage(100, 20, cached_tokens=60, reasoning_tokens=5)))
    ticket.close(Outcome(200, answered_by="cloud/big"))
    found = await ask(database, report, "daily", "prj_a", NOON)
    part = {
        "calls": 1,
        "succeededCalls": 1,
        "attempts": 1,
        "cost": 0.25,
        "costMicroUsd": 250_000,
        "tokens": 120,
        "inputTokens": 100,
        "outputTokens": 20,
        "cachedTokens": 60,
        "reasoningTokens": 5,
    }
    assert found == {
        "totalCost": 0.25,
        "totalCostMicroUsd": 250_000,
        "totalCalls": 1,
        "succeededCalls": 1,
        "attempts": 1,
        "inputTokens": 100,
        "outputTokens": 20,
        "cachedTokens": 60,
        "reasoningTokens": 5,
        "unpricedAttempts": 0,
        "unknownAttempts": 0,
        "byModel": {"big": part},
        "byTier": {"COMPLEX": part},
        "byBackend": {"cloud": part},
        "byZone": {"public": part},
        "byProject": {"prj_a": {"name": "alpha", **part}},
        "dailyCosts": [{"date": "2026-11-18", "cost": 0.25, "costMicroUsd": 250_000, "calls": 1}],
        "from": "2026-11-18",
        "to": "2026-11-18",
        "projectId": "prj_a",
    }


async def test_a_request_that_was_sent_nowhere_is_counted_under_none(
    ledger: Ledger, database: Database, opening: Callable[..., Opening]
) -> None:
    ledger.open(opening()).close(Outcome(403, error="no_eligible_backend"))
    found: Any = await ask(database, report, "daily", None, NOON)
    assert (found["totalCalls"], found["succeededCalls"]) == (1, 0)
    assert list(found["byModel"]) == list(found["byTier"]) == list(found["byZone"]) == ["none"]


async def test_a_fallback_is_one_call_whose_money_stays_where_it_was_spent(
    ledger: Ledger, database: Database, opening: Callable[..., Opening], attempt: Callable[..., Attempt]
) -> None:
    ticket = ledger.open(opening())
    ticket.settle(attempt(7, number=0, model="small", deployment="cloud/small", status="failed"))
    ticket.settle(attempt(30, number=1))
    ticket.close(Outcome(200, answered_by="cloud/big"))
    found: Any = await ask(database, report, "daily", None, NOON)
    by_model = {model: (part["calls"], part["costMicroUsd"]) for model, part in found["byModel"].items()}
    assert by_model == {"big": (1, 30), "small": (0, 7)}


@pytest.mark.parametrize(
    ("period", "first", "days"),
    [("daily", "2026-11-18", 1), ("weekly", "2026-11-12", 7), ("monthly", "2026-10-20", 30)],
)
async def test_a_period_ends_today_and_shows_quiet_days(
    database: Database, period: UsagePeriod, first: str, days: int
) -> None:
    found = await ask(database, daily, period, None, NOON)
    assert [found[0]["date"], found[-1]["date"], len(found)] == [first, "2026-11-18", days]


@pytest.mark.parametrize(("period", "days"), [("daily", 1), ("weekly", 7), ("monthly", 30)])
async def test_what_is_older_than_the_period_is_not_in_it(
    ledger: Ledger,
    database: Database,
    opening: Callable[..., Opening],
    period: UsagePeriod,
    days: int,
) -> None:
    midnight = NOON // DAY * DAY
    for at_ms in (midnight - (days - 1) * DAY, midnight - (days - 1) * DAY - 1):
        ledger.open(opening(at_ms=at_ms)).close(Outcome(200))
    assert await ask(database, calls, period, None, NOON) == 1
    assert await ask(database, calls, "all", None, NOON) == 2


async def test_everything_begins_with_the_first_request(
    ledger: Ledger, database: Database, opening: Callable[..., Opening]
) -> None:
    assert len(await ask(database, daily, "all", None, NOON)) == 1
    ledger.open(opening(at_ms=NOON - 99 * DAY)).close(Outcome(200))
    assert len(await ask(database, daily, "all", None, NOON)) == 100


async def test_models_are_listed_dearest_first(
    ledger: Ledger, database: Database, opening: Callable[..., Opening], attempt: Callable[..., Attempt]
) -> None:
    for model, cost in (("free", 0), ("dear", 90), ("cheap", 3)):
        ticket = ledger.open(opening())
        ticket.settle(attempt(cost, model=model))
        ticket.close(Outcome(200, answered_by="cloud/big"))
    found = await ask(database, models, "daily", None, NOON)
    assert [one["model"] for one in found] == ["dear", "cheap", "free"]


def test_a_span_is_whole_days_of_utc() -> None:
    span = span_of("weekly", "prj_a", NOON)
    assert (span.from_ms % DAY, span.until_ms % DAY, span.project_id) == (0, 0, "prj_a")


TRIES = st.tuples(
    st.integers(0, 10_000), st.integers(0, 500), st.sampled_from(["a/x", "b/x", "b/y"]),
    st.sampled_from(Tier), st.sampled_from(Zone), st.sampled_from(["ok", "failed", "cancelled"]),
)  # fmt: skip
ASKED = st.tuples(
    st.sampled_from(["prj_a", "prj_b"]),
    st.integers(-40, 0),
    st.lists(TRIES, max_size=3),
    st.sampled_from([200, 402, 499, 502, None]),
)


@settings(max_examples=40, deadline=None)
@given(traffic=st.lists(ASKED, max_size=20), project=st.sampled_from(["prj_a", None]))
def test_totals_are_the_sum_of_every_breakdown_and_of_the_ledger(
    traffic: list[Any], project: str | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    asyncio.run(_traffic(str(tmp_path_factory.mktemp("usage") / "u.db"), traffic, project))


async def _traffic(path: str, traffic: list[Any], project: str | None) -> None:
    database = open_sqlite(path, NOON)
    ledger = Ledger(database, lambda: NOON)
    for number, (whose, day, tries, status) in enumerate(traffic):
        asked = Opening(
            f"req_{number}", NOON + day * DAY, whose, "tok", "openai.chat", False, "auto", Tier.COMPLEX,
            Sensitivity.PUBLIC, Zone.PUBLIC, b"{}", "p", "f",
        )  # fmt: skip
        ticket = ledger.open(asked)
        for place, (cost, tokens, where, tier, zone, end) in enumerate(tries):
            backend, _, model = where.partition("/")
            spent = Usage(tokens, tokens // 2)
            ticket.settle(Attempt(place, where, backend, model, zone, tier, end, "", spent, MicroUSD(cost)))
        if status is not None:
            ticket.close(Outcome(status, answered_by=tries[-1][2] if tries and status == 200 else ""))
    for period in usage.PERIODS:
        found: Any = await ask(database, report, period, project, NOON)
        expected = _expected(traffic, project, period)
        totals = (
            "totalCalls",
            "succeededCalls",
            "totalCostMicroUsd",
            "inputTokens",
            "outputTokens",
            "attempts",
        )
        assert tuple(found[name] for name in totals) == expected
        for name in BREAKDOWNS:
            parts = found[name].values()
            keys = ("calls", "succeededCalls", "costMicroUsd", "inputTokens", "outputTokens", "attempts")
            assert tuple(sum(part[key] for part in parts) for key in keys) == expected, name
        assert sum(day["costMicroUsd"] for day in found["dailyCosts"]) == expected[2]
        assert sum(day["calls"] for day in found["dailyCosts"]) == expected[0]
    await database.close()


def _expected(traffic: list[Any], project: str | None, period: UsagePeriod) -> tuple[int, ...]:
    days = {"daily": 1, "weekly": 7, "monthly": 30, "all": 1000}[period]
    seen = [one for one in traffic if project in (None, one[0]) and one[1] > -days]
    tries = [each for one in seen for each in one[2]]
    return (
        sum(status is not None for *_, status in seen),
        sum(status == 200 for *_, status in seen),
        sum(each[0] for each in tries),
        sum(each[1] for each in tries),
        sum(each[1] // 2 for each in tries),
        len(tries),
    )
