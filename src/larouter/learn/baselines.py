"""What the first stage has to beat: chance, length, keyword rules, nearest neighbours, and another router's rules."""

import math
import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from larouter.core.tiers import Tier
from larouter.learn.datasets import Example
from larouter.learn.evaluate import Guess
from larouter.learn.matrix import matrix, prepare, vocabulary
from larouter.routers.heuristic import by_keywords

Router = Callable[[Sequence[Example]], list[Guess]]
NEIGHBOURS = 15


def chance(examples: Sequence[Example]) -> list[Guess]:
    """Any tier, with equal chances."""
    dice = random.Random(7)  # noqa: S311 - reproducible, not secret
    return [Guess(dice.choice(list(Tier))) for _ in examples]


def always(tier: Tier) -> Router:
    """One tier for all."""
    return lambda examples: [Guess(tier) for _ in examples]


def keywords(examples: Sequence[Example]) -> list[Guess]:
    """A handful of English keyword rules on the last turn, as routers in the wild have them."""
    return [Guess(by_keywords(example.text())) for example in examples]


def by_length(training: Sequence[Example]) -> Router:
    """Tiers by the length of the last turn, cut where the training set has its quintiles."""
    cuts: Any = np.quantile([len(example.text()) for example in training], _shares(training))

    def router(examples: Sequence[Example]) -> list[Guess]:
        return [Guess(Tier(int(np.searchsorted(cuts, len(example.text()))))) for example in examples]

    return router


def _shares(training: Sequence[Example]) -> list[float]:
    return [sum(one.tier <= tier for one in training) / len(training) for tier in list(Tier)[:-1]]


def neighbours(training: Sequence[Example]) -> Router:
    """The tier that the most similar training requests have, weighted by similarity (cosine over words and signs)."""
    rows = [prepare(example.chat()).row for example in training]
    columns = vocabulary(rows)
    known = _unit(matrix(rows, columns))
    tiers = np.array([int(example.tier) for example in training])

    def router(examples: Sequence[Example]) -> list[Guess]:
        asked = _unit(matrix([prepare(example.chat()).row for example in examples], columns))
        guesses = []
        for line in (asked @ known.T).toarray():
            nearest = np.argpartition(-line, NEIGHBOURS)[:NEIGHBOURS]
            votes = np.bincount(tiers[nearest], weights=line[nearest] ** 2 + 1e-9, minlength=len(Tier))
            shares = votes / votes.sum()
            guesses.append(Guess(Tier(int(votes.argmax())), float(shares.max()), tuple(shares.tolist())))
        return guesses

    return router


def _unit(lines: Any) -> Any:  # noqa: ANN401 - scipy has no types
    lengths = np.sqrt(np.asarray(lines.multiply(lines).sum(1)).ravel()) + 1e-9
    return lines.multiply(1 / lengths[:, None]).tocsr()


def litellm_heuristic() -> Router | None:
    """LiteLLM's rule-based complexity router, where LiteLLM is installed; None otherwise.

    It knows four tiers; they stand for SIMPLE, MODERATE, COMPLEX and FRONTIER here, and nothing is a HEARTBEAT.
    """
    try:
        from litellm.router_strategy.complexity_router.complexity_router import ComplexityRouter  # noqa: PLC0415
    except ImportError:
        return None
    router = ComplexityRouter(model_name="complexity", litellm_router_instance=None)
    names = {
        "SIMPLE": Tier.SIMPLE,
        "MEDIUM": Tier.MODERATE,
        "COMPLEX": Tier.COMPLEX,
        "REASONING": Tier.FRONTIER,
    }

    def route(examples: Sequence[Example]) -> list[Guess]:
        found = [router.classify(example.text())[0] for example in examples]
        return [Guess(names[getattr(one, "value", str(one)).upper()]) for one in found]

    return route


def log_length(text: str) -> float:
    """The logarithm of a length, the score that pair routers have to beat."""
    return math.log1p(len(text))
