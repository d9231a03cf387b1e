"""The scale of difficulty: five likelihoods, the tier that costs least to take, and one number from 0 to 1."""

from collections.abc import Sequence

from larouter.core.tiers import DEFAULT_THRESHOLDS, Tier

# Rows: the tier that is wanted; columns: the tier that is taken. A tier too low costs twice a tier too high: of the
# ratios tried on out-of-author likelihoods (1 to 3) it cuts under-routing by a third for half a point of exactness.
COSTS = (
    (0.0, 1.0, 1.6, 2.2, 2.8),
    (2.0, 0.0, 1.0, 1.6, 2.2),
    (2.8, 2.0, 0.0, 1.0, 1.6),
    (3.6, 2.8, 2.0, 0.0, 1.0),
    (4.4, 3.6, 2.8, 2.0, 0.0),
)
_EDGES = (0.0, *DEFAULT_THRESHOLDS, 1.0)
_TIERS = tuple(Tier)


def best(likely: Sequence[float], costs: Sequence[Sequence[float]] = COSTS) -> Tier:
    """The tier with the least expected cost."""
    expected = [
        sum(chance * row[taken] for chance, row in zip(likely, costs, strict=True)) for taken in _TIERS
    ]
    return Tier(expected.index(min(expected)))


def score(likely: Sequence[float], tier: Tier) -> float:
    """A difficulty within the tier's range under the default thresholds: higher, the more speaks for a higher tier."""
    above, below = sum(likely[tier + 1 :]), sum(likely[:tier])
    low, high = _EDGES[tier], _EDGES[tier + 1]
    share = (1.0 + above - below) / 2.0
    return round(low + (high - low) * min(max(share, 0.01), 0.99), 4)
