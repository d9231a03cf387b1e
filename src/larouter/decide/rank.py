"""The preferences: who comes first among those that may answer."""

from larouter.core.deployment import NOT_SERVED
from larouter.core.tiers import Tier
from larouter.decide.filters import Candidate

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


Key = tuple[int, int, int, int, int, int, int, str]


def key(it: Candidate, tier: Tier, target: Tier) -> Key:
    """Sorts best first: affinity, tier, place in the tier's list, price, zone, load, latency; names break ties."""
    deployment, live = it.deployment, it.live
    load = 100 * (live.in_flight + live.queued) // max(1, deployment.weight * (live.capacity or 1))
    return (
        0 if stays(it, tier, target) else 1,
        distance(tier, target),
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
    elif tier == target:
        where = f"serves {tier.name}, place {it.deployment.places[tier] + 1} of its list"
    elif tier > target:
        where = f"serves {tier.name}, above the target {target.name}"
    else:
        where = f"stands in for {target.name} with {tier.name} (degraded)"
    if stays(it, tier, target):
        where = f"{where}; it has this conversation's prompt in its cache"
    if not it.deployment.rates.known:
        return f"{where}; price not known"
    return f"{where}; at most ${it.worst_case / 1e6:.6f}" if it.worst_case else f"{where}; free"
