"""The tier that a request aims at, and how it was found."""

from bisect import bisect_right
from dataclasses import dataclass

from larouter.core.features import Cap, Features
from larouter.core.head import seen_by
from larouter.core.policy import Policy
from larouter.core.tiers import Tier

ASKED = " was asked for"
DIFFICULTY = "difficulty "
UNCLEAR = "the difficulty is unclear"
PRESSED = " and steps down from "
BOUND = "; the policy's "
CEILING = f"{BOUND}ceiling"


def target(features: Features, policy: Policy) -> tuple[Tier, str]:
    """The target tier and the argument for it: asked for by name > difficulty > abstention; then budgets press."""
    wanted, why = _wanted(features, policy)
    if features.caps and features.tier is None and not features.model:
        wanted, why = _pressed(features.caps, wanted, why)
    bounded = max(policy.floor, min(wanted, policy.ceiling))
    if bounded is wanted:
        return wanted, why
    bound = "floor" if bounded > wanted else "ceiling"
    return bounded, f"{why}{BOUND}{bound} makes it {bounded.name}"


MOST_STEPS = 3


@dataclass(frozen=True, slots=True)
class _Press:
    steps: int
    cap: Cap


def _pressed(caps: tuple[Cap, ...], wanted: Tier, why: str) -> tuple[Tier, str]:
    """A lower tier, as far as the budget that is used up most demands.

    One tier from the share at which the budget begins to press, two from half-way between there and its end, three
    when nothing is left.
    """
    presses = [_Press(_steps(cap), cap) for cap in caps if not cap.tiers or wanted in cap.tiers]
    press = max(presses, key=lambda it: (it.steps, it.cap.used, it.cap.budget), default=None)
    if press is None or not press.steps or wanted is Tier.HEARTBEAT:
        return wanted, why
    lower = Tier(max(Tier.HEARTBEAT, wanted - press.steps))
    cap = press.cap
    return lower, (
        f"{why}; the budget {cap.budget} is used to {cap.used} %{PRESSED}{cap.pressure} % on, so {lower.name}"
    )


def _steps(cap: Cap) -> int:
    if not cap.pressure or cap.used < cap.pressure:
        return 0
    return min(MOST_STEPS, 1 + 2 * (cap.used - cap.pressure) // max(1, 100 - cap.pressure))


def _wanted(features: Features, policy: Policy) -> tuple[Tier, str]:
    if features.tier is not None:
        return features.tier, f"{features.tier.name}{ASKED}"
    difficulty = features.difficulty if policy.head is None else seen_by(policy.head, features)
    if difficulty.confidence < policy.min_confidence:
        because = f": {'; '.join(difficulty.evidence)}" if difficulty.evidence else ""
        return policy.abstain, (
            f"{UNCLEAR} (confidence {difficulty.confidence:.2f}, {policy.min_confidence:.2f} needed)"
            f"{because}, so the policy's middle tier {policy.abstain.name}"
        )
    tier = Tier(bisect_right(policy.thresholds, difficulty.score))
    said = "; ".join(difficulty.evidence) or "no particular sign"
    return tier, (
        f"{DIFFICULTY}{difficulty.score:.2f} (confidence {difficulty.confidence:.2f}) is {tier.name}: {said}"
    )
