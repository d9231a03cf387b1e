"""`difficulty`, `judge` and `causal`: what is known of tiers, as the likelihood that a strong model is needed."""

from collections.abc import Sequence

from larouter.core.tiers import CLOUD_TIERS
from larouter.inspect.difficulty import Scorer
from larouter.inspect.weights import shipped
from larouter.routers.plug import Asked, CannotRoute, Options


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
