"""The spaces that a request is weighed in: which words, pairs and signs, and how much each of them counts.

Training and scoring share this module, so that they cannot come to differ.
"""

from collections.abc import Callable, Collection
from typing import NamedTuple

from larouter.inspect.reading import Passage, Reading
from larouter.inspect.signs import SHORT_TURN
from larouter.inspect.text import inner

STEM = 5
LEAD = 4
HISTORY_FADES_AFTER = 6


class Group(NamedTuple):
    """What a request shows in one space, and the factor that its weights are summed with."""

    space: str
    items: Collection[str]
    factor: float


def _stems(word: str) -> list[str]:
    return [word, word[:STEM]] if len(word) > STEM else [word]


def _itself(item: str) -> list[str]:
    return [item]


PIECES: dict[str, Callable[[str], list[str]]] = {
    "word": inner,
    "lead": _stems,
    "pair": _itself,
    "stuff": _stems,
    "system": _stems,
    "offer": _stems,
    "before": _stems,
    "sign": _itself,
}


def spaces(reading: Reading, signs: list[str]) -> list[Group]:
    """Everything about a request that has a weight."""
    say = reading.say
    tokens = set(say.tokens)
    pairs = set(map(" ".join, zip(say.tokens, say.tokens[1:], strict=False)))
    found = [
        Group("sign", signs, 0.5),
        Group("word", tokens, _even(tokens)),
        Group("pair", pairs, _even(pairs)),
        Group("lead", say.tokens[:LEAD], 0.5),
    ]
    found += _passage("stuff", reading.stuff, 1.0)
    found += _passage("system", reading.system, 1.0)
    if say.units < SHORT_TURN:
        fading = min(1.0, HISTORY_FADES_AFTER / max(say.units, 1.0))
        found += _passage("offer", reading.offer, fading)
        found += _passage("before", reading.before, fading)
    return found


def _passage(space: str, passage: Passage, factor: float) -> list[Group]:
    tokens = set(passage.tokens)
    return [Group(space, tokens, factor * _even(tokens))] if tokens else []


def _even(items: Collection[str]) -> float:
    return 1.0 / max(len(items), 1) ** 0.5
