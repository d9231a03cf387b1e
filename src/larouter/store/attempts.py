"""Attempts: the ledger of money and tokens. Rows are only ever added."""

from dataclasses import dataclass
from typing import Any

from larouter.core.ledger import Attempt
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.core.usage import Usage
from larouter.core.zones import Zone
from larouter.store.database import Connection


@dataclass(frozen=True, slots=True)
class Owner:
    """The request that an attempt or an outcome belongs to.

    Attributes:
        request_id: `req_…`.
        at_ms: When the request came, in ms since 1970.
        project_id: Whose it is.
        token_id: The token that was shown.
    """

    request_id: str
    at_ms: int
    project_id: str
    token_id: str


def add(connection: Connection, owner: Owner, attempt: Attempt) -> bool:
    """Add an attempt; False when it is there already."""
    usage = attempt.usage
    return (
        connection.execute(
            "INSERT INTO attempts (at_ms, request_id, number, project_id, token_id, deployment, backend, "
            "model, zone, tier, status, error, input_tokens, output_tokens, cached_tokens, "
            "cache_write_tokens, reasoning_tokens, estimated, cost, cost_known, started_ms, ttft_ms, "
            "latency_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            (
                owner.at_ms,
                owner.request_id,
                attempt.number,
                owner.project_id,
                owner.token_id,
                attempt.deployment,
                attempt.backend,
                attempt.model,
                int(attempt.zone),
                int(attempt.tier),
                attempt.status,
                attempt.error,
                usage.input_tokens,
                usage.output_tokens,
                usage.cached_tokens,
                usage.cache_write_tokens,
                usage.reasoning_tokens,
                int(usage.estimated),
                attempt.cost,
                int(attempt.cost_known),
                attempt.started_ms,
                attempt.ttft_ms,
                attempt.latency_ms,
            ),
        ).rowcount
        > 0
    )


def of_request(connection: Connection, at_ms: int, request_id: str) -> list[Attempt]:
    """The attempts of a request in their order."""
    rows = connection.execute(
        "SELECT number, deployment, backend, model, zone, tier, status, error, input_tokens, "
        "output_tokens, cached_tokens, cache_write_tokens, reasoning_tokens, estimated, cost, "
        "cost_known, started_ms, ttft_ms, latency_ms FROM attempts WHERE at_ms = ? AND request_id = ? "
        "ORDER BY number",
        (at_ms, request_id),
    )
    return [_attempt(row) for row in rows]


def spent(connection: Connection, project_id: str, from_ms: int, until_ms: int) -> int:
    """What a project's requests of a span of time have cost, in micro-USD."""
    row = connection.execute(
        "SELECT COALESCE(SUM(cost), 0) FROM attempts WHERE at_ms >= ? AND at_ms < ? AND project_id = ?",
        (from_ms, until_ms, project_id),
    ).fetchone()
    return int(row[0])


def _attempt(row: tuple[Any, ...]) -> Attempt:
    number, deployment, backend, model, zone, tier, status, error, *figures = row
    read, written, cached, cache_written, reasoned, estimated, cost, known, started, ttft, latency = figures
    return Attempt(
        number=number,
        deployment=deployment,
        backend=backend,
        model=model,
        zone=Zone(zone),
        tier=Tier(tier),
        status=status,
        error=error,
        usage=Usage(read, written, cached, cache_written, reasoned, estimated=bool(estimated)),
        cost=MicroUSD(cost),
        cost_known=bool(known),
        started_ms=started,
        ttft_ms=ttft,
        latency_ms=latency,
    )
