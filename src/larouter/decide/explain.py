"""A decision as plain values, for JSON and for people; the sentences are those of the decision itself."""

from larouter.core.decision import Decision
from larouter.core.features import Features


def as_json(decision: Decision, features: Features) -> dict[str, object]:
    """The whole decision as a JSON object."""
    first = decision.plan[0] if decision.plan else None
    return {
        "tier": decision.target.name,
        "answered_by": first.deployment if first else None,
        "degraded": bool(first and first.tier < decision.target),
        "difficulty": round(features.difficulty.score, 4) if features.difficulty.confidence else None,
        "confidence": round(features.difficulty.confidence, 4),
        "sensitivity": features.sensitivity.name.lower(),
        "findings": [{"rule": finding.rule, "count": finding.count} for finding in features.findings],
        "reach": decision.reach.name.lower(),
        "input_tokens": features.input_tokens,
        "needs": sorted(features.needs),
        "plan": [
            {
                "deployment": step.deployment,
                "tier": step.tier.name,
                "worst_case_usd": step.worst_case / 1e6,
                "reason": step.reason,
            }
            for step in decision.plan
        ],
        "reasons": reasons(decision),
        "dropped": [
            {"deployment": loss.deployment, "rule": loss.rule, "reason": loss.reason}
            for loss in decision.dropped
        ],
        "policy_version": decision.policy_version,
        "fleet_version": decision.fleet_version,
    }


def reasons(decision: Decision) -> list[str]:
    """The argument in the order it was made: the target, the reach, who stands where, who lost and why."""
    return [
        decision.why_target,
        decision.why_reach,
        *[f"{place}. {step.deployment}: {step.reason}" for place, step in enumerate(decision.plan, 1)],
        *[f"not {loss.deployment}: {loss.reason}" for loss in decision.dropped],
    ]
