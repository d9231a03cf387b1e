"""Word salad: runs of words that no sentence joins, put around a request to make it look hard.

Only looked for where the first stage says cloud, so it costs a local request nothing. A run is so many words in a row
without a short word and without a pair that the training data knows. Before a cloud tier is believed, the view
without such runs must agree. Leaving out each third of the text in turn was tried in its place: it cost five points of
exactness, and let more of the attacks through.
"""

from collections.abc import Container, Sequence
from dataclasses import replace

from larouter.inspect.reading import Reading
from larouter.inspect.text import passage

SHORT = 3
LEAST, LEAST_ELSEWHERE = 8, 11
LEAST_LEFT = 2


def without_salad(reading: Reading, pairs: Container[str]) -> Reading | None:
    """The request without its word salad, or None where there is none or nothing else.

    Args:
        reading: The request.
        pairs: Pairs of words, joined by a space, that are known to follow one another.
    """
    tokens = reading.say.tokens
    if len(tokens) < LEAST + LEAST_LEFT:
        return None
    kept: list[str] = []
    run: list[str] = []
    before = ""
    for token in tokens:
        if len(token) > SHORT and f"{before} {token}" not in pairs:
            run.append(token)
        else:
            joined = [run.pop()] if run and f"{run[-1]} {token}" in pairs else []
            kept += [*_natural(run), *joined, token]
            run = []
        before = token
    kept += _natural(run)
    if not LEAST_LEFT <= len(kept) < len(tokens):
        return None
    return replace(reading, say=passage(" ".join(kept)), focus=passage(""))


def _natural(run: Sequence[str]) -> Sequence[str]:
    least = LEAST if all(map(str.isascii, run)) else LEAST_ELSEWHERE
    return run if len(run) < least else ()
