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
MOST_SCANNED = 50_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; None and empty for any.

    Attributes:
        project_id: Whose.
        model: Part of the model that was asked for or answered, or all of it.
        backend: Of the counted attempt.
        token: Id of the token that it came with.
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
    backend: str = ""
    token: str = ""
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
)
_COST = "(SELECT COALESCE(SUM(a.cost), 0) FROM attempts a WHERE a.at_ms = m.at_ms AND a.request_id = m.request_id)"
_JOINED = {
    "requests": (
        "requests r LEFT JOIN outcomes o ON o.at_ms = r.at_ms AND o.request_id = r.request_id",
        "r",
    ),
    "outcomes": ("outcomes o LEFT JOIN requests r ON r.request_id = o.request_id", "o"),
}


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
    table = "outcomes" if _asks_of_the_end(wanted) else "requests"
    joined, main = _JOINED[table]
    walked, values = _walked(wanted, before, table)
    edge = _edge(connection, table, walked, values)
    conditions, given = _conditions(wanted)
    where = [_at(main, condition) for condition in walked] + [
        condition.replace("m.", f"{main}.") for condition in conditions
    ]
    if edge is not None:  # in place of the bound that there is: of two, SQLite would walk from the first
        values[0] = max(int(values[0]), edge[0])
    rows = connection.execute(
        f"SELECT {_COLUMNS}{_COST.replace('m.', f'{main}.')} FROM {joined} WHERE {' AND '.join(where)} "  # noqa: S608 - fixed parts
        f"ORDER BY {main}.at_ms DESC, {main}.request_id DESC LIMIT ?",
        (*values, *given, most),
    ).fetchall()
    found = [_found(row) for row in rows]
    if len(found) == most:
        return found, (found[-1].at_ms, found[-1].request_id)
    # Rows of the edge's own millisecond have been looked at, all of them.
    return found, None if edge is None else (edge[0], "")


def _at(main: str, condition: str) -> str:
    if condition.startswith("("):
        return f"({main}.at_ms, {main}.request_id) < (?, ?)"
    return f"{main}.{condition}"


def _asks_of_the_end(wanted: Wanted) -> bool:
    return (
        wanted.zone is not None
        or wanted.tier is not None
        or bool(wanted.backend)
        or bool(wanted.error)
        or wanted.status not in ("", "running")
        or wanted.latency_ms != (None, None)
    )


def _walked(wanted: Wanted, before: tuple[int, str], table: str) -> tuple[list[str], list[str | int]]:
    """The conditions that an index answers: these rows are walked."""
    from_ms, until_ms = wanted.at_ms
    conditions = ["at_ms >= ?", "at_ms <= ?"]
    values: list[str | int] = [from_ms, min(until_ms, before[0])]
    if wanted.project_id is not None:
        conditions.append("project_id = ?")
        values.append(wanted.project_id)
    elif wanted.sensitivity and table == "requests":
        conditions += ["sensitivity = ?", "sensitivity > 0"]  # the second as the index has it
        values.append(int(wanted.sensitivity))
    conditions.append("(at_ms, request_id) < (?, ?)")
    values += [before[0], before[1]]
    return conditions, values


def _edge(
    connection: Connection, table: str, walked: list[str], values: list[str | int]
) -> tuple[int, str] | None:
    row = connection.execute(
        f"SELECT at_ms, request_id FROM {table} WHERE {' AND '.join(walked)} "  # noqa: S608 - fixed parts
        "ORDER BY at_ms DESC, request_id DESC LIMIT 1 OFFSET ?",
        (*values, MOST_SCANNED - 1),
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
    for column, text in (
        ("o.backend", wanted.backend),
        ("r.token_id", wanted.token),
        ("o.error", wanted.error),
    ):
        if text:
            add(f"{column} = ?", text)
    levels = (("o.tier", wanted.tier), ("o.zone", wanted.zone), ("r.sensitivity", wanted.sensitivity))
    for column, level in levels:
        if level is not None:
            add(f"{column} = ?", int(level))
    _status(wanted.status, add)
    for column, (least, greatest) in (("o.latency_ms", wanted.latency_ms), (_COST, wanted.cost)):
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
