"""Equal deployments share the load: two are drawn by weight, and the less loaded of them comes first.

The power of two choices (Mitzenmacher, "The power of two choices in randomized load balancing", 2001): requests that
are decided on at the same moment do not all run to the one that seems idle. What is drawn follows from the request
id, so a replay draws the same.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from larouter.core.decision import Step
from larouter.core.live import Live
from larouter.decide.filters import Candidate
from larouter.decide.rank import Key

OUTLIER_FROM = 30
OUTLIER_TIMES = 3
SLOWEST = 0.1
_OWN_PARTS = 3  # at the end of a key: load, latency and name, in which equals differ
_GROUP_PARTS = 4  # at its beginning: all that comes before the draw among the peers of a policy's group


class Ranked(NamedTuple):
    """A step with its place in the order."""

    key: Key
    step: Step
    it: Candidate


def share_load(ranked: Sequence[Ranked], dice: int) -> list[Ranked]:
    """The same steps, those of equals in the order in which they shall be tried.

    Args:
        ranked: Best first.
        dice: 0 to 9,999, from the request id.
    """
    ordered: list[Ranked] = []
    at = 0
    while at < len(ranked):
        end = at + 1
        while end < len(ranked) and _equal(ranked[at], ranked[end]):
            end += 1
        ordered += _by_model(ranked[at:end], dice) if end - at > 1 else ranked[at:end]
        at = end
    return ordered


def _equal(one: Ranked, other: Ranked) -> bool:
    """Whether a policy calls them equals, or nothing but their load tells them apart."""
    if one.it.peer is not None and other.it.peer is not None:
        return one.key[:_GROUP_PARTS] == other.key[:_GROUP_PARTS]
    return one.key[:-_OWN_PARTS] == other.key[:-_OWN_PARTS]


def _by_model(run: Sequence[Ranked], dice: int) -> list[Ranked]:
    """Equals are deployments of one model, else of one group of the policy; other models stay in their order."""
    if run[0].it.peer is not None:
        return _shared(list(run), dice)
    models: dict[str, list[Ranked]] = {}
    for entry in run:
        models.setdefault(entry.it.deployment.model, []).append(entry)
    return [
        entry for peers in models.values() for entry in (_shared(peers, dice) if len(peers) > 1 else peers)
    ]


def _shared(peers: list[Ranked], dice: int) -> list[Ranked]:
    last = _outliers(peers)
    idle = [peer for peer in peers if peer not in last and not _given(peer)]
    fit = sorted([peer for peer in peers if peer not in last and peer not in idle], key=_name)
    if len(fit) > 1:
        quickest = _quickest(fit)
        one, other = drawn([_weight(peer, quickest) for peer in fit], dice)
        first, second = fit[one], fit[other]
        if _cost(second, quickest) < _cost(first, quickest):
            first, second = second, first
        rest = [peer for peer in fit if peer is not first]
        rest.sort(key=lambda peer: (_cost(peer, quickest), _name(peer)))
        fit = [_because(first, second, len(peers)), *rest]
    return [*fit, *[_set_aside(peer) for peer in last], *idle]


def drawn(weights: Sequence[float], dice: int) -> tuple[int, int]:
    """Two different places in a list, each drawn with the odds of its weight; there are at least two."""
    first = _pick(weights, _share(dice, 1))
    left = [0.0 if at == first else weight for at, weight in enumerate(weights)]
    return first, _pick(left, _share(dice, 2))


def _pick(weights: Sequence[float], share: float) -> int:
    aim = share * sum(weights)
    for at, weight in enumerate(weights):
        aim -= weight
        if aim < 0 < weight:
            return at
    return max(range(len(weights)), key=lambda at: weights[at])


def _share(dice: int, salt: int) -> float:
    """From 0 up to 1, scattered (a 32-bit mix after T. Mueller), so that near numbers do not draw alike."""
    mixed = (dice + 1) * 0x9E3779B1 + salt * 0x85EBCA77 & 0xFFFFFFFF
    for _ in range(2):
        mixed = ((mixed >> 16) ^ mixed) * 0x45D9F3B & 0xFFFFFFFF
    return ((mixed >> 16) ^ mixed) / 4294967296


def _weight(peer: Ranked, quickest_ms: int) -> float:
    """Its share of the draws: less while it is new, while it fails, and while it is slower than its equals."""
    live = peer.it.live
    slow = max(SLOWEST, quickest_ms / live.peak_ms) if live.peak_ms else 1.0
    return _given(peer) * live.share * (101 - live.failing) ** 2 * slow


def _given(peer: Ranked) -> int:
    """The weight that the policy or the configuration gives it."""
    return peer.it.deployment.weight if peer.it.peer is None else peer.it.peer[1]


def _cost(peer: Ranked, quickest_ms: int) -> tuple[int, float]:
    """The wait for its turn, then requests for each share of its capacity, times the latency that is to be feared.

    Nobody knows the latency of one that was not asked lately; it is taken for that of the quickest.
    """
    live = peer.it.live
    able = _given(peer) * max(1, live.capacity) * live.share
    return live.wait_ms, _load(live) * (live.peak_ms or quickest_ms) / able


def _quickest(peers: Sequence[Ranked]) -> int:
    return min([peer.it.live.peak_ms for peer in peers if peer.it.live.peak_ms], default=1)


def _load(live: Live) -> int:
    return live.in_flight + live.queued + live.others


def _outliers(peers: Sequence[Ranked]) -> list[Ranked]:
    """Those that fail far more often than their equals do; never more than half of them."""
    bad = [peer for peer in peers if peer.it.live.failing >= OUTLIER_FROM]
    if not bad:
        return []
    bad.sort(key=lambda peer: (-peer.it.live.failing, _name(peer)))
    found = []
    for peer in bad[: len(peers) // 2]:
        others = [other.it.live.failing for other in peers if other not in bad] or [peers[-1].it.live.failing]
        if peer.it.live.failing >= OUTLIER_TIMES * (sum(others) / len(others)) + 10:
            found.append(peer)
    return found


def _because(first: Ranked, second: Ranked, number: int) -> Ranked:
    mine, its = _load(first.it.live), _load(second.it.live)
    why = f"{first.step.reason}; drawn with {_name(second)} from {number} equals, their load {mine} and {its}"
    return first._replace(step=replace(first.step, reason=why))


def _set_aside(peer: Ranked) -> Ranked:
    why = f"{peer.step.reason}; set aside: {peer.it.live.failing} % of its last requests failed, its equals do better"
    return peer._replace(step=replace(peer.step, reason=why))


def _name(peer: Ranked) -> str:
    return peer.it.deployment.name
