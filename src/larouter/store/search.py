"""Requests found by how they went, newest first, a page at a time; no page looks at more rows than it may.

Two shapes of one question. Where something of the end is asked for, the ends are walked, which are small and lie in
the order of time; else the openings are, so that requests which still run are found as well.
"""

from dataclasses import dataclass
from typing import Any

from larouter.core.tiers import Tier
from larouter.core.zones import Sensitivity, Zone
from larouter.store.database import Connection

LATEST = (1 << 62, "~")
MOST_SCANNED = 100_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; None and empty for any.

    Attributes:
        project_id: Whose.
        model: Part of the model that was asked for or answered, or all of it.
        tier: That answered.
        zone: The one that the counted attempt went to.
        sensitivity: Of its bytes.
        status: `ok`, `error`, `running`, or an HTTP status.
        error: The code of the error.
        cost: From and to, in micro-USD, both included.
        latency_ms: From and to, both included.
        at_ms: From and to, in ms since 1970, both included.
    """

    project_id: str | None = None
    model: str = ""
    tier: Tier | None = None
    zone: Zone | None = None
    sensitivity: Sensitivity | None = None
    status: str = ""
    error: str = ""
    cost: tuple[int | None, int | None] = (None, None)
    latency_ms: tuple[int | None, int | None] = (None, None)
    at_ms: tuple[int, int] = (0, 1 << 62)


@dataclass(frozen=True, slots=True)
class Found:
    """One line of what was found; the end is None while a request runs.

    Attributes:
        cost: Micro-USD of all attempts.
        zone: Of the attempt under which the call is counted.
    """

    request_id: str
    at_ms: int
    project_id: str
    asked_model: str
    target: Tier
    sensitivity: Sensitivity
    status: int | None
    error: str
    answered_by: str
    model: str
    zone: Zone | None
    tier: Tier | None
    degraded: bool
    ttft_ms: int | None
    latency_ms: int | None
    cost: int


_COLUMNS = (
    "r.request_id, r.at_ms, r.project_id, r.asked_model, r.target, r.sensitivity, o.status, o.error, "
    "o.answered_by, o.model, o.zone, o.tier, o.degraded, o.ttft_ms, o.latency_ms, "
    "(SELECT COALESCE(SUM(a.cost), 0) FROM attempts a "
    "WHERE a.at_ms = r.at_ms AND a.request_id = r.request_id) AS cost "
)
_OPENINGS = (
    "FROM (SELECT * FROM requests WHERE at_ms >= ? AND at_ms <= ? AND (at_ms < ? OR (at_ms = ? AND request_id < ?)) "
    "AND (CAST(? AS TEXT) IS NULL OR project_id = ?) ORDER BY at_ms DESC, request_id DESC LIMIT ?) r "
    "LEFT JOIN outcomes o ON o.at_ms = r.at_ms AND o.request_id = r.request_id "
)
_ENDS = (
    "FROM (SELECT * FROM outcomes WHERE at_ms >= ? AND at_ms <= ? AND (at_ms < ? OR (at_ms = ? AND request_id < ?)) "
    "AND (CAST(? AS TEXT) IS NULL OR project_id = ?) ORDER BY at_ms DESC, request_id DESC LIMIT ?) o "
    "CROSS JOIN requests r ON r.request_id = o.request_id "
)


def search(
    connection: Connection, wanted: Wanted, before: tuple[int, str], most: int
) -> tuple[list[Found], tuple[int, str] | None]:
    """The next lines after a place, and the place from which to go on, or None at the end.

    Fewer than `most` lines with a place to go on from mean that the page has looked at as many rows as it may.

    Args:
        connection: Inside a transaction.
        wanted: What is looked for.
        before: Time and id of the last line of the page before; `LATEST` for the first page.
        most: How many lines.
    """
    from_ms, until_ms = wanted.at_ms
    place = (from_ms, until_ms, before[0], before[0], before[1], wanted.project_id, wanted.project_id)
    conditions, values = _conditions(wanted)
    ends = bool(wanted.zone is not None or wanted.tier is not None or wanted.error) or (
        wanted.status not in ("", "running") or wanted.latency_ms != (None, None)
    )
    where = f"WHERE {' AND '.join(conditions)} " if conditions else ""
    limit = most if not conditions else MOST_SCANNED
    rows = connection.execute(
        f"SELECT {_COLUMNS}{_ENDS if ends else _OPENINGS}{where}ORDER BY r.at_ms DESC, r.request_id DESC LIMIT ?",
        (*place, limit, *values, most),
    ).fetchall()
    found = [_found(row) for row in rows]
    if len(found) == most:
        return found, (found[-1].at_ms, found[-1].request_id)
    return found, _edge(connection, place, limit, ends=ends)


def _edge(
    connection: Connection, place: tuple[Any, ...], limit: int, *, ends: bool
) -> tuple[int, str] | None:
    table = "outcomes" if ends else "requests"
    row = connection.execute(
        f"SELECT at_ms, request_id FROM {table} WHERE at_ms >= ? AND at_ms <= ? "  # noqa: S608 - one of two names
        "AND (at_ms < ? OR (at_ms = ? AND request_id < ?)) AND (CAST(? AS TEXT) IS NULL OR project_id = ?) "
        "ORDER BY at_ms DESC, request_id DESC LIMIT 1 OFFSET ?",
        (*place, limit - 1),
    ).fetchone()
    return None if row is None else (row[0], row[1])


def _conditions(wanted: Wanted) -> tuple[list[str], list[str | int]]:
    conditions: list[str] = []
    values: list[str | int] = []

    def add(condition: str, *given: str | int) -> None:
        conditions.append(condition)
        values.extend(given)

    if wanted.model:
        pattern = f"%{wanted.model.replace('^', '^^').replace('%', '^%').replace('_', '^_')}%"
        add("(o.model LIKE ? ESCAPE '^' OR r.asked_model LIKE ? ESCAPE '^')", pattern, pattern)
    if wanted.tier is not None:
        add("o.tier = ?", int(wanted.tier))
    if wanted.zone is not None:
        add("o.zone = ?", int(wanted.zone))
    if wanted.sensitivity is not None:
        add("r.sensitivity = ?", int(wanted.sensitivity))
    if wanted.error:
        add("o.error = ?", wanted.error)
    _status(wanted.status, add)
    for column, (least, greatest) in (("o.latency_ms", wanted.latency_ms), ("cost", wanted.cost)):
        if least is not None:
            add(f"{column} >= ?", least)
        if greatest is not None:
            add(f"{column} <= ?", greatest)
    return conditions, values


def _status(status: str, add: Any) -> None:  # noqa: ANN401 - the function above
    if status == "ok":
        add("o.status < 400 AND o.error = ''")
    elif status == "error":
        add("(o.status >= 400 OR o.error <> '')")
    elif status == "running":
        add("o.status IS NULL")
    elif status:
        add("o.status = ?", int(status))


def _found(row: tuple[Any, ...]) -> Found:
    ident, at_ms, project, asked, target, sensitivity, status, error, *rest = row
    answered_by, model, zone, tier, degraded, ttft, latency, cost = rest
    return Found(
        request_id=ident,
        at_ms=at_ms,
        project_id=project,
        asked_model=asked,
        target=Tier(target),
        sensitivity=Sensitivity(sensitivity),
        status=status,
        error=error or "",
        answered_by=answered_by or "",
        model=model or "",
        zone=None if zone is None else Zone(zone),
        tier=Tier(tier) if answered_by and tier is not None else None,
        degraded=bool(degraded),
        ttft_ms=ttft,
        latency_ms=latency,
        cost=int(cost),
    )
