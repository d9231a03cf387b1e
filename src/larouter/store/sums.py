"""Figures by whatever they are asked for: sums of hours and their quarters, and rows where those do not reach."""

from dataclasses import dataclass
from operator import add
from typing import Any

from larouter.store.database import Connection, Value
from larouter.store.rollups import (
    ANSWERED,
    ATTEMPT_SUMS,
    HOUR_MS,
    NOBODY,
    OUTCOME_SUMS,
    QUARTER_MS,
    SUMS,
    Folded,
    folded,
    length_of,
)

COLUMNS = {
    "project": "project_id",
    "token": "token_id",
    "backend": "backend",
    "model": "model",
    "tier": "tier",
    "zone": "zone",
    "length": "length",
}
TIMES = ("day", "hour")
TAG = "tag"
WITH_TAGS = ("project", "day", "hour", TAG)
_DAY_MS = 86_400_000
_HOURS = 24
_TIME_OF = {
    "quarters": ("quarter", QUARTER_MS),
    "tagged_quarters": ("quarter", QUARTER_MS),
    "hourly": ("hour", HOUR_MS),
    "tagged": ("hour", HOUR_MS),
    "daily": ("day", _DAY_MS),
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time within which local days are so far ahead of UTC; ms since 1970, the end not included."""

    from_ms: int
    until_ms: int
    offset_ms: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sums are asked for.

    Attributes:
        by: Names of COLUMNS and TIMES, and `tag` for the values of one tag; empty for the total.
        where: Name of a column and the value that it must have.
        tag: The tag whose values are told apart or asked for; empty for none.
    """

    by: tuple[str, ...] = ()
    where: tuple[tuple[str, Value], ...] = ()
    tag: str = ""


def read(
    connection: Connection, stretches: list[Stretch], wanted: Wanted
) -> dict[tuple[Any, ...], list[int]]:
    """The sums, in the order of SUMS, by what they are asked for.

    Tiers and zones are numbers, -1 for none; a day is a number of days since 1970-01-01 and an hour one of hours.
    """
    known = folded(connection)
    found: dict[tuple[Any, ...], list[int]] = {}
    for stretch in stretches:
        for sql, params in _queries(stretch, wanted, known):
            for row in connection.execute(sql, params):
                key, sums = tuple(row[: len(wanted.by)]), row[len(wanted.by) :]
                told = [value or 0 for value in sums]
                found[key] = list(map(add, found[key], told)) if key in found else told
    return found


def _queries(stretch: Stretch, wanted: Wanted, known: Folded | None) -> list[tuple[str, tuple[Value, ...]]]:
    begin, end = -(-stretch.from_ms // QUARTER_MS), stretch.until_ms // QUARTER_MS
    if known is None or begin >= end:
        return _rows(stretch, wanted)
    inner = Stretch(begin * QUARTER_MS, end * QUARTER_MS, stretch.offset_ms)
    queries = [*_quarters(begin, end, stretch.offset_ms, wanted), *_rows(inner, wanted, known)]
    if stretch.from_ms < inner.from_ms:
        queries += _rows(Stretch(stretch.from_ms, inner.from_ms, stretch.offset_ms), wanted)
    if inner.until_ms < stretch.until_ms:
        queries += _rows(Stretch(inner.until_ms, stretch.until_ms, stretch.offset_ms), wanted)
    return queries


def _quarters(begin: int, end: int, offset_ms: int, wanted: Wanted) -> list[tuple[str, tuple[Value, ...]]]:
    """Quarters of an hour, whole hours in their stead where there are any."""
    first, last = -(-begin // 4), end // 4
    if first >= last:
        return [_summed(_short(wanted), (begin, end), offset_ms, wanted)]
    edges = ((begin, first * 4), (last * 4, end))
    queries = [_summed(_short(wanted), edge, offset_ms, wanted) for edge in edges if edge[0] < edge[1]]
    return [*_hours(first, last, offset_ms, wanted), *queries]


def _hours(first: int, last: int, offset_ms: int, wanted: Wanted) -> list[tuple[str, tuple[Value, ...]]]:
    """Whole hours; where days of UTC are whole and no hours are asked for, whole days in their stead."""
    begin, end = -(-first // _HOURS), last // _HOURS
    table = "tagged" if wanted.tag else "hourly"
    by_local_day = "day" in wanted.by and offset_ms % _DAY_MS
    if by_local_day and offset_ms % HOUR_MS:
        cut = [
            _summed(_short(wanted), (hour * 4, hour * 4 + 4), offset_ms, wanted)
            for hour in _hours_cut(first, last, offset_ms)
        ]
        return [_summed(table, (first, last), offset_ms, wanted, whole=True), *cut]
    if wanted.tag or begin >= end or "hour" in wanted.by or by_local_day:
        return [_summed(table, (first, last), offset_ms, wanted)]
    queries = [_summed("daily", (begin, end), offset_ms, wanted)]
    edges = ((first, begin * _HOURS), (end * _HOURS, last))
    return queries + [_summed("hourly", edge, offset_ms, wanted) for edge in edges if edge[0] < edge[1]]


def _short(wanted: Wanted) -> str:
    return "tagged_quarters" if wanted.tag else "quarters"


def _hours_cut(first: int, last: int, offset_ms: int) -> list[int]:
    """The hours within which a local day begins."""
    day = (first * HOUR_MS + offset_ms) // _DAY_MS + 1
    found = []
    while (hour := (day * _DAY_MS - offset_ms) // HOUR_MS) < last:
        found.append(hour)
        day += 1
    return found


def _summed(
    table: str, span: tuple[int, int], offset_ms: int, wanted: Wanted, *, whole: bool = False
) -> tuple[str, tuple[Value, ...]]:
    """A table of sums, from one of its rows' times to another; `whole` without the hours that a local day begins in."""
    time, length_ms = _TIME_OF[table]
    keys, params = _keys(wanted, "", (time, length_ms), offset_ms)
    where, values = _where(wanted, "")
    if whole:
        where += f" AND (hour * {HOUR_MS} + ?) % {_DAY_MS} <= {_DAY_MS - HOUR_MS}"
        values = (*values, offset_ms)
    name: tuple[Value, ...] = (wanted.tag,) if wanted.tag else ()
    named = "name = ? AND " if name else ""
    sums = ", ".join(f"SUM({name})" for name in SUMS)
    if table == "hourly" and wanted.by == (
        "day",
    ):  # hours lie in their order: summed up first, there is less to sort
        hours = ", ".join(f"SUM({name}) AS {name}" for name in SUMS)
        inner = f"SELECT hour, {hours} FROM hourly WHERE hour >= ? AND hour < ?{where} GROUP BY 1"  # noqa: S608 - fixed parts
        return f"SELECT {keys}{sums} FROM ({inner}){_group(wanted)}", (*params, *span, *values)  # noqa: S608 - fixed parts
    sql = f"SELECT {keys}{sums} FROM {table} WHERE {named}{time} >= ? AND {time} < ?{where}{_group(wanted)}"  # noqa: S608 - fixed parts
    return sql, (*params, *name, *span, *values)


def _rows(
    stretch: Stretch, wanted: Wanted, beyond: Folded | None = None
) -> list[tuple[str, tuple[Value, ...]]]:
    """Rows of the ledger; only those beyond what is summed up, where that is given."""
    queries: list[tuple[str, tuple[Value, ...]]] = []
    for table, letter, sums, joined in (
        ("attempts", "a", ATTEMPT_SUMS, "attempts a"),
        ("outcomes", "o", OUTCOME_SUMS, "outcomes o"),
    ):
        # Walked along the rows, or along the time; an index by project or tag would lead through all of their history.
        keys, params = _keys(
            wanted, letter, (f"{letter}.at_ms", 1), stretch.offset_ms, along=beyond is not None
        )
        where, values = _where(wanted, letter, along=beyond is not None)
        tags = ""
        name: tuple[Value, ...] = ()
        if wanted.tag:
            same = f"t.at_ms = {letter}.at_ms AND t.request_id = {letter}.request_id"
            tags = f" JOIN tags t ON {same} AND t.name || '' = ?"
            name = (wanted.tag,)
        answered = f" {ANSWERED}" if letter == "o" else ""
        # The sign keeps SQLite from walking along the time.
        span = f"{letter}.at_ms >= ? AND {letter}.at_ms < ?"
        bounds: tuple[Value, ...] = (stretch.from_ms, stretch.until_ms)
        if beyond is not None:
            span = f"{letter}.rowid > ? AND +{letter}.at_ms >= ? AND +{letter}.at_ms < ?"
            bounds = (getattr(beyond, table), *bounds)
        sql = f"SELECT {keys}{sums} FROM {joined}{tags}{answered} WHERE {span}{where}{_group(wanted)}"  # noqa: S608 - fixed parts
        queries.append((sql, (*params, *name, *bounds, *values)))
    return queries


def _keys(
    wanted: Wanted, letter: str, time: tuple[str, int], offset_ms: int, *, along: bool = False
) -> tuple[str, tuple[Value, ...]]:
    column, unit_ms = time
    keys, params = [], []
    for name in wanted.by:
        if name == "day":
            keys.append(f"({column} * {unit_ms} + ?) / {_DAY_MS}")
            params.append(offset_ms)
        elif name == "hour":  # hours lie in their order: written as it stands there, nothing is sorted
            keys.append(column if unit_ms == HOUR_MS else f"{column} * {unit_ms} / {HOUR_MS}")
        elif name == TAG:
            keys.append("t.value" if letter else "value")
        else:
            keys.append(_column(name, letter, along=along))
    return "".join(f"{key}, " for key in keys), tuple(params)


def _column(name: str, letter: str, *, along: bool = False) -> str:
    """A column as SQL; `along` the rows it is written so that no index of it is used."""
    column = COLUMNS[name]
    if not letter:
        return column
    if name == "length":
        return length_of("COALESCE(a.input_tokens, 0)")
    if name in ("tier", "zone"):
        return f"COALESCE({letter}.{column}, {NOBODY})"
    return f"{letter}.{column} || ''" if along else f"{letter}.{column}"


def _where(wanted: Wanted, letter: str, *, along: bool = False) -> tuple[str, tuple[Value, ...]]:
    parts, values = [], []
    for name, value in wanted.where:
        column = (
            ("t.value || ''" if letter else "value") if name == TAG else _column(name, letter, along=along)
        )
        parts.append(f" AND {column} = ?")
        values.append(value)
    return "".join(parts), tuple(values)


def _group(wanted: Wanted) -> str:
    if not wanted.by:
        return ""
    return f" GROUP BY {', '.join(str(place + 1) for place in range(len(wanted.by)))}"
