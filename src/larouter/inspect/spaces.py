"""The spaces that a request is weighed in: which words, pairs and signs, and how much each of them counts.

Training and scoring share this module, so that they cannot come to differ.
"""

import math
from collections.abc import Callable, Collection
from typing import NamedTuple

from larouter.inspect.reading import SHORT_TURN, Reading
from larouter.inspect.text import Passage, inner

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


def whole(item: str) -> list[str]:
    """An item that has no pieces."""
    return [item]


PIECES: dict[str, Callable[[str], list[str]]] = {
    "word": inner,
    "lead": _stems,
    "pair": whole,
    "stuff": _stems,
    "system": _stems,
    "offer": _stems,
    "before": _stems,
    "sign": whole,
}


def spaces(reading: Reading, signs: list[str]) -> list[Group]:
    """Everything about a request that has a weight."""
    say = reading.say
    found = [
        Group("sign", signs, SIGN_FACTOR),
        Group("word", say.words, _even(say.words)),
        Group("pair", say.pairs, _even(say.pairs)),
        Group("lead", say.tokens[:LEAD], LEAD_FACTOR),
    ]
    found += _passage("stuff", reading.stuff, 1.0)
    found += _passage("system", reading.system, 1.0)
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
