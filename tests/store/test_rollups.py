"""Sums by the hour: at every moment they and the rows beyond them are the ledger."""

import sqlite3
from collections.abc import Callable

import pytest
from big_ledger import fill
from hypothesis import given, settings
from hypothesis import strategies as st

from larouter.core.ledger import Attempt, Outcome
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.core.usage import Usage
from larouter.core.zones import Zone
from larouter.store import attempts, migrations, outcomes, rollups, sums
from larouter.store.attempts import Owner
from larouter.store.load import by_hour
from larouter.store.rollups import SUMS
from larouter.store.sums import Stretch, Wanted

EVER = [Stretch(0, 1 << 60)]


def totals(connection: sqlite3.Connection) -> dict[str, int]:
    return dict(zip(SUMS, sums.read(connection, EVER, Wanted())[()], strict=True))


def test_what_is_folded_is_summed_once(
    connection: sqlite3.Connection, owner: Callable[..., Owner], attempt: Callable[..., Attempt]
) -> None:
    attempts.add(connection, owner(1), attempt(cost=MicroUSD(7), usage=Usage(100, 20, 60, 5, 3)))
    outcomes.add(connection, owner(1), Outcome(200, answered_by="cloud/big"), attempt())
    before = totals(connection)
    assert rollups.behind(connection) == 2
    assert rollups.fold(connection) == 2
    assert rollups.fold(connection) == 0
    assert rollups.behind(connection) == 0
    assert totals(connection) == before
    assert before == dict(zip(SUMS, (1, 1, 1, 100, 20, 60, 5, 3, 7, 0, 0, 100, 20, 60), strict=True))
    assert rollups.differences(connection) == []


def test_what_was_answered_is_that_of_the_attempt_that_answered(
    connection: sqlite3.Connection, owner: Callable[..., Owner], attempt: Callable[..., Attempt]
) -> None:
    attempts.add(connection, owner(1), attempt(number=0, deployment="cloud/small", usage=Usage(9, 9)))
    attempts.add(connection, owner(1), attempt(number=1, usage=Usage(100, 20)))
    outcomes.add(connection, owner(1), Outcome(200, answered_by="cloud/big"), attempt())
    attempts.add(connection, owner(2), attempt(number=0, usage=Usage(50, 5)))
    outcomes.add(
        connection, owner(2), Outcome(502, error="upstream_error", answered_by="cloud/big"), attempt()
    )
    rollups.fold(connection)
    found = totals(connection)
    assert (found["answered_input"], found["answered_output"]) == (100, 20)
    assert (found["calls"], found["succeeded"], found["attempts"]) == (2, 1, 3)


@pytest.mark.parametrize(
    ("tokens", "length"), [(0, 0), (100_000, 0), (100_001, 1), (272_000, 2), (272_001, 3)]
)
def test_long_prompts_are_told_apart(
    connection: sqlite3.Connection,
    owner: Callable[..., Owner],
    attempt: Callable[..., Attempt],
    tokens: int,
    length: int,
) -> None:
    attempts.add(connection, owner(1), attempt(usage=Usage(tokens, 1)))
    by_length = Wanted(("length",))
    assert list(sums.read(connection, EVER, by_length)) == [(length,)]
    rollups.fold(connection)
    assert list(sums.read(connection, EVER, by_length)) == [(length,)]


def test_a_number_that_somebody_changed_is_found(connection: sqlite3.Connection) -> None:
    fill(connection, 50)
    rollups.fold(connection)
    assert rollups.differences(connection) == []
    connection.execute("UPDATE attempts SET cost = cost + 5 WHERE rowid = 9")
    said = rollups.differences(connection)
    assert [one[:33] for one in said] == ["cost of attempts: the ledger says"] * 3
    rollups.forget(connection)
    rollups.fold(connection)
    assert rollups.differences(connection) == []


def test_rows_that_were_renumbered_are_summed_anew(connection: sqlite3.Connection) -> None:
    fill(connection, 50)
    rollups.fold(connection)
    connection.execute("CREATE TABLE dumped AS SELECT * FROM attempts WHERE rowid >= 10")
    connection.execute("DELETE FROM attempts")
    connection.execute("INSERT INTO attempts SELECT * FROM dumped")
    assert rollups.folded(connection) is None
    assert rollups.differences(connection) != []
    assert totals(connection)["attempts"] == 41
    rollups.fold(connection)
    assert totals(connection)["attempts"] == 41
    assert rollups.differences(connection) == []


WORK = st.lists(st.one_of(st.integers(1, 40), st.just("fold"), st.just("fold one")), max_size=12)


@settings(max_examples=40, deadline=None)
@given(work=WORK, cut=st.tuples(st.integers(0, 50), st.integers(0, 50)))
def test_whatever_is_folded_when_the_figures_are_those_of_the_ledger(
    work: list[int | str], cut: tuple[int, int]
) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrations.migrate(connection, ":memory:", 1)
    number = 0
    for step in work:
        if isinstance(step, str):
            rollups.fold(connection, 1 if step == "fold one" else 1000)
            continue
        for _ in range(step):
            number += 1
            _add(connection, number)
    begin, length = cut[0] * 1_700_000, cut[1] * 1_700_000
    load = by_hour(connection, begin, begin + length)
    connection.execute("SAVEPOINT raw")
    rollups.forget(connection)
    assert by_hour(connection, begin, begin + length) == load
    connection.execute("ROLLBACK TO raw")
    connection.execute("RELEASE raw")
    for wanted in (
        Wanted(),
        Wanted(("day",)),
        Wanted(("day", "model")),
        Wanted(("hour",)),
        Wanted(("tag",), (), "k"),
        TIER_1,
    ):
        stretch = [Stretch(begin, begin + length, cut[0] * 1_800_000)]
        told = sums.read(connection, stretch, wanted)
        connection.execute("SAVEPOINT raw")
        rollups.forget(connection)
        assert sums.read(connection, stretch, wanted) == told
        connection.execute("ROLLBACK TO raw")
        connection.execute("RELEASE raw")
    connection.close()


TIER_1 = Wanted(("zone",), (("tier", 1),))


def _add(connection: sqlite3.Connection, number: int) -> None:
    owner = Owner(f"req_{number}", number * 611_953 % 90_000_000, f"prj_{number % 2}", "tok")
    connection.execute(
        "INSERT INTO tags (at_ms, request_id, name, value) VALUES (?, ?, 'k', ?)",
        (owner.at_ms, owner.request_id, str(number % 3)),
    )
    made = Attempt(
        0, "b/m", "b", f"m{number % 3}", Zone(number % 3), Tier(number % 5), "ok",
        usage=Usage(number, 2 * number), cost=MicroUSD(number), latency_ms=3 * number,
        ttft_ms=number if number % 2 else None,
    )  # fmt: skip
    attempts.add(connection, owner, made)
    if number % 4:
        outcomes.add(connection, owner, Outcome(200, answered_by="b/m"), made if number % 5 else None)
