"""Figures by whatever they are asked for: sums by the hour, and rows where an hour is cut or not summed up yet."""

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
    first, last = -(-stretch.from_ms // HOUR_MS), stretch.until_ms // HOUR_MS
    if known is None or first >= last:
        return _rows(stretch, wanted)
    inner = Stretch(first * HOUR_MS, last * HOUR_MS, stretch.offset_ms)
    queries = [*_whole(first, last, stretch.offset_ms, wanted), *_rows(inner, wanted, known)]
    if stretch.from_ms < inner.from_ms:
        queries += _rows(Stretch(stretch.from_ms, inner.from_ms, stretch.offset_ms), wanted)
    if inner.until_ms < stretch.until_ms:
        queries += _rows(Stretch(inner.until_ms, stretch.until_ms, stretch.offset_ms), wanted)
    return queries


def _whole(first: int, last: int, offset_ms: int, wanted: Wanted) -> list[tuple[str, tuple[Value, ...]]]:
    """Whole hours; where days of UTC are whole and no hours are asked for, whole days in their stead."""
    begin, end = -(-first // _HOURS), last // _HOURS
    if wanted.tag:
        return [_summed("tagged", (first, last), offset_ms, wanted)]
    if begin >= end or "hour" in wanted.by or ("day" in wanted.by and offset_ms % _DAY_MS):
        return [_summed("hourly", (first, last), offset_ms, wanted)]
    queries = [_summed("daily", (begin, end), offset_ms, wanted)]
    edges = ((first, begin * _HOURS), (end * _HOURS, last))
    return queries + [_summed("hourly", edge, offset_ms, wanted) for edge in edges if edge[0] < edge[1]]


def _summed(
    table: str, span: tuple[int, int], offset_ms: int, wanted: Wanted
) -> tuple[str, tuple[Value, ...]]:
    """A table of sums, from one of its hours or days to another."""
    time, length_ms = ("day", _DAY_MS) if table == "daily" else ("hour", HOUR_MS)
    keys, params = _keys(wanted, "", f"{time} * {length_ms}", offset_ms)
    where, values = _where(wanted, "")
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
        keys, params = _keys(wanted, letter, f"{letter}.at_ms", stretch.offset_ms, along=beyond is not None)
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
    wanted: Wanted, letter: str, at: str, offset_ms: int, *, along: bool = False
) -> tuple[str, tuple[Value, ...]]:
    keys, params = [], []
    for name in wanted.by:
        if name == "day":
            keys.append(f"({at} + ?) / {_DAY_MS}")
            params.append(offset_ms)
        elif name == "hour":
            keys.append(f"{at} / {HOUR_MS}")
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
