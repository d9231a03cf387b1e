"""The tier that a request aims at, and how it was found."""

from bisect import bisect_right

from larouter.core.features import Features
from larouter.core.head import seen_by
from larouter.core.policy import Policy
from larouter.core.routes import Pressure
from larouter.core.tiers import Tier


def target(features: Features, policy: Policy) -> tuple[Tier, str]:
    """The target tier and the argument for it: asked for by name > difficulty > abstention, then budget and bounds."""
    wanted, why = _wanted(features, policy)
    if policy.pressure:
        wanted, why = _pressed(wanted, why, features.budget_share, policy.pressure)
    bounded = max(policy.floor, min(wanted, policy.ceiling))
    if bounded is wanted:
        return wanted, why
    bound = "floor" if bounded > wanted else "ceiling"
    return bounded, f"{why}; the policy's {bound} makes it {bounded.name}"


def _pressed(wanted: Tier, why: str, used: float, steps: tuple[Pressure, ...]) -> tuple[Tier, str]:
    reached = [step for step in steps if used >= step.share]
    if not reached:
        return wanted, why
    step = reached[-1]
    lower = Tier(max(Tier.HEARTBEAT, min(wanted - step.down, step.ceiling)))
    if lower == wanted:
        return wanted, why
    return lower, f"{why}; {used:.0%} of the budget is used, so it aims at {lower.name}"


def _wanted(features: Features, policy: Policy) -> tuple[Tier, str]:
    if features.tier is not None:
        return features.tier, f"{features.tier.name} was asked for"
    difficulty = features.difficulty if policy.head is None else seen_by(policy.head, features)
    if difficulty.confidence < policy.min_confidence:
        return policy.abstain, (
            f"the difficulty is unclear (confidence {difficulty.confidence:.2f}, {policy.min_confidence:.2f} needed), "
            f"so the policy's middle tier {policy.abstain.name}"
        )
    tier = Tier(bisect_right(policy.thresholds, difficulty.score))
    said = "; ".join(difficulty.evidence) or "no particular sign"
    return tier, (
        f"difficulty {difficulty.score:.2f} (confidence {difficulty.confidence:.2f}) is {tier.name}: {said}"
    )
