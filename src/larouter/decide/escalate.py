"""After an answer that is not good enough: who is above it, and whose opinion may be asked, within the same reach."""

from collections.abc import Collection
from dataclasses import replace

from larouter.core.decision import Decision, Step
from larouter.core.deployment import Fleet
from larouter.core.features import Features
from larouter.core.policy import Policy
from larouter.core.tiers import CLOUD_TIERS
from larouter.decide.decide import decide

BELOW_A_TOKEN = 2
"""Characters per token at worst, for a text whose length is known."""


def higher(
    decision: Decision, features: Features, policy: Policy, answered: Step, tried: Collection[str]
) -> Decision | None:
    """The rest of the plan that stands above an answer, nearest tier first; None when there is none.

    Nothing is added to a plan, so its zone, its budget and its capabilities hold. A tier or model that the client
    asked for by name is what it gets, and no tier is above the policy's ceiling.

    Args:
        decision: What was decided.
        features: What it was decided from.
        policy: The policy in force.
        answered: The step whose answer is not good enough.
        tried: Deployments that have been called for this request.
    """
    if features.model or features.tier is not None:
        return None
    above = [
        step
        for step in decision.plan
        if answered.tier < step.tier <= policy.ceiling and step.deployment not in tried
    ]
    if not above:
        return None
    above.sort(key=lambda step: step.tier)
    return replace(decision, target=above[0].tier, plan=tuple(above), resorts=())


def other_side(decision: Decision, features: Features, answered: Step) -> Step | None:
    """The step of the plan on the other side, local or cloud, whose tier is nearest; else of another tier at all.

    None for a tier or model that was asked for by name, and where the plan holds one tier only.
    """
    if features.model or features.tier is not None:
        return None
    others = [step for step in decision.plan if step.tier is not answered.tier]
    cloud = answered.tier in CLOUD_TIERS
    return min(
        others,
        key=lambda step: ((step.tier in CLOUD_TIERS) is cloud, abs(step.tier - answered.tier)),
        default=None,
    )


def adviser(
    features: Features,
    policy: Policy,
    fleet: Fleet,
    model: str,
    more_characters: int,
    most_tokens: int | None,
) -> Step | None:
    """The deployment of a model that may be asked for its opinion on a request, or None when the policy permits none.

    It is decided upon as if the client had asked for it by name, so it is held to the same reach and budget.

    Args:
        features: Of the request.
        policy: The policy in force.
        fleet: What could answer.
        model: Whose opinion.
        more_characters: What it gets to read beside the prompt.
        most_tokens: The longest opinion; None for an answer to the request itself, with all that it needs.
    """
    more = more_characters // BELOW_A_TOKEN
    asked = replace(
        features,
        model=model,
        tier=None,
        needs=features.needs if most_tokens is None else frozenset(),
        answers=1,
        input_tokens=features.input_tokens + more,
        worst_input_tokens=features.worst_input_tokens + 2 * more,
        max_tokens=features.max_tokens if most_tokens is None else most_tokens,
        latency_ceiling_ms=0,
    )
    plan = decide(asked, policy, fleet).plan
    return plan[0] if plan else None
