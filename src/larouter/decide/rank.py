"""The preferences: who comes first among those that may answer."""

from larouter.core.deployment import NOT_SERVED, Deployment
from larouter.core.policy import Policy
from larouter.core.tiers import Tier
from larouter.decide.course import draw, matches
from larouter.decide.filters import Candidate, share_of

_DOWN = 10
_FROM = tuple([*list(Tier)[target + 1 :], *reversed(list(Tier)[:target])] for target in Tier)


def answering_tier(places: tuple[int, ...], target: Tier) -> Tier:
    """The tier as which a deployment answers: the target, else the next above it, else the next below."""
    if places[target] != NOT_SERVED:
        return target
    for tier in _FROM[target]:
        if places[tier] != NOT_SERVED:
            return tier
    return target


def distance(tier: Tier, target: Tier) -> int:
    """How far from the target: the same tier, then upwards, then downwards."""
    return tier - target if tier >= target else _DOWN + target - tier


Key = tuple[int, int, int, int, int, int, int, int, int, int, str]
_TRIED, _PINNED, _USUAL = 0, 1, 2


def pinned_to(deployment: Deployment, policy: Policy, tier: Tier) -> bool:
    """Whether the policy puts a deployment first in a tier."""
    return any([pin == tier and matches(deployment, pattern) for pin, pattern in policy.pins])


def key(it: Candidate, tier: Tier, target: Tier) -> Key:
    """Sorts best first; names break ties.

    By group, affinity, tier, the policy's favour, weighted draw, place in the tier's list, price, zone, load, latency.
    """
    deployment, live = it.deployment, it.live
    group, weight = it.peer or (0, 0)
    load = 100 * (live.in_flight + live.queued) // max(1, deployment.weight * (live.capacity or 1))
    return (
        group,
        0 if stays(it, tier, target) else 1,
        distance(tier, target),
        _favour(it, tier),
        draw(deployment, weight, it.request.dice) if it.peer is not None else 0,
        deployment.places[tier],
        it.worst_case if deployment.rates.known else 1 << 60,
        deployment.zone,
        load,
        live.wait_ms + live.ttft_ms // 50,
        deployment.name,
    )


def stays(it: Candidate, tier: Tier, target: Tier) -> bool:
    """Whether the conversation stays here: its prompt is cached here, and it is good enough or in a loop of tools."""
    request = it.request
    return it.deployment.name == request.affinity and (tier >= target or request.in_loop)


def explain(it: Candidate, tier: Tier, target: Tier) -> str:
    """Why a candidate stands where it stands, as a sentence."""
    if it.request.model:
        where = "asked for by name"
    elif it.peer is not None:
        where = f"in {it.course.groups[it.peer[0]]}"
    elif _favour(it, tier) is _TRIED:
        where = f"on trial for {tier.word}, and this request is one of its share"
    elif _favour(it, tier) is _PINNED:
        where = f"pinned to {tier.word} by the policy"
    elif tier == target:
        where = f"serves {tier.word}, place {it.deployment.places[tier] + 1} of its list"
    elif tier > target:
        where = f"serves {tier.word}, above the target {target.word}"
    else:
        where = f"stands in for {target.word} with {tier.word} (degraded)"
    if stays(it, tier, target):
        where = f"{where}; it has this conversation's prompt in its cache"
    if not it.deployment.rates.known:
        return f"{where}; price not known"
    return f"{where}; at most ${it.worst_case / 1e6:.6f}" if it.worst_case else f"{where}; free"


def _favour(it: Candidate, tier: Tier) -> int:
    if it.policy.canaries and not it.request.model and share_of(it) is not None:
        return _TRIED
    return _PINNED if it.policy.pins and pinned_to(it.deployment, it.policy, tier) else _USUAL
