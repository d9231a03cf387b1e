"""Sums over the ledger, and its rows page by page."""

import sqlite3
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from larouter.core.ledger import Attempt, Outcome
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.core.usage import Usage
from larouter.core.zones import Zone
from larouter.store import attempts, migrations, outcomes, rollups, usage
from larouter.store.attempts import Owner
from larouter.store.rollups import NOBODY
from larouter.store.usage import BEFORE_ALL, EXPORT_COLUMNS, UNSENT, Span

DAY = 86_400_000
EVER = Span(0, 1 << 60)
COST = rollups.SUMS.index("cost")


def test_sums_are_told_by_what_is_asked_for(
    connection: sqlite3.Connection, owner: Callable[..., Owner], attempt: Callable[..., Attempt]
) -> None:
    for number, day in enumerate((1, 1, 2)):
        attempts.add(connection, owner(number, at_ms=day * DAY + number), attempt(cost=MicroUSD(10 + number)))
    found = {day: figures[COST] for (day,), figures in usage.by(connection, EVER, ("day",)).items()}
    assert found == {1: 21, 2: 12}


def test_a_local_day_may_begin_before_that_of_utc(
    connection: sqlite3.Connection, owner: Callable[..., Owner], attempt: Callable[..., Attempt]
) -> None:
    attempts.add(connection, owner(1, at_ms=2 * DAY - 1), attempt())
    found = usage.by(connection, Span(0, 1 << 60, offset_ms=3_600_000), ("day",))
    assert list(found) == [(2,)]


def test_a_request_that_was_sent_nowhere_has_no_tier_and_no_zone(
    connection: sqlite3.Connection, owner: Callable[..., Owner]
) -> None:
    outcomes.add(connection, owner(1), Outcome(403), None)
    rollups.fold(connection)
    assert list(usage.by(connection, EVER, ("backend", "tier", "zone"))) == [("", NOBODY, NOBODY)]


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 3), st.sampled_from("ab")), max_size=30, unique=True
    ),
    most=st.integers(1, 7),
)
def test_pages_hold_every_row_once_in_the_order_of_time(rows: list[tuple[int, int, str]], most: int) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrations.migrate(connection, ":memory:", 1)
    for at_ms, number, project in rows:
        owner = Owner(f"req_{at_ms}{project}", at_ms, f"prj_{project}", "tok")
        if number:
            attempts.add(connection, owner, _attempt(number))
        else:
            outcomes.add(connection, owner, Outcome(403), None)
    seen: list[tuple[object, ...]] = []
    after = BEFORE_ALL
    while page := usage.page(connection, Span(0, 5, "prj_a"), after, most):
        assert len(page) <= most
        assert all(len(row) == len(EXPORT_COLUMNS) for row in page)
        seen += [row[:3] for row in page]
        after = page[-1][0], page[-1][1], page[-1][2]
    connection.close()
    assert seen == sorted(
        (at_ms, f"req_{at_ms}a", number or UNSENT)
        for at_ms, number, project in rows
        if project == "a" and at_ms < 5
    )


def _attempt(number: int) -> Attempt:

    return Attempt(number, "b/m", "b", "m", Zone.LOCAL, Tier.SIMPLE, "ok", usage=Usage(1, 1))
