"""A prompt as learned routers read it: words and pairs of words of length one, and a few measures.

A number counts by its size, not by its value, and marks count as words: which formula or how many options a prompt has
says more than what it reckons with. Where it is known in how many prompts a word was met, rare ones weigh more.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from larouter.inspect.concepts import concepts
from larouter.inspect.text import clip, normalise, passage
from larouter.inspect.text import words as words_of
from larouter.routers.topics import NAMES, counts

READING = 2
"""Of how prompts are read; files of routers that were fitted to another reading are refused."""
HEAD, TAIL = 3_000, 1_000
_LONG_NUMBER = 4
MEASURES_COUNT = 0.35
FURTHEST = 4.0
_MEASURES = (
    "characters", "tokens", "lines", "length of words", "long words", "different words", "numbers", "many numbers",
    "capitals", "questions", "commas", "brackets", "formulas", "fences", "sentences", "quotes", "braces", "operators",
    "options", "other letters", "ends in a colon", "words of a sentence", "marks", "begins as a question",
    *[f"share of {name}" for name in NAMES], *[f"any of {name}" for name in NAMES],
)  # fmt: skip
_FIRST = {"what", "who", "when", "where", "which", "is", "are", "how", "why", "does", "do", "can"}
_OPTION = re.compile(r"^\(?[A-J][.)] ", re.MULTILINE)
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+(?:\.\d+)?|[^\w\s]|_+")


def words(text: str) -> dict[str, float]:
    """Words, marks and pairs of neighbours, 1 + log of how often, scaled to length one."""
    tokens = [token for piece in _TOKEN.findall(normalise(clip(text, HEAD, TAIL))) for token in _cut(piece)]
    counts = Counter(tokens)
    counts.update(map(" ".join, pairwise(tokens)))
    return _to_length_one({piece: 1.0 + math.log(count) for piece, count in counts.items()})


def by_rarity(values: Mapping[str, float], met: Mapping[str, int], prompts: int) -> dict[str, float]:
    """The same with rare words weighing more: times the root of log(1 + prompts / (1 + those that have it)).

    Args:
        values: Of a prompt's words.
        met: In how many prompts each word was; what is missing was in none.
        prompts: How many there were.
    """
    return _to_length_one(
        {
            piece: value * math.sqrt(math.log1p(prompts / (1 + met.get(piece, 0))))
            for piece, value in values.items()
        }
    )


def _cut(piece: str) -> list[str]:
    if piece[0].isdecimal():
        return ["0" if len(piece) < _LONG_NUMBER else "0000"]
    return [piece] if piece.isascii() else words_of(piece) or [piece]


def _to_length_one(values: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum([value * value for value in values.values()])) or 1.0
    return {piece: value / length for piece, value in values.items()}


def measures(prompt: str) -> list[float]:
    """Lengths, shares of kinds of characters, and how often each concept is met."""
    text = clip(prompt, HEAD, TAIL)
    read = passage(text)
    tokens = read.tokens
    count = max(len(tokens), 1)
    about, topics = concepts().counts(read), counts(tokens)
    sentences = sum(map(text.count, (". ", "? ", "! "))) + 1
    marks = sum(not letter.isalnum() and not letter.isspace() for letter in text)
    numbers = sum(map(str.isdigit, tokens))
    letters = max(len(text), 1)
    return [
        math.log1p(len(prompt)), math.log1p(len(tokens)), math.log1p(prompt.count("\n")),
        sum(map(len, tokens)) / count, sum(len(token) > 8 for token in tokens) / count, len(read.words) / count,
        numbers / count, min(numbers, 12), sum(map(str.isupper, text)) / letters, min(text.count("?"), 5),
        text.count(",") / count, text.count("(") / count, min(text.count("\\") + text.count("$"), 30) / 10,
        min(text.count("```"), 4), math.log1p(text.count(". ") + 1), min(text.count('"'), 20) / 10,
        min(text.count("{") + text.count("["), 20) / 10, min(sum(map(text.count, "=+*^<>")), 30) / 10,
        len(_OPTION.findall(text)), sum(not letter.isascii() for letter in text) / letters,
        float(text.rstrip().endswith(":")), math.log1p(count / sentences), marks / count,
        float(bool(tokens) and tokens[0] in _FIRST),
        *[min(met / count * 10, 3) for met in topics], *[float(met > 0) for met in topics],
        *[min(about.get(name, 0), 4) / count * 10 for name in concepts().names],
    ]  # fmt: skip


def measured() -> list[str]:
    """What the measures are called, in their order."""
    return [*_MEASURES, *concepts().names]


def comparable(values: Sequence[float], middle: Sequence[float], spread: Sequence[float]) -> list[float]:
    """Measures in units of their spread, so weak together as words are."""
    scale = MEASURES_COUNT / math.sqrt(len(values))
    return [
        scale * min(max((value - mean) / wide, -FURTHEST), FURTHEST)
        for value, mean, wide in zip(values, middle, spread, strict=True)
    ]


def dot(weights: Mapping[str, float], values: Mapping[str, float]) -> float:
    """The sum of products over the pieces that both have."""
    return sum(value * weights[piece] for piece, value in values.items() if piece in weights)
