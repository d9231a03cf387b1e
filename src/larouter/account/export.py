"""The ledger as CSV or JSON Lines, page by page, so that its length does not matter."""

import csv
import io
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import msgspec

from larouter.account.usage import NONE
from larouter.core.money import MICRO_PER_USD
from larouter.core.tiers import Tier
from larouter.core.zones import Zone
from larouter.store import usage
from larouter.store.database import Connection, Database
from larouter.store.usage import Span

COLUMNS = (
    "at",
    "requestId",
    "attempt",
    "projectId",
    "tokenId",
    "deployment",
    "backend",
    "model",
    "tier",
    "zone",
    "status",
    "error",
    "inputTokens",
    "outputTokens",
    "cachedTokens",
    "cacheWriteTokens",
    "reasoningTokens",
    "estimated",
    "costUsd",
    "costMicroUsd",
    "costKnown",
    "ttftMs",
    "latencyMs",
    "price",
    "service",
    "tags",
)
_NAMES = [COLUMNS.index(name) for name in ("deployment", "backend", "model", "service")]
_PAGE = 1_000
_encode = msgspec.json.encode
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


async def as_csv(database: Database, span: Span) -> AsyncIterator[str]:
    """The ledger of a span as CSV text (RFC 4180), a line of names first, in the order of time.

    One row for every attempt, and one with status `none` for every request that ended without one; those called on its
    account before it was sent have numbers below zero. Tags are a JSON object.
    """
    yield _lines([COLUMNS])
    async for text in _pages(database, span, _lines):
        yield text


async def as_json_lines(database: Database, span: Span) -> AsyncIterator[str]:
    """The same rows, a JSON object on every line."""
    async for text in _pages(database, span, _objects):
        yield text


async def _pages(
    database: Database, span: Span, write: Callable[[Iterable[tuple[object, ...]]], str]
) -> AsyncIterator[str]:
    await database.flush()
    after: tuple[int, str, int] | None = usage.BEFORE_ALL
    while after is not None:
        text, after = await database.read(partial(_page, span=span, after=after, write=write))
        if text:
            yield text


def _page(
    connection: Connection,
    span: Span,
    after: tuple[int, str, int],
    write: Callable[[Iterable[tuple[object, ...]]], str],
) -> tuple[str, tuple[int, str, int] | None]:
    """The next page as text, made off the event loop, and where it ends; None for the end of everything."""
    rows = usage.page(connection, span, after, _PAGE)
    if not rows:
        return "", None
    at_ms, request_id, number, *_ = rows[-1]
    tags = usage.tags_of(connection, rows[0][:2], rows[-1][:2])
    return write([_row(tags.get(row[:2], {}), *row) for row in rows]), (at_ms, request_id, number)


def _objects(rows: Iterable[tuple[object, ...]]) -> str:
    return "".join(f"{_encode(dict(zip(COLUMNS, row, strict=True))).decode()}\n" for row in rows)


def _row(tags: dict[str, str], at_ms: int, request_id: str, number: int, *rest: Any) -> tuple[object, ...]:  # noqa: ANN401
    project, token, deployment, backend, model, tier, zone, status, error, *figures = rest
    tokens, (estimated, cost, known, ttft, latency, price, service) = figures[:5], figures[5:]
    return (
        (_EPOCH + timedelta(milliseconds=at_ms)).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        request_id,
        "" if number == usage.UNSENT else number,
        project,
        token,
        deployment,
        backend,
        model,
        NONE if tier is None else Tier(tier).name,
        NONE if zone is None else Zone(zone).name.lower(),
        status,
        error,
        *tokens,
        int(estimated),
        _usd(cost),
        cost,
        int(known),
        "" if ttft is None else ttft,
        latency,
        price,
        service,
        tags,
    )


def _usd(cost: int) -> str:
    whole, micro = divmod(abs(cost), MICRO_PER_USD)
    return f"{'-' if cost < 0 else ''}{whole}.{micro:06d}"


def tame(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula."""
    return "'" + text if text.startswith(_FORMULA) else text


def _lines(rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(map(_cells, rows))
    return text.getvalue()


def _cells(row: Iterable[object]) -> list[object]:
    """A row as cells of a table: names that nobody has checked are tamed, tags written out."""
    cells = list(row)
    for place in _NAMES:
        cells[place] = tame(str(cells[place]))
    if isinstance(tags := cells[-1], dict):
        cells[-1] = _encode(tags).decode() if tags else ""
    return cells
