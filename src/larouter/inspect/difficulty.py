"""The first difficulty stage: what a good answer to the last turn needs, from the words and signs of a request."""

from larouter.core.chat import Chat
from larouter.core.features import Difficulty
from larouter.core.scale import score
from larouter.inspect.concepts import concepts
from larouter.inspect.evidence import evidence
from larouter.inspect.reading import Reading, alone, read
from larouter.inspect.signs import signs, signs_of_levels
from larouter.inspect.spaces import spaces
from larouter.inspect.text import Passage
from larouter.inspect.weights import Weights, shipped

SILENT = Difficulty(0.5, 0.0, ("the last turn says nothing",))


def first_stage(chat: Chat) -> Difficulty:
    """How hard the last turn is, given the history."""
    return Scorer(shipped())(chat)


class Scorer:
    """A difficulty stage with weights of its own, such as those that a test or an evaluation has trained."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights

    def __call__(self, chat: Chat) -> Difficulty:
        """How hard the last turn is, given the history."""
        reading = read(chat)
        if not reading.raw.strip() and not reading.needs:
            return SILENT
        found = self.signs(reading)
        weights = self.weights
        likely = weights.likelihoods(weights.logits(spaces(reading, found)))
        tier = weights.best(likely)
        why = evidence(reading, found, tier, weights)
        return Difficulty(
            score(likely, tier), round(likely[tier], 4), why, tuple([round(one, 4) for one in likely])
        )

    def likelihoods(self, chat: Chat) -> list[float]:
        """How likely each tier is."""
        reading = read(chat)
        return self.weights.likelihoods(self.weights.logits(spaces(reading, self.signs(reading))))

    def signs(self, reading: Reading) -> list[str]:
        """The signs of a request; of a short turn also how hard that was which it follows on."""
        found = signs(reading)
        if reading.follows:
            found += signs_of_levels(reading, self._level(reading.before), self._level(reading.offer))
        return found

    def _level(self, earlier: Passage) -> float:
        if not earlier.tokens:
            return 0.0
        reading = alone(earlier)
        logits = self.weights.logits(spaces(reading, signs(reading)))
        return sum(tier * likely for tier, likely in enumerate(self.weights.likelihoods(logits)))


def warm() -> None:
    """Read the weights and the list of concepts now rather than with the first request."""
    shipped()
    concepts()
