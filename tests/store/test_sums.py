"""Figures by whatever they are asked for."""

import sqlite3
from typing import Any

import pytest
from big_ledger import DAY, END, fill

from larouter.store import rollups, sums
from larouter.store.rollups import SUMS
from larouter.store.sums import Stretch, Wanted

WEEK = [Stretch(END - 7 * DAY, END)]
COST, CALLS = SUMS.index("cost"), SUMS.index("calls")


@pytest.fixture
def filled(connection: sqlite3.Connection) -> sqlite3.Connection:
    fill(connection, 2_000, days=7, tags=True)
    while rollups.fold(connection):
        pass
    return connection


@pytest.mark.parametrize(
    "by", ["project", "token", "backend", "model", "tier", "zone", "length", "day", "hour"]
)
def test_every_breakdown_adds_up_to_the_total_and_to_the_ledger(filled: sqlite3.Connection, by: str) -> None:
    found = sums.read(filled, WEEK, Wanted((by,)))
    added = [sum(column) for column in zip(*found.values(), strict=True)]
    assert added == sums.read(filled, WEEK, Wanted())[()]
    assert added[COST] == filled.execute("SELECT SUM(cost) FROM attempts").fetchone()[0]
    assert added[CALLS] == 2_000


def test_a_filter_leaves_out_the_rest(filled: sqlite3.Connection) -> None:
    found = sums.read(filled, WEEK, Wanted((), (("project", "prj_3"), ("zone", 1))))[()]
    (raw,) = filled.execute(
        "SELECT SUM(cost) FROM attempts WHERE project_id = 'prj_3' AND zone = 1"
    ).fetchone()
    assert found[COST] == raw


def test_the_values_of_a_tag_are_told_apart(filled: sqlite3.Connection) -> None:
    found = sums.read(filled, WEEK, Wanted(("tag", "project"), (), "feature"))
    (raw,) = filled.execute(
        "SELECT SUM(cost) FROM attempts a JOIN tags t ON t.at_ms = a.at_ms AND t.request_id = a.request_id"
    ).fetchone()
    assert sum(figures[COST] for figures in found.values()) == raw
    one = sums.read(filled, WEEK, Wanted((), (("tag", "f3"),), "feature"))[()]
    assert one[COST] == sum(it[COST] for (value, _), it in found.items() if value == "f3")


def test_a_span_may_begin_and_end_within_an_hour(filled: sqlite3.Connection) -> None:
    begin, end = END - 5 * DAY + 1_234_567, END - DAY - 7_654_321
    found = sums.read(filled, [Stretch(begin, end)], Wanted())[()]
    (raw,) = filled.execute(
        "SELECT SUM(cost) FROM attempts WHERE at_ms >= ? AND at_ms < ?", (begin, end)
    ).fetchone()
    assert found[COST] == raw
    pieces = [Stretch(begin, begin + 1), Stretch(begin + 1, end - 1), Stretch(end - 1, end)]
    assert sums.read(filled, pieces, Wanted())[()] == found


@pytest.mark.parametrize("minutes", [330, 345, -210, 60])
@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(("day",)),
        Wanted(("day", "model"), (("project", "prj_3"),)),
        Wanted(("day", "hour")),
        Wanted(("day", "tag"), (), "feature"),
        Wanted(("day",), (("tag", "f3"),), "feature"),
    ],
    ids=str,
)
def test_days_that_begin_within_an_hour_are_those_of_the_ledger_and_take_no_scan_of_it(
    filled: sqlite3.Connection, minutes: int, wanted: Wanted
) -> None:
    offset = minutes * 60_000
    whole = Stretch(END - 6 * DAY - offset, END - 2 * DAY - offset, offset)
    cut = Stretch(END - 6 * DAY + 12_345, END - 2 * DAY - 54_321, offset)
    told = [sums.read(filled, [stretch], wanted) for stretch in (whole, cut)]
    queries = sums._queries(whole, wanted, rollups.folded(filled))
    assert all("rowid > ?" in sql for sql, _ in queries if " FROM attempts " in sql)
    assert told == [_read_raw(filled, sums._rows(stretch, wanted), wanted) for stretch in (whole, cut)]


def _read_raw(
    connection: sqlite3.Connection, queries: list[tuple[str, tuple[Any, ...]]], wanted: Wanted
) -> dict[tuple[Any, ...], list[int]]:
    found: dict[tuple[Any, ...], list[int]] = {}
    for sql, values in queries:
        for row in connection.execute(sql, values):
            key = tuple(row[: len(wanted.by)])
            added = [value or 0 for value in row[len(wanted.by) :]]
            known = found.setdefault(key, [0] * len(SUMS))
            found[key] = [one + other for one, other in zip(known, added, strict=True)]
    return found


def test_hours_come_in_their_order_without_being_sorted(filled: sqlite3.Connection) -> None:
    queries = sums._queries(WEEK[0], Wanted(("hour",)), rollups.folded(filled))
    (hourly,) = [(sql, values) for sql, values in queries if "FROM hourly" in sql]
    plan = [row[3] for row in filled.execute(f"EXPLAIN QUERY PLAN {hourly[0]}", hourly[1])]
    assert not any("TEMP B-TREE" in step for step in plan), plan


@pytest.mark.parametrize(
    "wanted",
    [
        *(Wanted((by,)) for by in ("project", "token", "backend", "model", "tier", "zone", "length", "day")),
        Wanted(("model",), (("project", "prj_3"), ("token", "tok_1"))),
        *(Wanted(("tag",), (), "feature"), Wanted(("day",), (("tag", "f3"),), "feature")),
    ],
    ids=str,
)
def test_rows_beyond_the_sums_are_found_by_their_place_and_nothing_else_is_read(
    filled: sqlite3.Connection, wanted: Wanted
) -> None:
    known = rollups.folded(filled)
    beyond = [query for query in sums._queries(WEEK[0], wanted, known) if "rowid > ?" in query[0]]
    assert len(beyond) == 2
    for sql, values in beyond:
        plan = [row[3] for row in filled.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
        walked = next(step for step in plan if step.startswith(("SEARCH", "SCAN")))
        assert "(rowid>?)" in walked, plan
