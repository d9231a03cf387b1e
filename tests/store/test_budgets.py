"""Budgets in force."""

import sqlite3

from larouter.core.money import MicroUSD
from larouter.store import budgets, revisions
from larouter.store.budgets import Budget

DAILY = Budget("bud_1", "prj_a", MicroUSD(500), "daily", hard=True, created_ms=1)
SOFT = Budget(
    "bud_2", "prj_b", MicroUSD(9), "total", hard=False, created_ms=2, scope="tag", scope_value="a=b"
)


def test_budgets_come_back_as_they_were(connection: sqlite3.Connection) -> None:
    budgets.add(connection, SOFT)
    budgets.add(connection, DAILY)
    assert budgets.in_force(connection) == [DAILY, SOFT]
    assert budgets.of_project(connection, "prj_b") == [SOFT]


def test_a_budget_can_be_changed_and_removed(connection: sqlite3.Connection) -> None:
    budgets.add(connection, DAILY)
    assert budgets.change(connection, "bud_1", MicroUSD(7), hard=False)
    (found,) = budgets.in_force(connection)
    assert (found.amount, found.hard) == (7, False)
    assert budgets.remove(connection, "bud_1", 50)
    assert budgets.in_force(connection) == []
    assert not budgets.remove(connection, "bud_1", 51)
    assert not budgets.change(connection, "bud_1", MicroUSD(8), hard=True)
    assert revisions.current(connection) == {"budgets": 3}
