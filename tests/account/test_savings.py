"""Savings: what was paid is all of it, and what is simulated never counts."""

from collections.abc import Callable
from typing import Any

import pytest

from larouter.account.ledger import Ledger
from larouter.account.rollup import keep_up
from larouter.account.savings import NoBaseline, Savings, baseline_of, saved
from larouter.account.usage import Span
from larouter.config.catalog import read_catalog
from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.core.usage import Usage
from larouter.core.zones import Zone
from larouter.store.database import Database

EVER = Span(0, 1 << 60)
CATALOG = read_catalog()
OPUS = baseline_of(CATALOG, "")


async def look(database: Database, model: str = "", span: Span = EVER) -> Savings:
    await database.flush()
    return await database.read(lambda c: saved(c, span, baseline_of(CATALOG, model)))


def ask(ledger: Ledger, opening: Opening, *made: Attempt, status: int = 200) -> None:
    ticket = ledger.open(opening)
    for one in made:
        ticket.settle(one)
    ticket.close(Outcome(status, answered_by=made[-1].deployment if status == 200 else ""))


def test_the_baseline_is_the_first_frontier_model_unless_another_is_named() -> None:
    assert OPUS.id == "claude-opus-5-5"
    assert baseline_of(CATALOG, "gpt-6.1-sol").id == "gpt-6.1-sol"
    for name in ("nobody", "gemma-4-e2b"):
        with pytest.raises(NoBaseline):
            baseline_of(CATALOG, name)


async def test_everything_that_was_paid_is_taken_off(
    ledger: Ledger, database: Database, opening: Callable[..., Opening], attempt: Callable[..., Attempt]
) -> None:
    tried = attempt(90, number=0, model="small", deployment="cloud/small", status="failed")
    judge = attempt(10, number=-1, model="judge", deployment="cloud/judge", usage=Usage(50, 1))
    ask(ledger, opening(), judge, tried, attempt(500, number=1, usage=Usage(1_000, 100, 400)))
    found = await look(database)
    assert found.whole.paid == 600
    assert found.whole.baseline == 400 * 0.2 + 600 * 4 + 100 * 20
    assert found.whole.least == 1_000 * 0.2 + 100 * 20
    assert (found.whole.answers, found.whole.local) == (1, 0)


async def test_what_was_not_answered_saves_nothing_and_still_costs(
    ledger: Ledger, database: Database, opening: Callable[..., Opening], attempt: Callable[..., Attempt]
) -> None:
    ask(ledger, opening(), attempt(70, status="failed"), status=502)
    found = await look(database)
    assert (found.whole.answers, found.whole.baseline, found.whole.paid) == (0, 0, 70)
    assert found.shape()["saved"] == -0.00007


async def test_simulated_backends_and_the_toy_count_where_that_is_asked_for_alone(
    ledger: Ledger, database: Database, opening: Callable[..., Opening], attempt: Callable[..., Attempt]
) -> None:
    for backend in ("sim-complex", "toy"):
        ask(ledger, opening(), attempt(5, backend=backend, deployment=f"{backend}/m"))
    found = await look(database)
    assert (found.whole.answers, found.whole.baseline, found.whole.paid, found.simulated) == (0, 0, 0, 2)
    counted = await database.read(lambda c: saved(c, EVER, OPUS, simulated=True))
    assert (counted.whole.answers, counted.whole.paid, counted.simulated) == (2, 10, 2)


async def test_a_long_prompt_is_priced_as_one_on_the_baseline(
    ledger: Ledger, database: Database, opening: Callable[..., Opening], attempt: Callable[..., Attempt]
) -> None:
    ask(ledger, opening(), attempt(0, usage=Usage(300_000, 0)))
    ask(ledger, opening(), attempt(0, usage=Usage(200_000, 0)))
    found = await look(database, "gpt-6.1-sol")
    assert found.whole.baseline == 300_000 * 4 + 200_000 * 2
    assert (await look(database, "claude-haiku-5-5")).whole.baseline == 500_000 // 2


async def test_days_and_local_answers_are_told_apart_and_sums_change_nothing(
    ledger: Ledger,
    database: Database,
    opening: Callable[..., Opening],
    attempt: Callable[..., Attempt],
    clock: Any,
) -> None:
    ask(ledger, opening(), attempt(0, zone=Zone.LOCAL, backend="here", deployment="here/m"))
    ask(ledger, opening(at_ms=clock.now - 86_400_000), attempt(40))
    before = await look(database)
    assert [(day.answers, day.local, day.paid) for _, day in sorted(before.days.items())] == [
        (1, 0, 40),
        (1, 1, 0),
    ]
    assert before.shape()["localShare"] == 0.5
    await keep_up(database)
    assert await look(database) == before
    assert (await look(database, span=Span(0, 1 << 60, "prj_b"))).whole.answers == 0


async def test_attempts_without_a_price_are_counted_beside_it(
    ledger: Ledger, database: Database, opening: Callable[..., Opening], attempt: Callable[..., Attempt]
) -> None:
    ask(ledger, opening(), attempt(0, cost_known=False))
    assert (await look(database)).shape()["unpricedAttempts"] == 1
