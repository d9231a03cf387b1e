"""One line of the log for every request that ended: numbers, names and ids, no text of anybody's."""

import logging
from collections.abc import Sequence

from larouter.core.ledger import Attempt, Opening, Outcome

_log = logging.getLogger("larouter.requests")


def write_line(opening: Opening, made: Sequence[Attempt], outcome: Outcome) -> None:
    """Write the line; its members also go along as `request`, for whoever writes them as JSON."""
    told = line_of(opening, made, outcome)
    words = [f"{name}={value}" for name, value in told.items() if name != "request_id" and value is not None]
    _log.info("%s %s", opening.request_id, " ".join(words), extra={"request": told})


def line_of(
    opening: Opening, made: Sequence[Attempt], outcome: Outcome
) -> dict[str, str | int | float | bool | None]:
    """What is told of a request."""
    answered = next((it for it in made if it.deployment == outcome.answered_by), None)
    return {
        "request_id": opening.request_id,
        "project": opening.project_id,
        "protocol": opening.protocol,
        "stream": opening.stream,
        "status": outcome.status,
        "error": outcome.error or None,
        "target": opening.target.name,
        "tier": answered.tier.name if answered else None,
        "deployment": outcome.answered_by or None,
        "zone": answered.zone.name.lower() if answered else None,
        "sensitivity": opening.sensitivity.name.lower(),
        "degraded": outcome.degraded,
        "attempts": len(made),
        "input_tokens": sum(it.usage.input_tokens for it in made),
        "output_tokens": sum(it.usage.output_tokens for it in made),
        "cost_usd": round(sum(it.cost for it in made) / 1e6, 6),
        "latency_ms": outcome.latency_ms,
        "ttft_ms": outcome.ttft_ms,
    }
