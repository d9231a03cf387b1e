"""The words of OpenTelemetry's conventions that are used here, and the router's own, in one place.

https://opentelemetry.io/docs/specs/semconv/gen-ai/; none of them holds text of a prompt or an answer.
"""

from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.core.tiers import Tier
from larouter.telemetry.otlp import Attributes, Value

CHAT = "chat"
FIRST_TOKEN_SECONDS = "gen_ai.server.time_to_first_token"  # noqa: S105 - tokens of a model
_LONGEST = 100


def of_request(opening: Opening, made: list[Attempt], outcome: Outcome) -> Attributes:
    """What is told of a request as a whole."""
    told: dict[str, Value] = {
        "gen_ai.operation.name": CHAT,
        "gen_ai.request.model": opening.asked_model[:_LONGEST],
        "gen_ai.usage.input_tokens": sum(it.usage.input_tokens for it in made),
        "gen_ai.usage.output_tokens": sum(it.usage.output_tokens for it in made),
        "http.response.status_code": outcome.status,
        "larouter.request.id": opening.request_id,
        "larouter.project.id": opening.project_id,
        "larouter.protocol": opening.protocol,
        "larouter.stream": opening.stream,
        "larouter.tier.target": opening.target.name,
        "larouter.sensitivity": opening.sensitivity.name.lower(),
        "larouter.reach": opening.reach.name.lower(),
        "larouter.attempts": len(made),
        "larouter.cost.usd": sum(it.cost for it in made) / 1e6,
        "larouter.degraded": outcome.degraded,
    }
    answered = next((it for it in made if it.deployment == outcome.answered_by), None)
    if answered is not None:
        told |= {
            "gen_ai.provider.name": answered.backend,
            "gen_ai.response.model": answered.model[:_LONGEST],
            "larouter.tier": answered.tier.name,
            "larouter.zone": answered.zone.name.lower(),
        }
    if outcome.ttft_ms is not None:
        told["larouter.ttft.ms"] = outcome.ttft_ms
    return told | ({"error.type": outcome.error} if outcome.error else {})


def of_attempt(attempt: Attempt) -> Attributes:
    """What is told of one call to a deployment."""
    told: dict[str, Value] = {
        "gen_ai.operation.name": CHAT,
        "gen_ai.provider.name": attempt.backend,
        "gen_ai.response.model": attempt.model[:_LONGEST],
        "gen_ai.usage.input_tokens": attempt.usage.input_tokens,
        "gen_ai.usage.output_tokens": attempt.usage.output_tokens,
        "larouter.deployment": attempt.deployment,
        "larouter.attempt": attempt.number,
        "larouter.tier": Tier(attempt.tier).name,
        "larouter.zone": attempt.zone.name.lower(),
        "larouter.cost.usd": attempt.cost / 1e6,
        "larouter.status": attempt.status,
    }
    if attempt.ttft_ms is not None:
        told["larouter.ttft.ms"] = attempt.ttft_ms
    return told | ({"error.type": attempt.error} if attempt.error else {})
