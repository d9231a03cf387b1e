"""The ledger: rows are added once and come back as they were."""

import sqlite3
from collections.abc import Callable

from larouter.core.ledger import Attempt
from larouter.core.money import MicroUSD
from larouter.store import attempts
from larouter.store.attempts import Owner


def test_attempts_come_back_in_their_order(
    connection: sqlite3.Connection, owner: Callable[..., Owner], attempt: Callable[..., Attempt]
) -> None:
    second = attempt(1, status="failed", error="timeout", ttft_ms=None, cost_known=False)
    assert attempts.add(connection, owner(1), second)
    assert attempts.add(connection, owner(1), attempt(0))
    assert attempts.of_request(connection, owner(1).at_ms, "req_000001") == [attempt(0), second]


def test_an_attempt_is_counted_once(
    connection: sqlite3.Connection, owner: Callable[..., Owner], attempt: Callable[..., Attempt]
) -> None:
    assert attempts.add(connection, owner(1), attempt())
    assert not attempts.add(connection, owner(1), attempt(cost=MicroUSD(9)))
    assert attempts.of_request(connection, owner(1).at_ms, "req_000001") == [attempt()]


def test_what_was_spent_is_summed_by_project_and_time(
    connection: sqlite3.Connection, owner: Callable[..., Owner], attempt: Callable[..., Attempt]
) -> None:
    for number, project in ((1, "prj_a"), (2, "prj_a"), (3, "prj_b"), (4, "prj_a")):
        attempts.add(connection, owner(number, project, at_ms=number * 10), attempt(cost=MicroUSD(number)))
    anybody = ("", "", "")
    costs = [cost for *_, cost in attempts.spent(connection, "prj_a", (10, 40), anybody)]
    assert costs == [1, 2]
    assert attempts.spent(connection, "prj_a", (40, 41), anybody) == [(40, "cloud/big", 3, 4)]
    assert attempts.spent(connection, "prj_c", (0, 100), anybody) == []


def test_what_was_spent_is_found_by_token_and_by_tag(
    connection: sqlite3.Connection, owner: Callable[..., Owner], attempt: Callable[..., Attempt]
) -> None:
    for number, user in ((1, "ann"), (2, "bob")):
        attempts.add(connection, owner(number, at_ms=number), attempt(cost=MicroUSD(number)))
        connection.execute(
            "INSERT INTO tags (at_ms, request_id, name, value) VALUES (?, ?, 'user', ?)",
            (number, owner(number).request_id, user),
        )
    assert [row[3] for row in attempts.spent(connection, "prj_a", (0, 9), ("tok_a", "", ""))] == [1, 2]
    assert attempts.spent(connection, "prj_a", (0, 9), ("tok_b", "", "")) == []
    assert [row[3] for row in attempts.spent(connection, "prj_a", (0, 9), ("", "user", "bob"))] == [2]
    assert attempts.spent(connection, "prj_b", (0, 9), ("", "user", "bob")) == []


def test_what_a_request_has_cost_so_far_is_found(
    connection: sqlite3.Connection, owner: Callable[..., Owner], attempt: Callable[..., Attempt]
) -> None:
    for number in (0, 1):
        attempts.add(connection, owner(1), attempt(cost=MicroUSD(5 + number), number=number))
    found = attempts.cost_of(connection, owner(1).at_ms, owner(1).request_id)
    assert found == [("cloud/big", 3, 5), ("cloud/big", 3, 6)]
