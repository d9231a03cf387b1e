"""Past requests for learning: those that ended, oldest first, with what they cost."""

import sqlite3
from collections.abc import Callable

from larouter.core.feedback import Feedback
from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.core.zones import Zone
from larouter.store import attempts, feedback, lessons, outcomes, requests
from larouter.store.attempts import Owner


def ended(connection: sqlite3.Connection, opening: Opening, *costs: int) -> None:
    requests.add(connection, opening, "run")
    owner = Owner(opening.request_id, opening.at_ms, opening.project_id, opening.token_id)
    made = [
        Attempt(at, "d", "b", "m", Zone.PUBLIC, Tier.COMPLEX, "ok", cost=MicroUSD(cost))
        for at, cost in enumerate(costs)
    ]
    for one in made:
        attempts.add(connection, owner, one)
    outcome = Outcome(200, answered_by="d" if made else "", tier=Tier.COMPLEX)
    outcomes.add(connection, owner, outcome, made[-1] if made else None)


def test_a_request_comes_with_the_sum_of_its_attempts(
    connection: sqlite3.Connection, opening: Callable[..., Opening]
) -> None:
    ended(connection, opening(1), 30, 70)
    ended(connection, opening(2))
    requests.add(connection, opening(3), "run")
    found = lessons.latest(connection, "prj_a", 10)
    assert [(row.request_id, row.tier, row.cost) for row in found] == [
        ("req_000001", Tier.COMPLEX, 100),
        ("req_000002", None, 0),
    ]
    assert [row.request_id for row in lessons.latest(connection, "prj_a", 1)] == ["req_000002"]
    assert lessons.latest(connection, "prj_b", 10) == []


def test_opinions_and_records_are_those_of_the_project(
    connection: sqlite3.Connection, opening: Callable[..., Opening]
) -> None:
    for number in (1, 2):
        requests.add(connection, opening(number, record=b"%d" % number), "run")
    said = Feedback("req_000001", opening(1).at_ms + 5, "prj_a", "tok_a", 1.0)
    feedback.put(connection, said)
    assert lessons.opinions(connection, "prj_a", opening(1).at_ms) == [said]
    assert lessons.opinions(connection, "prj_a", said.at_ms + 1) == []
    assert lessons.opinions(connection, "prj_b", 0) == []
    assert lessons.records(connection, "prj_a", 10) == [b"1", b"2"]
    assert lessons.records(connection, "prj_a", 1) == [b"2"]
