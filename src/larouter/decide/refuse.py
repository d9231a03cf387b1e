"""An empty plan as the error that tells the caller the truth: what was in the way, and what would help."""

from collections.abc import Mapping, Sequence
from math import ceil

from larouter.core.decision import Decision, Dropped
from larouter.core.errors import (
    BadRequest,
    NowhereToGo,
    OverBudget,
    QueueFull,
    RouterError,
    TooLong,
    Unavailable,
    UnknownModel,
    Unsayable,
)
from larouter.core.features import Features
from larouter.core.live import Live

_BUSY = ("load", "latency")
_PASSING = ("health", "load", "latency")
_BEHIND_ZONE = ("rule", "canary", "region", "allowed", "tier", "capability", "lifecycle", "floor")
RETRY_SECONDS = 5.0
NOBODY = (
    "no backend is known yet: fetch a model with `larouter models pull gemma-4-e2b`, start a local server (Ollama, "
    "llama.cpp, vLLM, LM Studio) or set a provider's key such as OPENAI_API_KEY"
)
NOTHING_MOVES: Mapping[str, Live] = {}
_UNABLE = "no model here can do what the request needs"
_WHO_IS_ABLE = "GET /v1/models says what each can do"


def refusal(
    decision: Decision,
    features: Features,
    starts_anew: str,
    anew_seconds: float | None = None,
    live: Mapping[str, Live] = NOTHING_MOVES,
) -> RouterError:
    """The error for a decision whose plan is empty.

    Args:
        decision: The decision.
        features: What it was made on.
        starts_anew: When the budget does, as a sentence, in case that it is the reason.
        anew_seconds: How long that is from now, or None for never.
        live: What moved at that moment.

    The rule that dropped the candidates which came furthest through the filters says what would have to change.
    """
    dropped = decision.dropped
    reasons = [f"{loss.deployment}: {loss.reason}" for loss in dropped]
    if not dropped:
        return Unavailable(NOBODY)
    if features.model and all(loss.rule == "model" for loss in dropped):
        return UnknownModel(
            f"the model {features.model!r} is not known here; GET /v1/models lists what is", param="model"
        )
    by_rule = {loss.rule: loss for loss in dropped}
    if "vectors" in by_rule:
        return BadRequest(by_rule["vectors"].reason, param="model")
    if any(rule in by_rule for rule in _PASSING):
        return _for_now(dropped, reasons, live)
    if "budget" in by_rule:
        over = OverBudget(
            f"the budget leaves no room: {by_rule['budget'].reason}. {starts_anew} "
            "A smaller max_tokens or a cheaper model may fit."
        )
        over.retry_after = anew_seconds
        return over
    if "price" in by_rule:
        return OverBudget(
            f"the budget cannot answer for {by_rule['price'].deployment}: {by_rule['price'].reason}"
        )
    if "window" in by_rule:
        return TooLong(
            f"the prompt is too long for every permitted model: {by_rule['window'].reason}", param="messages"
        )
    if "capability" in by_rule and not any(loss.rule in ("zone", "region", "allowed") for loss in dropped):
        return Unsayable(f"{_UNABLE}: {by_rule['capability'].reason}; {_WHO_IS_ABLE}")
    causes = [decision.why_reach, *[by_rule[rule].reason for rule in _BEHIND_ZONE if rule in by_rule][-1:]]
    return NowhereToGo(f"no backend may answer this request: {'; '.join(causes)}", reasons)


def _for_now(dropped: Sequence[Dropped], reasons: Sequence[str], live: Mapping[str, Live]) -> RouterError:
    """The error for what passes, with the seconds after which it may have."""
    down = [loss for loss in dropped if loss.rule in _PASSING]
    busy = [loss for loss in down if loss.rule in _BUSY]
    waits = [live[loss.deployment].wait_ms for loss in busy if loss.deployment in live]
    detail = f"{len(down)} permitted deployment(s) cannot answer now: {(busy or down)[0].reason}"
    if any(loss.rule == "load" for loss in busy):
        error: RouterError = QueueFull(detail, operator_detail="; ".join((detail, *reasons)))
    else:
        error = Unavailable(detail, reasons)
    error.retry_after = max(1.0, ceil(min(waits) / 1000)) if waits else RETRY_SECONDS
    return error
