"""The spaces that the words of a request are weighed in, and how much each of them counts.

Training and scoring share this module, so that they cannot come to differ.
"""

import math
from collections.abc import Callable, Collection
from typing import NamedTuple

from larouter.inspect.reading import SHORT_TURN, Reading
from larouter.inspect.text import Passage, inner

SIGN = "sign"
STEM = 5
LEAD = 4
SIGN_FACTOR = 0.5
LEAD_FACTOR = 0.5
HISTORY_FADES_AFTER = 6


class Group(NamedTuple):
    """What a request shows in one space, and the factor that its weights are summed with."""

    space: str
    items: Collection[str]
    factor: float


def _stems(word: str) -> list[str]:
    return [word, word[:STEM]] if len(word) > STEM else [word]


PIECES: dict[str, Callable[[str], list[str]]] = {
    "word": inner,
    "lead": _stems,
    "stuff": _stems,
    "system": _stems,
    "result": _stems,
    "offer": _stems,
    "before": _stems,
}
SPACES = (SIGN, *PIECES)


def spaces(reading: Reading) -> list[Group]:
    """All words of a request that have a weight."""
    say = reading.say
    found = [Group("word", say.words, _even(say.words)), Group("lead", say.tokens[:LEAD], LEAD_FACTOR)]
    found += _passage("stuff", reading.stuff, 1.0)
    found += _passage("system", reading.system, 1.0)
    found += _passage("result", reading.result, 1.0)
    if say.units < SHORT_TURN:
        fading = min(1.0, HISTORY_FADES_AFTER / max(say.units, 1.0))
        found += _passage("offer", reading.offer, fading)
        found += _passage("before", reading.before, fading)
    return found


def _passage(space: str, passage: Passage, factor: float) -> list[Group]:
    words = passage.words
    return [Group(space, words, factor * _even(words))] if words else []


def _even(items: Collection[str]) -> float:
    return 1.0 / math.sqrt(len(items) or 1)
