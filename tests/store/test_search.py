"""Requests are found by how they went, page by page, without one missed or shown twice."""

import sqlite3
from collections.abc import Callable

import pytest
from big_ledger import fill as grow
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.core.tiers import Tier
from larouter.core.zones import Sensitivity, Zone
from larouter.store import attempts, outcomes, requests, search
from larouter.store.attempts import Owner
from larouter.store.search import LATEST, Wanted

ANSWERED = Outcome(200, answered_by="cloud/big")
Fill = Callable[..., None]


@pytest.fixture
def fill(
    connection: sqlite3.Connection,
    opening: Callable[..., Opening],
    owner: Callable[..., Owner],
    attempt: Callable[..., Attempt],
) -> Fill:
    """Write a request down, with its end unless it still runs."""

    def write(number: int, *, end: Outcome | None = ANSWERED, **changes: object) -> None:
        of_attempt = {
            name: changes.pop(name)
            for name in ("zone", "tier", "cost", "model", "backend")
            if name in changes
        }
        requests.add(connection, opening(number, **changes), "run_1")
        at_ms = changes.get("at_ms", 0)
        assert isinstance(at_ms, int)
        belongs = owner(number, str(changes.get("project_id", "prj_a")), at_ms)
        if end is not None:
            made = attempt(**of_attempt)
            attempts.add(connection, belongs, made)
            outcomes.add(connection, belongs, end, made)

    return write


def found(connection: sqlite3.Connection, wanted: Wanted, most: int = 50) -> list[str]:
    lines, _ = search.search(connection, wanted, LATEST, most)
    return [line.request_id.removeprefix("req_00000") for line in lines]


def test_without_a_wish_all_come_newest_first_running_ones_too(
    connection: sqlite3.Connection, fill: Fill
) -> None:
    fill(1)
    fill(3, end=None)
    fill(2)
    assert found(connection, Wanted()) == ["3", "2", "1"]


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(project_id="prj_b"), ["2"]),
        (Wanted(zone=Zone.LOCAL), ["3"]),
        (Wanted(tier=Tier.SIMPLE), ["3"]),
        (Wanted(sensitivity=Sensitivity.CONFIDENTIAL), ["4"]),
        (Wanted(sensitivity=Sensitivity.PUBLIC), ["3"]),
        (Wanted(status="error"), ["4"]),
        (Wanted(status="502"), ["4"]),
        (Wanted(status="running"), ["5"]),
        (Wanted(error="upstream_error"), ["4"]),
        (Wanted(model="gemma"), ["3"]),
        (Wanted(model="%"), []),
        (Wanted(backend="home"), ["3"]),
        (Wanted(backend="hom"), []),
        (Wanted(token="tok_b"), ["2"]),
        (Wanted(cost=(100, 200)), ["2"]),
        (Wanted(latency_ms=(5000, None)), ["4"]),
        (Wanted(project_id="prj_b", status="error"), []),
    ],
    ids=repr,
)
def test_every_wish_must_hold(
    connection: sqlite3.Connection, fill: Fill, wanted: Wanted, numbers: list[str]
) -> None:
    fill(1, cost=1)
    fill(2, project_id="prj_b", token_id="tok_b", cost=150)
    answered = Outcome(200, answered_by="home/gemma", tier=Tier.SIMPLE)
    fill(
        3,
        zone=Zone.LOCAL,
        tier=Tier.SIMPLE,
        model="gemma",
        backend="home",
        cost=0,
        sensitivity=Sensitivity.PUBLIC,
        end=answered,
    )
    failed = Outcome(502, error="upstream_error", latency_ms=6000)
    fill(4, sensitivity=Sensitivity.CONFIDENTIAL, cost=1, end=failed)
    fill(5, end=None)
    assert found(connection, wanted) == numbers


def test_a_time_is_both_ends_included(connection: sqlite3.Connection, fill: Fill) -> None:
    for number in range(1, 6):
        fill(number, at_ms=1000 + number)
    assert found(connection, Wanted(at_ms=(1002, 1004))) == ["4", "3", "2"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(most=st.integers(1, 7), scanned=st.integers(1, 9))
def test_pages_put_together_are_the_whole(
    connection: sqlite3.Connection, fill: Fill, most: int, scanned: int
) -> None:
    if not found(connection, Wanted()):
        for number in range(1, 10):
            end = Outcome(200 if number % 3 else 500, answered_by="cloud/big")
            fill(number, at_ms=1000 + number // 3, end=end)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "MOST_SCANNED", scanned)
        for wanted in (Wanted(), Wanted(status="error"), Wanted(status="running")):
            seen: list[str] = []
            place: tuple[int, str] | None = LATEST
            while place is not None:
                lines, place = search.search(connection, wanted, place, most)
                seen += [line.request_id for line in lines]
            everything, _ = _all(connection, wanted)
            assert seen == everything


def _all(connection: sqlite3.Connection, wanted: Wanted) -> tuple[list[str], None]:
    rows = connection.execute(
        "SELECT r.request_id, o.status FROM requests r LEFT JOIN outcomes o ON o.request_id = r.request_id "
        "ORDER BY r.at_ms DESC, r.request_id DESC"
    ).fetchall()
    fits = {
        "": lambda _: True,
        "error": lambda status: (status or 0) >= 400,
        "running": lambda status: status is None,
    }[wanted.status]
    return [request for request, status in rows if fits(status)], None


@pytest.mark.parametrize(
    "wanted",
    [Wanted(status="404"), Wanted(model="nobody"), Wanted(status="running"), Wanted(cost=(99_999, None))],
)
def test_a_page_without_a_hit_takes_no_longer_in_a_longer_ledger(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, wanted: Wanted
) -> None:
    monkeypatch.setattr(search, "MOST_SCANNED", 200)
    taken = []
    for more in (1_000, 10_000):
        for table in ("requests", "attempts", "outcomes"):
            connection.execute(f"DELETE FROM {table}")
        grow(connection, more, record=b"{}")
        taken.append(steps(connection, wanted))
    assert taken[1] < 2 * taken[0]


def steps(connection: sqlite3.Connection, wanted: Wanted) -> int:
    """How many hundreds of steps SQLite takes for a page."""
    count = [0]

    def tick() -> int:
        count[0] += 1
        return 0

    connection.set_progress_handler(tick, 100)
    assert found(connection, wanted) == []
    connection.set_progress_handler(None, 0)
    return count[0]
