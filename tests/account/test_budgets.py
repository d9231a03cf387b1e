"""Reservations and settlements inside one transaction, and the laws that hold for any sequence of them."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
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
from larouter.store.budgets import Budget
from larouter.store.reservations import Held

NOON = 1_795_003_200_000
DAY = 86_400_000


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(tmp_path / "b.db", isolation_level=None)
    migrations.migrate(connection, "b.db", 1)
    yield connection
    connection.close()


def budget(amount: int, period: str = "daily", *, hard: bool = True, name: str = "bud_1") -> Budget:
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


def owner(number: int, *tags: tuple[str, str], at_ms: int = NOON, token: str = "tok") -> Owner:
    return Owner(f"req_{number}", at_ms, "prj_a", token, tags)


def hold(who: Owner, amount: int, number: int = 0, tier: Tier = Tier.COMPLEX) -> Held:
    return Held(who, number, "run_1", "cloud/big", 2, int(tier), amount)


def test_a_budget_of_a_tag_refuses_only_those_who_carry_it(connection: sqlite3.Connection) -> None:
    rows.add(connection, replace(budget(100), scope="tag", scope_value="feature=search"))
    assert budgets.reserve(connection, hold(owner(1, ("feature", "search")), 101)) is not None
    assert budgets.reserve(connection, hold(owner(2, ("feature", "chat")), 101)) is None
    assert budgets.reserve(connection, hold(owner(3), 101)) is None
    assert standing(connection) == [(0, 0)]


def test_every_user_may_have_the_amount_to_himself(connection: sqlite3.Connection) -> None:
    rows.add(connection, replace(budget(100), scope="tag", scope_value="user"))
    for number, user in enumerate(("ann", "bob", "cid")):
        assert budgets.reserve(connection, hold(owner(number, ("user", user)), 60)) is None
    refusal = budgets.reserve(connection, hold(owner(9, ("user", "bob")), 41))
    assert refusal is not None
    assert "budget bud_1 of user 'bob' of 0.000100 USD has 0.000040 USD left" in refusal.error().caller_detail
    assert {it.subject: it.reserved for it in budgets.readings(connection, NOON)} == {
        "ann": 60,
        "bob": 60,
        "cid": 60,
    }


def test_a_token_may_have_a_budget(connection: sqlite3.Connection) -> None:
    rows.add(connection, replace(budget(100), scope="token", scope_value="tok_b"))
    assert budgets.reserve(connection, hold(owner(1, token="tok_b"), 101)) is not None
    assert budgets.reserve(connection, hold(owner(2, token="tok_a"), 101)) is None


def test_a_budget_of_a_tier_leaves_the_others_alone(connection: sqlite3.Connection) -> None:
    rows.add(connection, replace(budget(100), tiers=(Tier.FRONTIER,)))
    assert budgets.reserve(connection, hold(owner(1), 101)) is None
    assert budgets.reserve(connection, hold(owner(2), 101, tier=Tier.FRONTIER)) is not None


def test_a_cap_for_each_request_holds_over_all_its_attempts(connection: sqlite3.Connection) -> None:
    rows.add(connection, budget(100, "request"))
    one = owner(1)
    assert budgets.reserve(connection, hold(one, 60)) is None
    refusal = budgets.reserve(connection, hold(one, 41, number=1))
    assert refusal is not None
    assert (
        "The cap bud_1 of 0.000100 USD for each request has 0.000040 USD left"
        in refusal.error().caller_detail
    )
    assert budgets.settle(connection, one, made(10), held=True)
    assert budgets.reserve(connection, hold(one, 90, number=1)) is None
    assert budgets.reserve(connection, hold(owner(2), 100)) is None
    budgets.release(connection, one, 1)
    budgets.release(connection, owner(2), 0)
    assert reservations.outstanding(connection) == 0
    assert connection.execute("SELECT COUNT(*) FROM balances").fetchone() == (0,)


def test_a_rolling_window_gives_back_what_has_left_it(connection: sqlite3.Connection) -> None:
    rows.add(connection, budget(100, "24h"))
    budgets.settle(connection, owner(1), made(100), held=False)
    refusal = budgets.reserve(connection, hold(owner(2, at_ms=NOON + DAY - 1), 1))
    assert refusal is not None
    assert "Room begins to come back at 2026-11-19T12:30:00Z" in refusal.error().caller_detail
    assert refusal.error().retry_after == pytest.approx(1800, abs=1)
    assert budgets.reserve(connection, hold(owner(3, at_ms=NOON + DAY + 1_800_000), 100)) is None


def test_a_rolling_budget_counts_what_was_spent_before_it_was_made(connection: sqlite3.Connection) -> None:
    budgets.settle(connection, owner(1, at_ms=NOON - DAY // 2), made(60), held=False)
    budgets.settle(connection, owner(2, at_ms=NOON - 2 * DAY), made(60), held=False)
    budgets.put(connection, budget(100, "24h"))
    assert standing(connection) == [(60, 0)]
    assert standing(connection, NOON + DAY) == [(0, 0)]


def test_a_refusal_says_in_how_many_seconds_there_is_room_again(connection: sqlite3.Connection) -> None:
    rows.add(connection, budget(100))
    refusal = budgets.reserve(connection, held(1, 101))
    assert refusal is not None
    assert refusal.error().retry_after == 12 * 3600


def test_a_threshold_that_is_passed_is_written_down_once(connection: sqlite3.Connection) -> None:
    budgets.put(connection, budget(100))
    for number, cost in enumerate((49, 1, 20, 40)):
        budgets.settle(connection, owner(number), made(cost), held=False)
    budgets.settle(connection, owner(9, at_ms=NOON + DAY), made(50), held=False)
    told = connection.execute("SELECT body FROM alerts ORDER BY at_ms, alert_id").fetchall()
    bodies = [msgspec.json.decode(body) for (body,) in told]
    assert sorted(it["threshold"] for it in bodies) == [50, 50, 80, 100]


SHAPES: tuple[dict[str, object], ...] = (
    {},
    {"period": "total"},
    {"period": "3h"},
    {"period": "weekly", "time_zone": "Asia/Kolkata"},
    {"scope": "tag", "scope_value": "user=ann"},
    {"scope": "tag", "scope_value": "user"},
    {"scope": "token", "scope_value": "tok_1"},
    {"scope": "token", "period": "24h"},
    {"tiers": (Tier.FRONTIER, Tier.COMPLEX)},
    {"models": ("small",), "period": "monthly"},
)
AMOUNTS = st.integers(1, 60)
TIERS = st.sampled_from([Tier.SIMPLE, Tier.COMPLEX, Tier.FRONTIER])


class Spending(RuleBasedStateMachine):
    """Any order of reserving, settling, releasing, changing and passing time, under budgets of every shape."""

    def __init__(self) -> None:
        super().__init__()
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        migrations.migrate(self.connection, ":memory:", 1)
        self.open: dict[int, Held] = {}
        self.ledger: list[tuple[Held, int]] = []
        self.number = 0
        self.now = NOON

    @rule(amount=st.integers(0, 300), shape=st.sampled_from(SHAPES))
    def set_a_hard_budget(self, amount: int, shape: dict[str, object]) -> None:
        wanted = replace(budget(amount, name=f"bud_{SHAPES.index(shape)}"), **shape)  # type: ignore[arg-type]
        budgets.put(self.connection, replace(wanted, created_ms=self.now))

    @rule(
        worst=AMOUNTS,
        user=st.sampled_from(["", "ann", "bob"]),
        token=st.sampled_from(["tok_1", "tok_2"]),
        tier=TIERS,
        model=st.sampled_from(["big", "small"]),
    )
    def reserve(self, worst: int, user: str, token: str, tier: Tier, model: str) -> None:
        self.number += 1
        tags = (("user", user),) if user else ()
        who = Owner(f"req_{self.number}", self.now, "prj_a", token, tags)
        one = Held(who, 0, "run_1", f"cloud/{model}", 2, int(tier), worst)
        fits = all(
            self.spent(it, subject, self.now) + self.reserved(it, subject, self.now) + worst <= it.amount
            for it in rows.in_force(self.connection)
            if (subject := it.subject(who)) is not None and it.covers(one.deployment, tier)
        )
        answer = budgets.reserve(self.connection, one)
        assert (answer is None) is fits
        if answer is None:
            self.open[self.number] = one

    def counts(self, it: Budget, subject: str, one: Held) -> bool:
        return it.subject(one.owner) == subject and it.covers(one.deployment, Tier(one.tier))

    def within(self, it: Budget, at_ms: int, now: int) -> bool:
        at = window(it.period, now, it.time_zone)
        return at.since_ms <= window(it.period, at_ms, it.time_zone).piece_ms <= at.last_ms

    def spent(self, it: Budget, subject: str, now: int) -> int:
        return sum(
            cost
            for one, cost in self.ledger
            if self.counts(it, subject, one) and self.within(it, one.owner.at_ms, now)
        )

    def reserved(self, it: Budget, subject: str, now: int) -> int:
        """What the open attempts hold under a budget; those that are older than it hold nothing there."""
        held = self.connection.execute(
            "SELECT amount, at_ms FROM reservations WHERE budget_id = ? AND subject = ?",
            (it.budget_id, subject),
        )
        return sum(amount for amount, at_ms in held if self.within(it, at_ms, now))

    @precondition(lambda self: self.open)
    @rule(data=st.data())
    def settle(self, data: st.DataObject) -> None:
        one = self.open.pop(data.draw(st.sampled_from(sorted(self.open))))
        cost = data.draw(st.integers(0, one.amount))
        done = replace(made(cost), deployment=one.deployment, tier=Tier(one.tier))
        assert budgets.settle(self.connection, one.owner, done, held=True)
        self.connection.executemany(
            "INSERT INTO tags (at_ms, request_id, name, value) VALUES (?, ?, ?, ?)",
            [(one.owner.at_ms, one.owner.request_id, *tag) for tag in one.owner.tags],
        )
        self.ledger.append((one, cost))

    @precondition(lambda self: self.open)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        one = self.open.pop(data.draw(st.sampled_from(sorted(self.open))))
        budgets.release(self.connection, one.owner, one.number)

    @rule(ms=st.sampled_from([-60_000, 1, 60_000, 3_600_000, DAY]))
    def time_passes(self, ms: int) -> None:
        self.now += ms

    @invariant()
    def what_is_spent_is_the_sum_of_the_ledger(self) -> None:
        for reading in budgets.readings(self.connection, self.now):
            assert reading.spent == self.spent(reading.budget, reading.subject, self.now)
            assert reading.reserved == self.reserved(reading.budget, reading.subject, self.now)

    @invariant()
    def what_is_reserved_is_the_sum_of_the_reservations(self) -> None:
        key = "budget_id || '/' || subject || '/' || window_start_ms"
        sums = dict(
            self.connection.execute(f"SELECT {key}, SUM(amount) FROM reservations GROUP BY 1").fetchall()
        )
        balances = self.connection.execute(
            f"SELECT {key}, reserved FROM balances WHERE reserved <> 0"
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


def alerts_of(connection: sqlite3.Connection) -> list[dict[str, object]]:
    bodies = connection.execute("SELECT body FROM alerts ORDER BY alert_id").fetchall()
    return [told for (body,) in bodies if (told := json.loads(body))["kind"] == "excess"]


def test_a_provider_that_exceeds_what_was_set_aside_is_charged_and_told_of_once_a_day(
    connection: sqlite3.Connection,
) -> None:
    rows.add(connection, budget(100))
    for number, (reserved, cost) in enumerate([(40, 40), (40, 70)]):
        assert budgets.reserve(connection, held(number, reserved)) is None
        assert budgets.settle(connection, held(number, reserved).owner, made(cost), held=True)
    assert standing(connection) == [(110, 0)]  # beyond the cap, and truthfully so
    (told,) = alerts_of(connection)
    assert (told["request"], told["deployment"]) == ("req_1", "cloud/big")
    assert (told["reserved_usd"], told["cost_usd"], told["excess_usd"]) == (0.00004, 0.00007, 0.00003)
    refusal = budgets.reserve(connection, held(2, 1))
    assert refusal is not None
    rows.change(connection, "bud_1", budget(1_000))
    for number, at_ms in ((3, NOON), (4, NOON + DAY)):
        assert budgets.reserve(connection, held(number, 10, at_ms)) is None
        budgets.settle(connection, held(number, 10, at_ms).owner, made(20), held=True)
    assert len(alerts_of(connection)) == 2


def test_what_was_not_set_aside_cannot_be_exceeded(connection: sqlite3.Connection) -> None:
    budgets.settle(connection, held(1, 0).owner, made(20), held=False)
    assert alerts_of(connection) == []
