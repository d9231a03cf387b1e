"""Attempts: the ledger of money and tokens. Rows are only ever added."""

from typing import Any

from larouter.core.frozen import frozen
from larouter.core.ids import pseudonym
from larouter.core.ledger import Attempt
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.core.usage import Usage
from larouter.core.zones import Zone
from larouter.store.database import Connection


@frozen
class Owner:
    """The request that an attempt or an outcome belongs to.

    Attributes:
        request_id: `req_…`.
        at_ms: When the request came, in ms since 1970.
        project_id: Whose it is.
        token_id: The token that was shown.
        tags: What the caller attached, as key and value; the end user and the session among them.
    """

    request_id: str
    at_ms: int
    project_id: str
    token_id: str
    tags: tuple[tuple[str, str], ...] = ()


def add(connection: Connection, owner: Owner, attempt: Attempt) -> bool:
    """Add an attempt; False when it is there already."""
    usage = attempt.usage
    return (
        connection.execute(
            "INSERT INTO attempts (at_ms, request_id, number, project_id, token_id, deployment, backend, "
            "model, zone, tier, status, error, input_tokens, output_tokens, cached_tokens, "
            "cache_write_tokens, reasoning_tokens, estimated, cost, cost_known, started_ms, ttft_ms, "
            "latency_ms, price, service, cache_write_1h_tokens, audio_input_tokens, image_input_tokens, "
            "audio_output_tokens, queued_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
            "?, ?, ?, ?, ?, ?, ?, ?, ?) "
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
                attempt.price,
                usage.service,
                usage.cache_write_1h_tokens,
                usage.audio_input_tokens,
                usage.image_input_tokens,
                usage.audio_output_tokens,
                attempt.queued_ms,
            ),
        ).rowcount
        > 0
    )


def of_request(connection: Connection, at_ms: int, request_id: str) -> list[Attempt]:
    """The attempts of a request in their order."""
    rows = connection.execute(
        "SELECT number, deployment, backend, model, zone, tier, status, error, input_tokens, "
        "output_tokens, cached_tokens, cache_write_tokens, reasoning_tokens, estimated, cost, "
        "cost_known, started_ms, ttft_ms, latency_ms, price, service, cache_write_1h_tokens, audio_input_tokens, "
        "image_input_tokens, audio_output_tokens, queued_ms FROM attempts WHERE at_ms = ? AND request_id = ? "
        "ORDER BY number",
        (at_ms, request_id),
    )
    return [_attempt(row) for row in rows]


def spent(
    connection: Connection, project_id: str, span_ms: tuple[int, int], who: tuple[str, str, str]
) -> list[tuple[int, str, int, int]]:
    """What the requests of a span of time have cost: moment, deployment, tier and micro-USD of each attempt.

    Args:
        connection: Inside a transaction.
        project_id: Whose requests.
        span_ms: The first moment, and the one after the last, in ms since 1970.
        who: Token, name and value (or the pseudonym of it) of a tag that they must have; empty for any.
    """
    token_id, name, value = who
    if name:
        rows = connection.execute(
            "SELECT a.at_ms, a.deployment, a.tier, a.cost FROM tags t "
            "JOIN attempts a ON a.at_ms = t.at_ms AND a.request_id = t.request_id "
            "WHERE t.name = ? AND t.value IN (?, ?) AND t.at_ms >= ? AND t.at_ms < ? AND a.project_id = ? "
            "AND a.cost <> 0",
            (name, value, pseudonym(value), *span_ms, project_id),
        )
    else:
        rows = connection.execute(
            "SELECT at_ms, deployment, tier, cost FROM attempts WHERE at_ms >= ? AND at_ms < ? "
            "AND project_id = ? AND (? = '' OR token_id = ?) AND cost <> 0",
            (*span_ms, project_id, token_id, token_id),
        )
    return rows.fetchall()


def cost_of(connection: Connection, at_ms: int, request_id: str) -> list[tuple[str, int, int]]:
    """Deployment, tier and micro-USD of the attempts that a request has made so far."""
    return connection.execute(
        "SELECT deployment, tier, cost FROM attempts WHERE at_ms = ? AND request_id = ?", (at_ms, request_id)
    ).fetchall()


def _attempt(row: tuple[Any, ...]) -> Attempt:
    number, deployment, backend, model, zone, tier, status, error, *figures = row
    read, written, cached, cache_written, reasoned, estimated, cost, known, started, ttft, latency, *more = (
        figures
    )
    price, service, hour, heard, seen, spoken, queued = more
    return Attempt(
        number=number,
        deployment=deployment,
        backend=backend,
        model=model,
        zone=Zone(zone),
        tier=Tier(tier),
        status=status,
        error=error,
        usage=Usage(
            read,
            written,
            cached,
            cache_written,
            reasoned,
            bool(estimated),
            hour,
            heard,
            seen,
            spoken,
            service,
        ),
        cost=MicroUSD(cost),
        cost_known=bool(known),
        started_ms=started,
        ttft_ms=ttft,
        latency_ms=latency,
        price=price,
        queued_ms=queued,
    )
