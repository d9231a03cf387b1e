"""What words are about, in some forty languages: a shipped list of words, asked once per word."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from larouter.inspect.text import grams, normalise, words

BITS = 8
MOST_REMEMBERED = 60_000
_LONGEST_STEM = 14
_CLITICS = ("ال", "وال", "بال", "لل", "و", "ب", "ل", "ה", "ו", "ב", "ל")


class Concepts(dict[str, int]):
    """For each word the concepts it belongs to, as a number with one field of `BITS` bits per concept.

    Sums of these numbers count concepts. Words are remembered as they are met, so that the next look-up is one
    step in C; the answer does not depend on what was asked before.
    """

    def __init__(self, listed: str) -> None:
        self.names: list[str] = []
        self.stems: dict[str, int] = {}
        self.exact: dict[str, int] = {}
        self.pairs: dict[str, int] = {}
        for name, entry in _entries(listed):
            if name not in self.names:
                self.names.append(name)
            self._add(entry, 1 << (BITS * self.names.index(name)))
        self.size = len(self.names)

    def _add(self, entry: str, bit: int) -> None:
        stem = entry.endswith("-")
        parts = words(normalise(entry.rstrip("-").replace("-", " ")))
        if not parts:
            return
        runs = entry.rstrip("-").split("-")
        if len(parts) > 1 and len(runs) == 1:
            key, table = max(grams(normalise(runs[0])), key=len), self.exact
        elif len(parts) > 1:
            key, table = f"{parts[0]} {parts[1]}", self.pairs
        else:
            key, table = parts[0], self.stems if stem or _is_hangul(parts[0]) else self.exact
        table[key] = table.get(key, 0) | bit

    def __missing__(self, word: str) -> int:
        found = self._look_up(word)
        if not found:
            for clitic in _CLITICS:
                if word.startswith(clitic) and len(word) > len(clitic) + 2:
                    found |= self._look_up(word[len(clitic) :])
        if len(self) < MOST_REMEMBERED:
            self[word] = found
        return found

    def _look_up(self, word: str) -> int:
        found = self.exact.get(word, 0)
        for size in range(1, min(len(word), _LONGEST_STEM) + 1):
            found |= self.stems.get(word[:size], 0)
        return found

    def counts(self, tokens: set[str], pairs: set[str]) -> dict[str, int]:
        """How often each concept is met among different words and pairs of words."""
        fields = sum(map(self.__getitem__, tokens))
        fields += sum(map(self.pairs.get, pairs & self.pairs.keys()))  # type: ignore[arg-type]
        if not fields:
            return {}
        counted = fields.to_bytes(self.size + 2, "little")
        return {name: count for name, count in zip(self.names, counted, strict=False) if count}


def _entries(listed: str) -> Iterator[tuple[str, str]]:
    name = ""
    for line in listed.splitlines():
        if line.startswith("["):
            name = line.strip("[] ")
        elif not line.startswith("#"):
            for entry in line.split():
                yield name, entry


def _is_hangul(word: str) -> bool:
    return "\uac00" <= word[0] <= "\ud7af"


@cache
def concepts() -> Concepts:
    """The shipped list, read once."""
    return Concepts((files("larouter.inspect") / "data/concepts.txt").read_text(encoding="utf-8"))
