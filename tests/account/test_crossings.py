"""Thresholds that are passed."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

import msgspec
import pytest

from larouter.account import crossings
from larouter.account.reading import Reading
from larouter.core.money import MicroUSD
from larouter.store import migrations
from larouter.store.budgets import Budget

NOON = 1_795_003_200_000
BUDGET = Budget("bud_1", "prj_a", MicroUSD(100), "daily", True, 1)


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrations.migrate(connection, ":memory:", 1)
    yield connection
    connection.close()


def told(connection: sqlite3.Connection) -> list[int]:
    rows = connection.execute("SELECT body FROM alerts ORDER BY alert_id").fetchall()
    return sorted(msgspec.json.decode(body)["threshold"] for (body,) in rows)


def at(spent: int, **changes: object) -> Reading:
    return Reading(replace(BUDGET, **changes), NOON, None, spent, 0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "cost", "thresholds"),
    [
        (0, 49, []),
        (0, 50, [50]),
        (49, 1, [50]),
        (50, 29, []),
        (0, 100, [50, 80, 100]),
        (100, 900, []),
    ],
)
def test_every_threshold_between_before_and_after_is_told(
    connection: sqlite3.Connection, before: int, cost: int, thresholds: list[int]
) -> None:
    crossings.note(connection, at(before), cost, NOON)
    assert told(connection) == thresholds


def test_a_threshold_is_told_once_in_a_window(connection: sqlite3.Connection) -> None:
    crossings.note(connection, at(0), 50, NOON)
    crossings.note(connection, at(0), 50, NOON)
    assert told(connection) == [50]
    crossings.note(connection, replace(at(0), start_ms=NOON + 86_400_000), 50, NOON + 86_400_000)
    assert told(connection) == [50, 50]


def test_a_rolling_window_tells_once_in_its_length(connection: sqlite3.Connection) -> None:
    for minute in range(3):
        moment = NOON + minute * 60_000
        crossings.note(connection, replace(at(0, period="24h"), start_ms=moment), 50, moment)
    assert told(connection) == [50]


def test_the_thresholds_are_those_of_the_budget(connection: sqlite3.Connection) -> None:
    crossings.note(connection, at(0, thresholds=(7, 33)), 100, NOON)
    assert told(connection) == [7, 33]
