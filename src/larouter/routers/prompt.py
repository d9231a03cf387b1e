"""A prompt as learned routers read it: words and pairs of words of length one, and a few measures."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from larouter.inspect.concepts import concepts
from larouter.inspect.text import Passage, clip, passage

HEAD, TAIL = 3_000, 1_000
MEASURES_COUNT = 0.35
FURTHEST = 4.0
_OPTION = re.compile(r"^\(?[A-J][.)] ", re.MULTILINE)


def words(text: str) -> dict[str, float]:
    """Words and pairs of neighbours, 1 + log of how often, scaled to length one."""
    return words_of(passage(clip(text, HEAD, TAIL)))


def words_of(read: Passage) -> dict[str, float]:
    """The same of a passage."""
    counts = Counter(read.tokens)
    counts.update(map(" ".join, zip(read.tokens, read.tokens[1:], strict=False)))
    values = {piece: 1.0 + math.log(count) for piece, count in counts.items()}
    length = math.sqrt(sum(value * value for value in values.values())) or 1.0
    return {piece: value / length for piece, value in values.items()}


def measures(prompt: str) -> list[float]:
    """Lengths, shares of kinds of characters, and how often each concept is met."""
    text = clip(prompt, HEAD, TAIL)
    read = passage(text)
    tokens = read.tokens
    count = max(len(tokens), 1)
    about = concepts().counts(read)
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
        float(text.rstrip().endswith(":")),
        *[min(about.get(name, 0), 4) / count * 10 for name in concepts().names],
    ]  # fmt: skip


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
