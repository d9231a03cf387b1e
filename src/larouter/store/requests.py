"""Openings: one row for every request, written before a byte of it leaves."""

from dataclasses import dataclass

from larouter.core.ledger import Opening
from larouter.core.tiers import Tier
from larouter.core.zones import Sensitivity, Zone
from larouter.store.database import Connection


def add(connection: Connection, opening: Opening, run_id: str) -> None:
    """Add an opening; adding it again changes nothing."""
    connection.execute(
        "INSERT INTO requests (request_id, at_ms, project_id, token_id, run_id, protocol, stream, "
        "asked_model, target, sensitivity, reach, policy_version, fleet_version, record) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (request_id) DO NOTHING",
        (
            opening.request_id,
            opening.at_ms,
            opening.project_id,
            opening.token_id,
            run_id,
            opening.protocol,
            int(opening.stream),
            opening.asked_model,
            int(opening.target),
            int(opening.sensitivity),
            int(opening.reach),
            opening.policy_version,
            opening.fleet_version,
            opening.record,
        ),
    )
    if opening.tags:
        connection.executemany(
            "INSERT INTO tags (at_ms, request_id, name, value) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [(opening.at_ms, opening.request_id, name, value) for name, value in opening.tags],
        )


def by_id(connection: Connection, request_id: str) -> Opening | None:
    """The opening of a request, its decision record included."""
    row = connection.execute(
        "SELECT at_ms, project_id, token_id, protocol, stream, asked_model, target, sensitivity, reach, "
        "record, policy_version, fleet_version FROM requests WHERE request_id = ?",
        (request_id,),
    ).fetchone()
    if row is None:
        return None
    at_ms, project, token, protocol, stream, model, target, sensitivity, reach, record, policy, fleet = row
    tags = connection.execute(
        "SELECT name, value FROM tags WHERE at_ms = ? AND request_id = ? ORDER BY name, value",
        (at_ms, request_id),
    ).fetchall()
    return Opening(
        request_id=request_id,
        at_ms=at_ms,
        project_id=project,
        token_id=token,
        protocol=protocol,
        stream=bool(stream),
        asked_model=model,
        target=Tier(target),
        sensitivity=Sensitivity(sensitivity),
        reach=Zone(reach),
        record=bytes(record or b""),
        policy_version=policy,
        fleet_version=fleet,
        tags=tuple((name, value) for name, value in tags),
    )


def first_ms(connection: Connection) -> int:
    """When the first request came, in ms since 1970; 0 when there is none."""
    # Attempts and outcomes are kept when the record of a request has been removed by age.
    row = connection.execute(
        "SELECT MIN(at_ms) FROM (SELECT MIN(at_ms) AS at_ms FROM requests UNION ALL "
        "SELECT MIN(at_ms) FROM attempts UNION ALL SELECT MIN(at_ms) FROM outcomes)"
    ).fetchone()
    return int(row[0] or 0)


def unfinished(connection: Connection, run_id: str, since_ms: int) -> list[tuple[str, int, str, str]]:
    """Request id, time, project and token of a run's requests without an outcome, from a moment on."""
    rows = connection.execute(
        "SELECT r.request_id, r.at_ms, r.project_id, r.token_id FROM requests r "
        "LEFT JOIN outcomes o ON o.at_ms = r.at_ms AND o.request_id = r.request_id "
        "WHERE r.at_ms >= ? AND r.run_id = ? AND o.request_id IS NULL ORDER BY r.at_ms, r.request_id",
        (since_ms, run_id),
    )
    return [(request, at_ms, project, token) for request, at_ms, project, token in rows]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A decision as it was written down.

    Attributes:
        request_id: `req_…`.
        at_ms: When the request came, in ms since 1970.
        policy_version: Content hash of the policy it was made under.
        fleet_version: Content hash of the fleet it was made on.
        record: The encoded `Record`.
    """

    request_id: str
    at_ms: int
    policy_version: str
    fleet_version: str
    record: bytes


def recorded(
    connection: Connection, project_id: str | None, since_ms: int, after: tuple[int, str], most: int
) -> list[Recorded]:
    """A page of decisions from a moment on, oldest first, for one project or all when None.

    Args:
        connection: Inside a transaction.
        project_id: Whose.
        since_ms: In ms since 1970.
        after: Time and id of the last decision of the page before.
        most: How many.
    """
    rows = connection.execute(
        "SELECT request_id, at_ms, policy_version, fleet_version, record FROM requests "
        "WHERE at_ms >= ? AND (at_ms > ? OR (at_ms = ? AND request_id > ?)) "
        "AND (CAST(? AS TEXT) IS NULL OR project_id = ?) AND record IS NOT NULL "
        "ORDER BY at_ms, request_id LIMIT ?",
        (max(since_ms, after[0]), after[0], after[0], after[1], project_id, project_id, most),
    )
    return [
        Recorded(request, at_ms, policy, fleet, bytes(record))
        for request, at_ms, policy, fleet, record in rows
    ]


def start_of_last(connection: Connection, project_id: str | None, count: int) -> int:
    """When the last `count` requests of a project, or of all when None, began, in ms since 1970; 0 for all of them."""
    row = connection.execute(
        "SELECT at_ms FROM requests WHERE CAST(? AS TEXT) IS NULL OR project_id = ? "
        "ORDER BY at_ms DESC, request_id DESC LIMIT 1 OFFSET ?",
        (project_id, project_id, count - 1),
    ).fetchone()
    return 0 if row is None else int(row[0])
