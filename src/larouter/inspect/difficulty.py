"""The first difficulty stage: what a good answer to the last turn needs, from the words and signs of a request."""

from larouter.core.chat import Chat
from larouter.core.features import Difficulty
from larouter.core.policy import Policy
from larouter.core.tiers import Tier
from larouter.inspect.concepts import concepts
from larouter.inspect.evidence import evidence
from larouter.inspect.reading import Reading, read
from larouter.inspect.signs import signs
from larouter.inspect.spaces import spaces
from larouter.inspect.weights import Weights, shipped

_EDGES = (0.0, *Policy().thresholds, 1.0)


def first_stage(chat: Chat) -> Difficulty:
    """How hard the last turn is, given the history."""
    reading = read(chat)
    found = signs(reading)
    weights = shipped()
    likely = weights.likelihoods(weights.logits(spaces(reading, found)))
    tier = weights.best(likely)
    return Difficulty(_score(likely, tier), round(likely[tier], 4), evidence(reading, found, tier, weights))


def warm() -> None:
    """Read the weights and the list of concepts now rather than with the first request."""
    shipped()
    concepts()


def tier_likelihoods(chat: Chat, weights: Weights) -> list[float]:
    """How likely each tier is."""
    reading = read(chat)
    return weights.likelihoods(weights.logits(spaces(reading, signs(reading))))


def _score(likely: list[float], tier: Tier) -> float:
    """A difficulty within the tier's range under the default thresholds: higher, the more speaks for a higher tier."""
    above, below = sum(likely[tier + 1 :]), sum(likely[:tier])
    low, high = _EDGES[tier], _EDGES[tier + 1]
    share = (1.0 + above - below) / 2.0
    return round(low + (high - low) * min(max(share, 0.01), 0.99), 4)
