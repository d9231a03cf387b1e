"""Feedback belongs to a request that exists, and its author's last word counts."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace

from larouter.core.feedback import Feedback
from larouter.core.ledger import Opening
from larouter.store import feedback, requests

SAID = Feedback("req_000001", 5, "prj_a", "tok_a", -1.0, "too_weak", "missed it")


def test_what_was_said_is_found_again(
    connection: sqlite3.Connection, opening: Callable[..., Opening]
) -> None:
    requests.add(connection, opening(1), "run")
    assert feedback.put(connection, SAID)
    assert feedback.latest(connection, "prj_a", None, 10) == [SAID]
    assert feedback.latest(connection, None, None, 10, "req_000001") == [SAID]
    assert feedback.latest(connection, "prj_b", None, 10) == []
    assert feedback.latest(connection, None, None, 10, "req_000002") == []


def test_nobody_speaks_of_a_request_of_another_project_or_of_none(
    connection: sqlite3.Connection, opening: Callable[..., Opening]
) -> None:
    requests.add(connection, opening(1), "run")
    assert not feedback.put(connection, replace(SAID, project_id="prj_b"))
    assert not feedback.put(connection, replace(SAID, request_id="req_000009"))
    assert feedback.put(connection, replace(SAID, project_id=""))
    assert feedback.latest(connection, None, None, 10) == [SAID]


def test_a_second_word_replaces_the_first_and_two_authors_stand_side_by_side(
    connection: sqlite3.Connection, opening: Callable[..., Opening]
) -> None:
    requests.add(connection, opening(1), "run")
    again = replace(SAID, at_ms=6, score=1.0, label="good", comment="")
    other = replace(SAID, at_ms=7, author="admin")
    for one in (SAID, again, other):
        feedback.put(connection, one)
    assert feedback.latest(connection, "prj_a", None, 10) == [other, again]


def test_pages_follow_one_another(connection: sqlite3.Connection, opening: Callable[..., Opening]) -> None:
    said = [replace(SAID, request_id=f"req_{number:06d}", at_ms=number) for number in (1, 2, 3)]
    for number, one in enumerate(said, 1):
        requests.add(connection, opening(number), "run")
        feedback.put(connection, one)
    first = feedback.latest(connection, None, None, 2)
    assert first == said[:0:-1]
    assert feedback.latest(connection, None, (first[-1].at_ms, first[-1].request_id), 2) == said[:1]
