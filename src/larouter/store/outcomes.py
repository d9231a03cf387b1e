"""Outcomes: one row for every request that ended, and the place where calls are counted."""

from larouter.core.ledger import Attempt, Outcome
from larouter.core.tiers import Tier
from larouter.store.attempts import Owner
from larouter.store.database import Connection


def add(connection: Connection, owner: Owner, outcome: Outcome, counted: Attempt | None) -> bool:
    """Add an outcome; False when it is there already.

    Args:
        connection: Inside a transaction.
        owner: The request.
        outcome: How it ended.
        counted: The attempt under whose model, backend, tier and zone the call is counted; None for none.
    """
    return (
        connection.execute(
            "INSERT INTO outcomes (at_ms, request_id, project_id, token_id, status, error, answered_by, "
            "backend, model, zone, tier, degraded, ttft_ms, latency_ms) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (
                owner.at_ms,
                owner.request_id,
                owner.project_id,
                owner.token_id,
                outcome.status,
                outcome.error,
                outcome.answered_by,
                "" if counted is None else counted.backend,
                "" if counted is None else counted.model,
                None if counted is None else int(counted.zone),
                None if counted is None else int(counted.tier),
                int(outcome.degraded),
                outcome.ttft_ms,
                outcome.latency_ms,
            ),
        ).rowcount
        > 0
    )


def of_request(connection: Connection, at_ms: int, request_id: str) -> Outcome | None:
    """How a request ended, or None while it runs."""
    row = connection.execute(
        "SELECT status, error, answered_by, tier, degraded, latency_ms, ttft_ms FROM outcomes "
        "WHERE at_ms = ? AND request_id = ?",
        (at_ms, request_id),
    ).fetchone()
    if row is None:
        return None
    status, error, answered_by, tier, degraded, latency, ttft = row
    return Outcome(
        status=status,
        error=error,
        answered_by=answered_by,
        tier=Tier(tier) if answered_by and tier is not None else None,
        degraded=bool(degraded),
        latency_ms=latency,
        ttft_ms=ttft,
    )
