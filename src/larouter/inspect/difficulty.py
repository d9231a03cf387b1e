"""The first difficulty stage: what a good answer to the last turn needs, from the words and signs of a request."""

from functools import cache

from larouter.core.chat import Chat
from larouter.core.features import Difficulty
from larouter.core.scale import score
from larouter.core.tiers import CLOUD_TIERS, Tier
from larouter.inspect.concepts import concepts
from larouter.inspect.evidence import evidence
from larouter.inspect.reading import Reading, alone, read
from larouter.inspect.salad import SURE, without_salad
from larouter.inspect.signs import Signs
from larouter.inspect.spaces import SIGN_FACTOR, spaces
from larouter.inspect.text import Passage
from larouter.inspect.weights import Weights, shipped

SILENT = Difficulty(0.5, 0.0, ("the last turn says nothing",))


def first_stage(chat: Chat) -> Difficulty:
    """How hard the last turn is, given the history."""
    return shipped_scorer()(chat)


class Scorer:
    """A difficulty stage with weights of its own, such as those that a test or an evaluation has trained."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._signs = Signs(weights.weigh)

    def __call__(self, chat: Chat) -> Difficulty:
        """How hard the last turn is, given the history."""
        reading = read(chat)
        if not reading.raw.strip() and not reading.needs:
            return SILENT
        reading, likely, tier = self._weigh(reading)
        why = evidence(reading, tier, self.weights)
        return Difficulty(
            score(likely, tier), round(likely[tier], 4), why, tuple([round(one, 4) for one in likely])
        )

    def likelihoods(self, chat: Chat) -> list[float]:
        """How likely each tier is."""
        return self._weigh(read(chat))[1]

    def _weigh(self, reading: Reading) -> tuple[Reading, list[float], Tier]:
        """A request, its likelihoods and its tier; if that is cloud, without word salad if surely local."""
        likely = self._look(reading)
        tier = self.weights.best(likely)
        if tier in CLOUD_TIERS:
            rest = without_salad(reading, self.weights.pairs)
            if rest is not None:
                less = self._look(rest)
                local = 1.0 - sum([less[tier] for tier in CLOUD_TIERS])
                if local >= SURE and (lower := self.weights.best(less)) not in CLOUD_TIERS:
                    return rest, less, lower
        return reading, likely, tier

    def _look(self, reading: Reading) -> list[float]:
        signs = sum(self._signs(reading))
        if reading.follows:
            signs += self._signs.of_levels(reading, self._level(reading.before), self._level(reading.offer))
        return self._likely(reading, signs)

    def _likely(self, reading: Reading, signs: int) -> list[float]:
        return self.weights.likelihoods(self.weights.logits(spaces(reading), signs, SIGN_FACTOR))

    def _level(self, earlier: Passage) -> float:
        """How hard a passage of the history was, as an expected tier."""
        if not earlier.tokens:
            return 0.0
        reading = alone(earlier)
        likely = self._likely(reading, sum(self._signs(reading)))
        return sum([tier * share for tier, share in enumerate(likely)])


@cache
def shipped_scorer() -> Scorer:
    """The scorer with the weights that ship: one for all, as it remembers what it has looked up."""
    return Scorer(shipped())


def warm() -> None:
    """Read the weights and the list of concepts now rather than with the first request."""
    shipped_scorer()
    concepts()
