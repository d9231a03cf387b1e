"""Past requests with what they cost and what was said of them, for learning."""

from dataclasses import dataclass

from larouter.core.feedback import Feedback
from larouter.core.tiers import Tier
from larouter.store.database import Connection


@dataclass(frozen=True, slots=True)
class Row:
    """A past request.

    Attributes:
        request_id: `req_…`.
        at_ms: When it came, in ms since 1970.
        record: Its encoded `Record`.
        tier: The number of the tier that answered, or None.
        cost: What its attempts cost, in micro-USD; without what was asked for the router's own sake.
        stream: Whether a stream was asked for.
    """

    request_id: str
    at_ms: int
    record: bytes
    tier: int | None
    cost: int
    stream: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What came of looking at an answer on the way.

    Attributes:
        request_id: Of the request.
        tier: The tier that had answered, or whose opinion was asked.
        replaced: Whether the answer was replaced by one of a higher tier.
        why: The check that it failed, or what the opinion was for.
    """

    request_id: str
    tier: Tier
    replaced: bool
    why: str


def latest(connection: Connection, project_id: str, last: int) -> list[Row]:
    """The last requests of a project that ended, oldest first."""
    rows = connection.execute(
        "SELECT r.request_id, r.at_ms, r.record, CASE WHEN o.answered_by <> '' THEN o.tier END, "
        "(SELECT COALESCE(SUM(a.cost), 0) FROM attempts a WHERE a.at_ms = r.at_ms AND a.request_id = r.request_id "
        "AND a.status <> 'advice'), "
        "r.stream FROM requests r JOIN outcomes o ON o.at_ms = r.at_ms AND o.request_id = r.request_id "
        "WHERE r.project_id = ? AND r.record IS NOT NULL ORDER BY r.at_ms DESC, r.request_id DESC LIMIT ?",
        (project_id, last),
    ).fetchall()
    return [
        Row(ident, at_ms, bytes(record), tier, int(cost), bool(stream))
        for ident, at_ms, record, tier, cost, stream in reversed(rows)
    ]


def opinions(connection: Connection, project_id: str, since_ms: int) -> list[Feedback]:
    """What was said of a project's requests, from a moment on; nobody speaks of a request before it came."""
    rows = connection.execute(
        "SELECT request_id, at_ms, project_id, author, score, label, comment FROM feedback "
        "WHERE project_id = ? AND at_ms >= ?",
        (project_id, since_ms),
    )
    return [Feedback(*row) for row in rows]


def looks(connection: Connection, project_id: str, since_ms: int) -> list[Look]:
    """What came of looking at a project's answers, from a moment on."""
    rows = connection.execute(
        "SELECT request_id, tier, status, error FROM attempts "
        "WHERE at_ms >= ? AND project_id = ? AND status IN ('rejected', 'advice')",
        (since_ms, project_id),
    )
    return [Look(ident, Tier(tier), status == "rejected", why) for ident, tier, status, why in rows]


def records(connection: Connection, project_id: str, last: int) -> list[bytes]:
    """The decision records of a project's last requests, oldest first."""
    rows = connection.execute(
        "SELECT record FROM requests WHERE project_id = ? AND record IS NOT NULL "
        "ORDER BY at_ms DESC, request_id DESC LIMIT ?",
        (project_id, last),
    ).fetchall()
    return [bytes(record) for (record,) in reversed(rows)]
