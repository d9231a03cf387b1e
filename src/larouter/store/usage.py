"""Usage of a span by whatever is asked for, and the rows of the ledger page by page."""

from dataclasses import dataclass
from typing import Any

from larouter.store import sums
from larouter.store.database import Connection, Value
from larouter.store.sums import Stretch, Wanted


@dataclass(frozen=True, slots=True)
class Span:
    """Which requests are asked for.

    Attributes:
        from_ms: The first moment, in ms since 1970.
        until_ms: The moment after the last.
        project_id: Whose, or None for all.
        offset_ms: How far the local day is ahead of UTC.
        where: What rows must be besides, for pages of them: names of `sums.COLUMNS`, or `tag`, and the value.
        tag: The tag that must have the value of `tag`, or that they must carry at all; empty for none.
    """

    from_ms: int
    until_ms: int
    project_id: str | None = None
    offset_ms: int = 0
    where: tuple[tuple[str, Value], ...] = ()
    tag: str = ""


def by(connection: Connection, span: Span, names: tuple[str, ...]) -> dict[tuple[Any, ...], list[int]]:
    """The sums of a span, in the order of `rollups.SUMS`, by whatever `sums.Wanted` knows."""
    where: tuple[tuple[str, Value], ...] = (("project", span.project_id),) if span.project_id else ()
    stretch = Stretch(span.from_ms, span.until_ms, span.offset_ms)
    return sums.read(connection, [stretch], Wanted(names, where))


EXPORT_COLUMNS = (
    "at_ms",
    "request_id",
    "number",
    "project_id",
    "token_id",
    "deployment",
    "backend",
    "model",
    "tier",
    "zone",
    "status",
    "error",
    "input_tokens",
    "output_tokens",
    "cached_tokens",
    "cache_write_tokens",
    "reasoning_tokens",
    "estimated",
    "cost",
    "cost_known",
    "ttft_ms",
    "latency_ms",
    "price",
    "service",
)
UNSENT = -2
BEFORE_ALL = (-1, "", UNSENT)


def page(connection: Connection, span: Span, after: tuple[int, str, int], most: int) -> list[tuple[Any, ...]]:
    """The next rows as EXPORT_COLUMNS: attempts, and requests that ended without one (number UNSENT).

    The second query looks no further than the first has come, so that no row is looked at twice.
    """
    bounds: tuple[Value, ...] = (span.from_ms, span.until_ms)
    where, values = _where(span, "a")
    sent = connection.execute(
        f"SELECT {', '.join(EXPORT_COLUMNS)} FROM attempts a "  # noqa: S608 - fixed parts
        f"WHERE (at_ms, request_id, number) > (?, ?, ?) AND at_ms >= ? AND at_ms < ?{where} "
        "ORDER BY at_ms, request_id, number LIMIT ?",
        (*after, *bounds, *values, most),
    ).fetchall()
    until = sent[-1][:2] if len(sent) == most else (span.until_ms, "")
    where, values = _where(span, "o")
    unsent = connection.execute(
        f"SELECT at_ms, request_id, {UNSENT}, project_id, token_id, '', '', '', tier, zone, 'none', error, "  # noqa: S608 - fixed parts
        "0, 0, 0, 0, 0, 0, 0, 1, ttft_ms, latency_ms, '', '' FROM outcomes o "
        "WHERE (at_ms, request_id) > (?, ?) AND (at_ms, request_id) <= (?, ?) AND at_ms >= ? "
        f"AND at_ms < ? AND tier IS NULL{where} ORDER BY at_ms, request_id LIMIT ?",
        (*after[:2], *until, *bounds, *values, most),
    ).fetchall()
    return sorted(sent + unsent, key=_place)[:most]


def tags_of(
    connection: Connection, first: tuple[int, str], last: tuple[int, str]
) -> dict[tuple[int, str], dict[str, str]]:
    """The tags of the requests from one place in time to another, by place and name."""
    found: dict[tuple[int, str], dict[str, str]] = {}
    rows = connection.execute(
        "SELECT at_ms, request_id, name, value FROM tags WHERE (at_ms, request_id) >= (?, ?) "
        "AND (at_ms, request_id) <= (?, ?) ORDER BY at_ms, request_id, name",
        (*first, *last),
    )
    for at_ms, request_id, name, value in rows:
        found.setdefault((at_ms, request_id), {})[name] = value
    return found


def _where(span: Span, letter: str) -> tuple[str, tuple[Value, ...]]:
    """What rows of a page must be, as SQL; the sign keeps SQLite on the order of time."""
    parts, values = [], list[Value]()
    asked = (*span.where, ("project", span.project_id)) if span.project_id else span.where
    for name, value in asked:
        if name != sums.TAG:
            column = f"{letter}.{sums.COLUMNS[name]}"
            parts.append(f" AND +{column} = ?" if name in ("tier", "zone") else f" AND {column} || '' = ?")
            values.append(value)
    if span.tag:
        wanted = [value for name, value in asked if name == sums.TAG]
        parts.append(
            f" AND EXISTS (SELECT 1 FROM tags t WHERE t.at_ms = {letter}.at_ms AND "  # noqa: S608 - fixed parts
            f"t.request_id = {letter}.request_id AND t.name = ?{' AND t.value = ?' if wanted else ''})"
        )
        values += [span.tag, *wanted]
    return "".join(parts), tuple(values)


def _place(row: tuple[Any, ...]) -> tuple[int, str, int]:
    return row[0], row[1], row[2]
