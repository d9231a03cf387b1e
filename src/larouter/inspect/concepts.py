"""What words are about, in some forty languages: a shipped list of words, asked once per word."""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import compress

from larouter.inspect.text import Passage, grams, normalise, words

BITS = 8
MOST_REMEMBERED = 20_000
HEAD = 2
_LONGEST_STEM = 14
_CLITICS = ("ال", "وال", "بال", "لل", "و", "ب", "ل", "ה", "ו", "ב", "ל")


class Concepts(dict[str, int]):
    """For each word the concepts it belongs to, as a number with one field of `BITS` bits per concept.

    Sums of these numbers count concepts. Words are remembered as they are met, so that the next look-up is one
    step in C; the answer does not depend on what was asked before.
    """

    def __init__(self, listed: str) -> None:
        entries = list(_entries(normalise(listed)))
        self.names: tuple[str, ...] = tuple(dict.fromkeys(name for name, _ in entries))
        self.stems: dict[str, int] = {}
        self.exact: dict[str, int] = {}
        self.pairs: dict[str, int] = {}
        self.heads: dict[str, frozenset[str]] = {}
        self._sizes: dict[str, tuple[int, ...]] = {}
        fields = {name: 1 << (BITS * at) for at, name in enumerate(self.names)}
        for name, entry in entries:
            self._add(entry, fields[name])
        seconds: dict[str, list[str]] = {}
        for pair in self.pairs:
            first, second = pair.split(" ")
            seconds.setdefault(first, []).append(second)
        self.heads.update({first: frozenset(several) for first, several in seconds.items()})
        self.firsts = frozenset(self.heads)
        for stem in self.stems:
            known = self._sizes.get(stem[:HEAD], ())
            if len(stem) <= _LONGEST_STEM and len(stem) not in known:
                self._sizes[stem[:HEAD]] = (*known, len(stem))

    def _add(self, entry: str, field: int) -> None:
        runs = entry.rstrip("-").split("-")
        parts = runs if len(runs) == 1 and runs[0].isascii() and runs[0].isalnum() else words(" ".join(runs))
        if not parts:
            return
        if len(parts) > 1 and len(runs) == 1:
            key, table = max(grams(runs[0]), key=len), self.exact
        elif len(parts) > 1:
            key, table = f"{parts[0]} {parts[1]}", self.pairs
        else:
            key, table = parts[0], self.stems if entry.endswith("-") or _is_hangul(parts[0]) else self.exact
        table[key] = table.get(key, 0) | field

    def __missing__(self, word: str) -> int:
        found = self._look_up(word)
        if not found and not word.isascii():
            for clitic in _CLITICS:
                if word.startswith(clitic) and len(word) > len(clitic) + 2:
                    found |= self._look_up(word[len(clitic) :])
        if len(self) < MOST_REMEMBERED:
            self[word] = found
        return found

    def _look_up(self, word: str) -> int:
        """By the whole word, and by the stems that begin as it does: of those only the lengths that there are."""
        found = self.exact.get(word, 0)
        stems, sizes = self.stems, self._sizes
        for head in (word[:1], word[:HEAD]):
            for size in sizes.get(head, ()):
                if stem := stems.get(word[:size]):
                    found |= stem
        return found

    def counts(self, passage: Passage) -> dict[str, int]:
        """How often each concept is met among the different words and pairs of a passage."""
        return self._named(self.fields(passage))

    def fields(self, passage: Passage) -> int:
        """The same as a number, one field per concept."""
        words = passage.words
        fields = sum(filter(None, map(self.__getitem__, words)))
        joined = ""
        for first in words & self.firsts:
            for second in self.heads[first] & words:
                joined = joined or f" {' '.join(passage.tokens)} "
                if f" {first} {second} " in joined:
                    fields += self.pairs[f"{first} {second}"]
        return fields

    def among(self, tokens: Iterable[str]) -> Iterable[str]:
        """The concepts of a few words."""
        return self._named(sum(filter(None, map(self.__getitem__, set(tokens)))))

    def _named(self, fields: int) -> dict[str, int]:
        if not fields:
            return {}
        counted = fields.to_bytes(len(self.names) + 2, "little")
        return dict(zip(compress(self.names, counted), filter(None, counted), strict=False))


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
