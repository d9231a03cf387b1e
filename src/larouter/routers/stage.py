"""`difficulty`, `blend`, `judge` and `causal`: what is known of tiers, as how much a strong model is needed."""

import math
from collections.abc import Sequence

from larouter.core.tiers import CLOUD_TIERS
from larouter.inspect.difficulty import Scorer
from larouter.inspect.weights import shipped
from larouter.routers.plug import Asked, CannotRoute, Options

# Middle and spread: of the logarithm of characters, and of the expected tier from 0 to 4.
_LENGTH = 5.44, 1.066
_TIER = 2.10, 0.820
_SPREAD = 2.5


def strong(likelihoods: Sequence[float]) -> float:
    """The likelihood of a cloud tier."""
    return min(1.0, sum(likelihoods[tier] for tier in CLOUD_TIERS))


class Stage:
    """The first difficulty stage, which needs no labels of the traffic."""

    def __init__(self, _options: Options) -> None:
        self._scorer = Scorer(shipped())

    def score(self, asked: Asked) -> float:
        """The likelihood of a cloud tier."""
        return strong(self._scorer.likelihoods(asked.chat))


class Blend:
    """Length and the first stage together, for traffic of which nothing is graded yet.

    Length alone is hard to beat there, and blind to what is asked. Twice the length to once the stage is the mix that
    lost least to length alone on the worst of four public sources of graded prompts; of prompts as mixed as those and
    the tier data, both have the middles and spreads below.
    """

    def __init__(self, _options: Options) -> None:
        self._scorer = Scorer(shipped())

    def score(self, asked: Asked) -> float:
        """About the share of mixed prompts that need the strong model less."""
        return blended(asked.text, self._scorer.likelihoods(asked.chat))


def blended(text: str, likelihoods: Sequence[float]) -> float:
    """Length and tier in units of their spread, twice the one and once the other, as a place on a normal curve."""
    tier = sum([at * one for at, one in enumerate(likelihoods)])
    length = (math.log1p(len(text)) - _LENGTH[0]) / _LENGTH[1]
    both = 2.0 * length + (tier - _TIER[0]) / _TIER[1]
    return 0.5 * (1.0 + math.erf(both / _SPREAD / math.sqrt(2.0)))


class Judged:
    """A second opinion on every request: the judge's likelihoods times the first stage's."""

    def __init__(self, _options: Options) -> None:
        self._scorer = Scorer(shipped())

    async def score(self, asked: Asked) -> float:
        """The likelihood of a cloud tier by both."""
        first = self._scorer.likelihoods(asked.chat)
        if asked.hear is None:
            return strong(first)
        both = [one * max(other, 1e-3) for one, other in zip(first, await asked.hear(), strict=True)]
        return strong([one / sum(both) for one in both])


class Causal:
    """A local model alone, asked for one token; the model is the judge of `[classifier]`."""

    def __init__(self, _options: Options) -> None:
        pass

    async def score(self, asked: Asked) -> float:
        """The likelihood that the model gives a cloud tier."""
        if asked.hear is None:
            raise CannotRoute("the router causal asks a model, and nothing is sent here; name another router")
        return strong(await asked.hear())
