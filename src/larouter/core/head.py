"""A project's own view of difficulty: a small linear head on top of what the shipped stage says.

What the stage says is kept with each decision as the likelihood of each tier. The head moves the cumulative odds of
"this tier is enough" (the proportional-odds model: McCullagh, J. R. Stat. Soc. B 42, 1980) by a number for each mark of
the request. Marks are drawn from features alone, so a decision under a head can be replayed like any other.
"""

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from larouter.core.features import Difficulty, Features
from larouter.core.scale import best, score

LONG = (30, 100, 300, 1_000, 3_000, 10_000)
LEAST = 1e-4
OWN = "as this project's own head sees it"


@dataclass(frozen=True, slots=True)
class Head:
    """What a project has learned of its own traffic.

    Attributes:
        scale: What the log-odds of the shipped stage are multiplied by.
        shift: By how much a request is harder here than the stage thinks, in log-odds.
        weights: The same for each mark.
    """

    scale: float = 1.0
    shift: float = 0.0
    weights: Mapping[str, float] = field(default_factory=dict, hash=False)


def marks(features: Features) -> list[str]:
    """What a head may tell requests by."""
    return [
        f"long:{bisect_right(LONG, features.input_tokens)}",
        f"sensitivity:{features.sensitivity.name.lower()}",
        *[f"needs:{need}" for need in features.needs],
        *[f"says:{phrase}" for phrase in features.difficulty.evidence],
    ]


def log_odds(likelihoods: Sequence[float]) -> list[float]:
    """For each tier but the last the log-odds that it is enough."""
    found, enough = [], 0.0
    for likely in likelihoods[:-1]:
        enough += likely
        held = min(max(enough, LEAST), 1.0 - LEAST)
        found.append(math.log(held / (1.0 - held)))
    return found


def chances(head: Head, odds: Sequence[float], found: Sequence[str]) -> list[float]:
    """For each tier but the last how likely it is enough, as the head sees it."""
    weights = head.weights
    harder = head.shift + sum([weights.get(mark, 0.0) for mark in found])
    return [1.0 / (1.0 + math.exp(harder - head.scale * one)) for one in odds]


def seen_by(head: Head, features: Features) -> Difficulty:
    """The difficulty of a request as the head sees it; as it was where the stage gave no likelihoods."""
    said = features.difficulty
    if not said.likelihoods:
        return said
    likely = likely_by(head, features)
    tier = best(likely)
    return Difficulty(score(likely, tier), round(likely[tier], 4), (*said.evidence, OWN), said.likelihoods)


def likely_by(head: Head, features: Features) -> list[float]:
    """How likely each tier is as the head sees it, where the stage gave likelihoods."""
    enough = [*chances(head, log_odds(features.difficulty.likelihoods), marks(features)), 1.0]
    return [enough[0], *[after - before for before, after in pairwise(enough)]]
