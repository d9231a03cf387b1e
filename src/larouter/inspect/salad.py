"""Word salad: runs of words that no sentence joins, put around a request to make it look hard.

Only looked for where the first stage says cloud, so it costs a local request nothing. A run is so many words in a row
without a short word and without a pair that the training data knows, a few more where other letters occur. A chain is
so many long words, or pairs of them, with one to three short ones between each two, as in "lemma of the kernel of the
tensor". Before a cloud tier is believed, the view without runs and chains must not be surely local: of 1,073 training
requests for the cloud (train_d, j, k and m) 5 become local by this that would not without. Two other guards were tried
on authors left out of training: that three views, each without a third of the text, agree (five points of exactness
lost, two thirds of the attacks still through), and training on such attacks (the next attack goes through).
"""

import re
from collections.abc import Container
from dataclasses import replace
from itertools import groupby, pairwise

from larouter.inspect.concepts import concepts
from larouter.inspect.reading import Reading, look_back
from larouter.inspect.text import passage

SHORT = 3
LEAST, LEAST_MIXED = 8, 10
CHAIN, CHAIN_OF_PAIRS = 9, 4
SURE = 0.75
MOST_KEPT = 7 / 8  # a run or two in a long text are no attack, and a second look costs as much as the first
_IS_LONG = bytes([size > SHORT for size in range(256)])
_CHAIN = re.compile(
    b"\x01(?:\x00{1,3}\x01){%d,}|\x01{2}(?:\x00{1,3}\x01{2}){%d,}" % (CHAIN - 1, CHAIN_OF_PAIRS - 1)
)
_RUN = re.compile(b"\x01{%d,}" % LEAST)
_WORD = re.compile(r"\w+")


def without_salad(reading: Reading, pairs: Container[str]) -> Reading | None:
    """The request without its word salad, or None where there is none or nothing else.

    Args:
        reading: The request.
        pairs: Pairs of words, joined by a space, that are known to follow one another.
    """
    tokens = reading.say.tokens
    if len(tokens) <= LEAST:
        return None
    kept = _without_runs(_without_chains(tokens), reading.raw, pairs)
    if not 0 < len(kept) <= len(tokens) * MOST_KEPT:
        return None
    rest = passage(" ".join(kept))
    left = replace(reading, say=rest, about=concepts().counts(rest))
    look_back(left)
    return left


def _long_ones(tokens: list[str]) -> bytes:
    """A one for each word that is not short, a zero for each that is."""
    try:
        return bytes(map(len, tokens)).translate(_IS_LONG)
    except ValueError:  # one is longer than a byte can say
        return bytes([len(token) > SHORT for token in tokens])


def _without_chains(tokens: list[str]) -> list[str]:
    kept: list[str] = []
    at = 0
    for chain in _CHAIN.finditer(_long_ones(tokens)):
        kept += tokens[at : chain.start()]
        at = chain.end()
    return kept + tokens[at:] if at else tokens


def _without_runs(tokens: list[str], raw: str, pairs: Container[str]) -> list[str]:
    kept: list[str] = []
    at = 0
    for several in _RUN.finditer(_long_ones(tokens)):
        kept += tokens[at : several.start()]
        at = several.end()
        joined = _joined(tokens, several.start(), at, pairs)
        for is_joined, words in groupby(range(several.start(), at), joined.__contains__):
            run = [tokens[word] for word in words]
            kept += run if is_joined else _natural(run, raw)
    return kept + tokens[at:] if at else tokens


def _joined(tokens: list[str], start: int, end: int, pairs: Container[str]) -> set[int]:
    """Which words of a run form a known pair with the one before or after."""
    found: set[int] = set()
    first = max(start - 1, 0)
    for at, pair in enumerate(map(" ".join, pairwise(tokens[first : end + 1])), first):
        if pair in pairs:
            found |= {at, at + 1}
    return found


def _plain(raw: str) -> frozenset[str]:
    """The words of the basic Latin alphabet; in languages with other letters long words in a row are less odd."""
    return frozenset(filter(str.isascii, _WORD.findall(raw.lower())))


def _natural(run: list[str], raw: str) -> list[str]:
    if len(run) < LEAST or (len(run) < LEAST_MIXED and not raw.isascii() and not _plain(raw).issuperset(run)):
        return run
    return []
