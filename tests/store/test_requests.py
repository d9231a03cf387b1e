"""Openings come back as they were written, whole or as a list."""

import sqlite3
from collections.abc import Callable

from larouter.core.ledger import Opening, Outcome
from larouter.store import outcomes, requests
from larouter.store.attempts import Owner

Make = Callable[..., Opening]


def test_an_opening_comes_back_as_it_was_written(connection: sqlite3.Connection, opening: Make) -> None:
    requests.add(connection, opening(1), "run_1")
    assert requests.by_id(connection, "req_000001") == opening(1)
    assert requests.by_id(connection, "req_000002") is None


def test_adding_an_opening_again_changes_nothing(connection: sqlite3.Connection, opening: Make) -> None:
    requests.add(connection, opening(1), "run_1")
    requests.add(connection, opening(1, asked_model="other"), "run_1")
    assert requests.by_id(connection, "req_000001") == opening(1)


def test_unfinished_requests_are_those_of_the_run_without_an_end(
    connection: sqlite3.Connection, opening: Make, owner: Callable[..., Owner]
) -> None:
    for number, run in ((1, "run_1"), (2, "run_1"), (3, "run_2"), (4, "run_1")):
        requests.add(connection, opening(number), run)
    outcomes.add(connection, owner(2), Outcome(200), None)
    found = requests.unfinished(connection, "run_1", opening(1).at_ms)
    assert [row[0] for row in found] == ["req_000001", "req_000004"]
    assert requests.unfinished(connection, "run_1", opening(5).at_ms) == []
