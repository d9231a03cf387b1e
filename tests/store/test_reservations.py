"""Money set aside, by attempt and by process."""

import sqlite3
from collections.abc import Callable

from larouter.store import reservations
from larouter.store.attempts import Owner
from larouter.store.reservations import Held


def test_an_attempt_may_be_held_under_several_budgets(
    connection: sqlite3.Connection, owner: Callable[..., Owner]
) -> None:
    held = Held(owner(1), 0, "run_1", "cloud/big", 2, 3, 500)
    reservations.add(connection, held, "bud_1", "", 7)
    reservations.add(connection, held, "bud_2", "ann", 0)
    assert sorted(reservations.of_attempt(connection, "req_000001", 0)) == [
        ("bud_1", "", 7, 500),
        ("bud_2", "ann", 0, 500),
    ]
    assert reservations.of_run(connection, "run_1") == [held]
    assert reservations.of_run(connection, "run_2") == []
    assert reservations.outstanding(connection) == 2
    assert reservations.of_request(connection, "req_000001", "bud_1") == 500
    assert reservations.of_request(connection, "req_000002", "bud_1") == 0


def test_what_is_removed_is_gone(connection: sqlite3.Connection, owner: Callable[..., Owner]) -> None:
    for number in (0, 1):
        reservations.add(connection, Held(owner(1), number, "run_1", "cloud/big", 2, 3, 500), "bud_1", "", 7)
    reservations.remove(connection, "req_000001", 0)
    assert reservations.of_attempt(connection, "req_000001", 0) == []
    assert reservations.outstanding(connection) == 1
