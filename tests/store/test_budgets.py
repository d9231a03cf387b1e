"""Budgets in force."""

import sqlite3
from dataclasses import replace

import pytest

from larouter.core.ids import pseudonym
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.store import budgets, revisions
from larouter.store.attempts import Owner
from larouter.store.budgets import Budget

DAILY = Budget("bud_1", "prj_a", MicroUSD(500), "daily", hard=True, created_ms=1)
SOFT = Budget(
    "bud_2",
    "prj_b",
    MicroUSD(9),
    "7d",
    hard=False,
    created_ms=2,
    scope="tag",
    scope_value="a=b",
    time_zone="Asia/Kolkata",
    tiers=(Tier.COMPLEX, Tier.FRONTIER),
    models=("gpt-*", "claude-?"),
    thresholds=(10, 90),
    pressure=75,
)


def test_budgets_come_back_as_they_were(connection: sqlite3.Connection) -> None:
    budgets.add(connection, SOFT)
    budgets.add(connection, DAILY)
    assert budgets.in_force(connection) == [DAILY, SOFT]
    assert budgets.of_project(connection, "prj_b") == [SOFT]


def test_a_budget_can_be_changed_and_removed(connection: sqlite3.Connection) -> None:
    budgets.add(connection, DAILY)
    assert budgets.change(connection, "bud_1", replace(DAILY, amount=MicroUSD(7), hard=False, pressure=80))
    (found,) = budgets.in_force(connection)
    assert (found.amount, found.hard, found.pressure) == (7, False, 80)
    assert budgets.remove(connection, "bud_1", 50)
    assert budgets.in_force(connection) == []
    assert not budgets.remove(connection, "bud_1", 51)
    assert not budgets.change(connection, "bud_1", DAILY)
    assert revisions.current(connection) == {"budgets": 3}


@pytest.mark.parametrize(
    ("scope", "value", "subject"),
    [
        ("project", "", ""),
        ("token", "tok_a", ""),
        ("token", "tok_b", None),
        ("token", "", "tok_a"),
        ("tag", "feature=search", ""),
        ("tag", "feature=chat", None),
        ("tag", "feature", "search"),
        ("tag", "colour", None),
        ("tag", "sum=1=1", ""),
        ("tag", "user=ann", ""),
        ("tag", "user=bob", None),
    ],
)
def test_a_scope_says_in_whose_name_a_request_counts(scope: str, value: str, subject: str | None) -> None:
    owner = Owner(
        "req", 0, "prj_b", "tok_a", (("feature", "search"), ("sum", "1=1"), ("user", pseudonym("ann")))
    )
    assert replace(SOFT, scope=scope, scope_value=value).subject(owner) == subject


@pytest.mark.parametrize(
    ("tiers", "models", "covered"),
    [
        ((), (), True),
        ((Tier.COMPLEX,), (), True),
        ((Tier.SIMPLE,), (), False),
        ((), ("big",), True),
        ((), ("cloud/b*",), True),
        ((), ("cloud",), True),
        ((), ("small", "cloud/small"), False),
        ((Tier.SIMPLE,), ("big",), False),
    ],
)
def test_a_budget_may_cover_some_tiers_or_models_only(
    tiers: tuple[Tier, ...], models: tuple[str, ...], *, covered: bool
) -> None:
    budget = replace(DAILY, tiers=tiers, models=models)
    assert budget.covers("cloud/big", Tier.COMPLEX) is covered
