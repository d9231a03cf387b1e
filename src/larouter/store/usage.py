"""Sums over the ledger: money and tokens from attempts, calls from outcomes."""

from dataclasses import dataclass
from typing import Any

from larouter.store.database import Connection


@dataclass(frozen=True, slots=True)
class Place:
    """What a sum is about.

    Attributes:
        day: Days since 1970-01-01 in the time zone that was asked for.
        project_id: Whose it is.
        backend: Empty for none.
        model: Empty for none.
        tier: Its number, or None.
        zone: Its number, or None.
    """

    day: int
    project_id: str
    backend: str
    model: str
    tier: int | None
    zone: int | None


@dataclass(frozen=True, slots=True)
class Spent:
    """Attempts, their tokens and their cost.

    Attributes:
        attempts: How many.
        input_tokens: Tokens of prompts.
        output_tokens: Tokens of answers.
        cached_tokens: The part of the input that was read from a cache.
        reasoning_tokens: The part of the output that was reasoning.
        cost: In micro-USD.
        unpriced: How many attempts went to a model whose price nobody has told.
        unknown: How many attempts were hidden by a crash and charged at the price that was reserved.
    """

    attempts: int
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    reasoning_tokens: int
    cost: int
    unpriced: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Calls:
    """Requests that ended, and how many of them well."""

    calls: int
    succeeded: int


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


def spent(connection: Connection, span: Span) -> list[tuple[Place, Spent]]:
    """Money and tokens by day, project, backend, model, tier and zone."""
    rows = connection.execute(
        "SELECT (at_ms + ?) / 86400000 AS day, project_id, backend, model, tier, zone, COUNT(*), "
        "SUM(input_tokens), SUM(output_tokens), SUM(cached_tokens), SUM(reasoning_tokens), SUM(cost), "
        "SUM(CASE WHEN cost_known = 0 THEN 1 ELSE 0 END), SUM(CASE WHEN status = 'unknown' THEN 1 ELSE 0 "
        "END) FROM attempts "
        "WHERE at_ms >= ? AND at_ms < ? AND (CAST(? AS TEXT) IS NULL OR project_id = ?) "
        "GROUP BY day, project_id, backend, model, tier, zone",
        (span.offset_ms, span.from_ms, span.until_ms, span.project_id, span.project_id),
    )
    return [(Place(*row[:6]), Spent(*row[6:])) for row in rows]


def calls(connection: Connection, span: Span) -> list[tuple[Place, Calls]]:
    """Requests that ended, each counted once, under the attempt that answered or else the last one."""
    rows = connection.execute(
        "SELECT (at_ms + ?) / 86400000 AS day, project_id, backend, model, tier, zone, COUNT(*), "
        "SUM(CASE WHEN status < 400 AND error = '' THEN 1 ELSE 0 END) FROM outcomes "
        "WHERE at_ms >= ? AND at_ms < ? AND (CAST(? AS TEXT) IS NULL OR project_id = ?) "
        "GROUP BY day, project_id, backend, model, tier, zone",
        (span.offset_ms, span.from_ms, span.until_ms, span.project_id, span.project_id),
    )
    return [(Place(*row[:6]), Calls(*row[6:])) for row in rows]


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
