"""Reservations and settlements inside one transaction, and the laws that hold for any sequence of them."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from larouter.account import budgets
from larouter.account.windows import window
from larouter.core.ledger import Attempt
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.core.zones import Zone
from larouter.store import budgets as rows
from larouter.store import migrations, reservations
from larouter.store.attempts import Owner
from larouter.store.budgets import Budget, Period
from larouter.store.reservations import Held

NOON = 1_795_003_200_000
DAY = 86_400_000


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(tmp_path / "b.db", isolation_level=None)
    migrations.migrate(connection, "b.db", 1)
    yield connection
    connection.close()


def budget(amount: int, period: Period = "daily", *, hard: bool = True, name: str = "bud_1") -> Budget:
    return Budget(name, "prj_a", MicroUSD(amount), period, hard, NOON)


def held(number: int, amount: int, at_ms: int = NOON, project: str = "prj_a") -> Held:
    return Held(Owner(f"req_{number}", at_ms, project, "tok"), 0, "run_1", "cloud/big", 2, 3, amount)


def made(cost: int, number: int = 0) -> Attempt:
    return Attempt(number, "cloud/big", "cloud", "big", Zone.PUBLIC, Tier.COMPLEX, "ok", cost=MicroUSD(cost))


def standing(connection: sqlite3.Connection, now_ms: int = NOON) -> list[tuple[int, int]]:
    return [(one.spent, one.reserved) for one in budgets.readings(connection, now_ms)]


def test_what_fits_is_reserved_and_what_does_not_is_refused(connection: sqlite3.Connection) -> None:
    rows.add(connection, budget(100))
    assert budgets.reserve(connection, held(1, 60)) is None
    refusal = budgets.reserve(connection, held(2, 41))
    assert refusal is not None
    assert refusal.reading.left == 40
    assert budgets.reserve(connection, held(3, 40)) is None
    assert standing(connection) == [(0, 100)]


def test_a_refusal_names_the_budget_what_is_left_and_the_reset(connection: sqlite3.Connection) -> None:
    rows.add(connection, budget(1_500_000))
    refusal = budgets.reserve(connection, held(1, 2_000_000))
    assert refusal is not None
    assert refusal.error().caller_detail == (
        "The daily budget bud_1 of 1.500000 USD has 1.500000 USD left, and this request may cost "
        "2.000000 USD. It starts anew at 2026-11-19T00:00:00Z. A smaller max_tokens or a cheaper model "
        "may fit."
    )
    assert refusal.error().status == 402


def test_all_budgets_must_fit_or_none_is_touched(connection: sqlite3.Connection) -> None:
    rows.add(connection, budget(100, name="bud_1"))
    rows.add(connection, budget(50, "total", name="bud_2"))
    refusal = budgets.reserve(connection, held(1, 60))
    assert refusal is not None
    assert refusal.reading.budget.budget_id == "bud_2"
    assert "never starts anew" in refusal.error().caller_detail
    assert standing(connection) == [(0, 0), (0, 0)]
    assert reservations.outstanding(connection) == 0


def test_a_soft_budget_counts_and_never_refuses(connection: sqlite3.Connection) -> None:
    rows.add(connection, budget(10, hard=False))
    assert budgets.reserve(connection, held(1, 60)) is None
    assert standing(connection) == [(0, 60)]


def test_a_settlement_takes_what_it_cost_and_gives_the_rest_back(connection: sqlite3.Connection) -> None:
    rows.add(connection, budget(100))
    budgets.reserve(connection, held(1, 60))
    assert budgets.settle(connection, held(1, 60).owner, made(25), held=True)
    assert standing(connection) == [(25, 0)]
    assert reservations.outstanding(connection) == 0


def test_a_settlement_is_made_once(connection: sqlite3.Connection) -> None:
    rows.add(connection, budget(100))
    budgets.reserve(connection, held(1, 60))
    owner = held(1, 60).owner
    assert budgets.settle(connection, owner, made(25), held=True)
    assert not budgets.settle(connection, owner, made(25), held=True)
    assert standing(connection) == [(25, 0)]


def test_a_release_gives_everything_back(connection: sqlite3.Connection) -> None:
    rows.add(connection, budget(100))
    budgets.reserve(connection, held(1, 60))
    budgets.release(connection, held(1, 60).owner, 0)
    budgets.release(connection, held(1, 60).owner, 0)
    assert standing(connection) == [(0, 0)]


def test_a_budget_counts_what_was_spent_before_it_was_made(connection: sqlite3.Connection) -> None:
    budgets.settle(connection, held(1, 0).owner, made(80), held=False)
    budgets.settle(connection, held(2, 0, NOON - DAY).owner, made(1_000), held=False)
    budgets.settle(connection, held(3, 0, project="prj_b").owner, made(1_000), held=False)
    rows.add(connection, budget(100))
    assert budgets.reserve(connection, held(4, 21)) is not None
    assert budgets.reserve(connection, held(4, 20)) is None


def test_what_was_not_reserved_is_counted_all_the_same(connection: sqlite3.Connection) -> None:
    rows.add(connection, budget(100))
    budgets.settle(connection, held(1, 0).owner, made(70), held=False)
    budgets.settle(connection, held(2, 0).owner, made(70), held=False)
    assert standing(connection) == [(140, 0)]
    assert budgets.reserve(connection, held(3, 1)) is not None


def test_a_new_window_begins_empty(connection: sqlite3.Connection) -> None:
    rows.add(connection, budget(100))
    budgets.settle(connection, held(1, 0).owner, made(100), held=False)
    assert budgets.reserve(connection, held(2, 1)) is not None
    assert budgets.reserve(connection, held(3, 100, NOON + DAY)) is None


def test_a_request_that_outlives_its_window_is_charged_to_it(connection: sqlite3.Connection) -> None:
    rows.add(connection, budget(100))
    evening = held(1, 60, NOON + DAY // 2 - 1)
    budgets.reserve(connection, evening)
    budgets.settle(connection, evening.owner, made(50), held=True)
    assert standing(connection, NOON) == [(50, 0)]
    assert standing(connection, NOON + DAY) == [(0, 0)]


def test_a_cap_lowered_below_what_is_spent_refuses_at_once(connection: sqlite3.Connection) -> None:
    budgets.put(connection, budget(100))
    budgets.settle(connection, held(1, 0).owner, made(50), held=False)
    lowered = budgets.put(connection, budget(40, name="bud_9"))
    assert (lowered.budget_id, lowered.amount) == ("bud_1", 40)
    refusal = budgets.reserve(connection, held(2, 1))
    assert refusal is not None
    assert refusal.reading.left == 0


def test_another_window_is_another_budget(connection: sqlite3.Connection) -> None:
    budgets.put(connection, budget(100, "daily", name="bud_1"))
    budgets.put(connection, budget(100, "monthly", name="bud_2"))
    assert len(rows.in_force(connection)) == 2


def test_a_budget_of_the_same_window_is_changed_in_place(connection: sqlite3.Connection) -> None:
    budgets.put(connection, budget(100, "daily", name="bud_1"))
    budgets.put(connection, budget(250, "daily", hard=False, name="bud_2"))
    (only,) = rows.in_force(connection)
    assert (only.amount, only.hard) == (250, False)


AMOUNTS = st.integers(1, 60)


class Spending(RuleBasedStateMachine):
    """Any order of reserving, settling, releasing, changing and passing midnight."""

    def __init__(self) -> None:
        super().__init__()
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        migrations.migrate(self.connection, ":memory:", 1)
        self.open: dict[int, Held] = {}
        self.ledger: list[tuple[int, int]] = []
        self.number = 0
        self.now = NOON

    @rule(amount=st.integers(0, 300), period=st.sampled_from(["daily", "total"]))
    def set_a_hard_budget(self, amount: int, period: Period) -> None:
        budgets.put(self.connection, budget(amount, period, name=f"bud_{period}"))

    @rule(worst=AMOUNTS)
    def reserve(self, worst: int) -> None:
        self.number += 1
        one = held(self.number, worst, self.now)
        before = {
            reading.budget.budget_id: reading for reading in budgets.readings(self.connection, self.now)
        }
        answer = budgets.reserve(self.connection, one)
        fits = all(
            reading.spent + reading.reserved + worst <= reading.budget.amount for reading in before.values()
        )
        assert (answer is None) is fits
        if answer is None:
            self.open[self.number] = one

    @precondition(lambda self: self.open)
    @rule(data=st.data())
    def settle(self, data: st.DataObject) -> None:
        one = self.open.pop(data.draw(st.sampled_from(sorted(self.open))))
        cost = data.draw(st.integers(0, one.amount))
        assert budgets.settle(self.connection, one.owner, made(cost), held=True)
        self.ledger.append((one.owner.at_ms, cost))

    @precondition(lambda self: self.open)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        one = self.open.pop(data.draw(st.sampled_from(sorted(self.open))))
        budgets.release(self.connection, one.owner, one.number)

    @rule()
    def midnight(self) -> None:
        self.now += DAY

    @invariant()
    def what_is_spent_is_the_sum_of_the_ledger(self) -> None:
        for reading in budgets.readings(self.connection, self.now):
            start, end = window(reading.budget.period, self.now)
            within = [cost for at_ms, cost in self.ledger if start <= at_ms and (end is None or at_ms < end)]
            assert reading.spent == sum(within)

    @invariant()
    def what_is_reserved_is_the_sum_of_the_reservations(self) -> None:
        sums = dict(
            self.connection.execute(
                "SELECT budget_id || window_start_ms, SUM(amount) FROM reservations GROUP BY 1"
            ).fetchall()
        )
        balances = self.connection.execute(
            "SELECT budget_id || window_start_ms, reserved FROM balances WHERE reserved <> 0"
        ).fetchall()
        assert dict(balances) == sums

    def teardown(self) -> None:
        for one in self.open.values():
            budgets.settle(self.connection, one.owner, made(one.amount), held=True)
        assert reservations.outstanding(self.connection) == 0
        assert self.connection.execute("SELECT COUNT(*) FROM balances WHERE reserved <> 0").fetchone() == (0,)
        self.connection.close()


TestSpending = Spending.TestCase
TestSpending.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
