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
    """

    from_ms: int
    until_ms: int
    project_id: str | None = None
    offset_ms: int = 0


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
)
BEFORE_ALL = (-1, "", -1)


def page(connection: Connection, span: Span, after: tuple[int, str, int], most: int) -> list[tuple[Any, ...]]:
    """The next rows as EXPORT_COLUMNS: attempts, and requests that ended without one (number -1).

    The second query looks no further than the first has come, so that no row is looked at twice.
    """
    sent = connection.execute(
        "SELECT at_ms, request_id, number, project_id, token_id, deployment, backend, model, tier, zone, "
        "status, error, input_tokens, output_tokens, cached_tokens, cache_write_tokens, "
        "reasoning_tokens, estimated, cost, cost_known, ttft_ms, latency_ms FROM attempts "
        "WHERE (at_ms, request_id, number) > (?, ?, ?) AND at_ms >= ? AND at_ms < ? "
        "AND (CAST(? AS TEXT) IS NULL OR project_id = ?) ORDER BY at_ms, request_id, number LIMIT ?",
        (*after, span.from_ms, span.until_ms, span.project_id, span.project_id, most),
    ).fetchall()
    until = sent[-1][:2] if len(sent) == most else (span.until_ms, "")
    unsent = connection.execute(
        "SELECT at_ms, request_id, -1, project_id, token_id, '', '', '', tier, zone, 'none', error, "
        "0, 0, 0, 0, 0, 0, 0, 1, ttft_ms, latency_ms FROM outcomes "
        "WHERE (at_ms, request_id) > (?, ?) AND (at_ms, request_id) <= (?, ?) AND at_ms >= ? "
        "AND at_ms < ? AND tier IS NULL AND (CAST(? AS TEXT) IS NULL OR project_id = ?) "
        "ORDER BY at_ms, request_id LIMIT ?",
        (*after[:2], *until, span.from_ms, span.until_ms, span.project_id, span.project_id, most),
    ).fetchall()
    return sorted(sent + unsent, key=_place)[:most]


def _place(row: tuple[Any, ...]) -> tuple[int, str, int]:
    return row[0], row[1], row[2]
