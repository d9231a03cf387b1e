"""Linear-time patterns: the one place that knows google-re2, which ships no types."""

from collections.abc import Iterable, Iterator
from typing import AnyStr, Protocol, TypeVar, cast

import re2

_Text_co = TypeVar("_Text_co", str, bytes, covariant=True)
# Of each pattern and each list of words, for its program and the states of its automata, which are built as texts ask
# for them. Beyond it an automaton forgets and builds again. With half of this the largest list does so within a
# kilobyte of plain English, at eight times the cost.
_MEMORY = 8 << 20
_MEMORY_OF_LISTS = 32 << 20
PatternError: type[Exception] = re2.error


class Match(Protocol[_Text_co]):
    """What a pattern found."""

    def group(self, index: int = 0) -> _Text_co:
        """The text of the match or of a group."""

    def groups(self) -> tuple[_Text_co | None, ...]:
        """The text of every group."""

    def start(self, index: int = 0) -> int:
        """Where it begins."""

    def end(self, index: int = 0) -> int:
        """Where it ends."""

    def span(self, index: int = 0) -> tuple[int, int]:
        """From where to where."""


class Pattern(Protocol):
    """A compiled pattern; bytes are matched as UTF-8, and places are then counted in bytes."""

    def search(self, text: AnyStr, pos: int | None = None, endpos: int | None = None) -> Match[AnyStr] | None:
        """The first match."""

    def fullmatch(self, text: AnyStr) -> Match[AnyStr] | None:
        """A match of the whole text."""

    def finditer(
        self, text: AnyStr, pos: int | None = None, endpos: int | None = None
    ) -> Iterator[Match[AnyStr]]:
        """Every match."""

    def sub(self, repl: AnyStr, text: AnyStr) -> AnyStr:
        """The text with every match replaced."""


def compiled(pattern: str, *, longest: bool = False) -> Pattern:
    """The pattern, ready; `PatternError` when it is not valid RE2.

    Of several matches at one place the first alternative counts, or the longest match if that is asked for: lists of
    words may then be in any order, and in alphabetical order their common beginnings are stored once.
    """
    options = re2.Options()
    options.max_mem = _MEMORY_OF_LISTS if longest else _MEMORY
    options.log_errors = False
    options.longest_match = longest
    return cast("Pattern", re2.compile(pattern, options=options))


def any_of(words: Iterable[str]) -> str:
    """The longest of some words that fits, as a pattern; what several begin with is stored once."""
    return "|".join(sorted(set(words), reverse=True))


def escape(text: str) -> str:
    """A pattern that matches just this text."""
    return str(re2.escape(text))
