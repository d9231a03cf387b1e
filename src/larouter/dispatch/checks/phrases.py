"""Lists of patterns and words that belong to the checks, read when they are first needed."""

import re
from functools import cache
from importlib.resources import files


def lines_of(name: str) -> list[str]:
    """The lines of a list; those that begin with # are remarks."""
    text = (files("larouter.dispatch") / "data" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def any_of(name: str) -> re.Pattern[str]:
    """A pattern that finds any of the patterns of a list, in any case."""
    return re.compile("|".join(lines_of(name)), re.IGNORECASE)


@cache
def languages_of_words() -> dict[str, tuple[str, ...]]:
    """For each of the commonest words, the languages in Latin letters that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for line in lines_of("common_words.txt"):
        language, *words = line.split()
        for word in words:
            if len(word) > 1 or not word.isascii():
                found[word] = (*found.get(word, ()), language)
    return found
