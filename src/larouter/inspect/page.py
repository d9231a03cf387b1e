"""One text, ready to be matched: its bytes, what words stand where, and the rules' signals."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from larouter.inspect.lexicon import WORD_LIMIT, Lexicon, Scripts, scripts_in
from larouter.inspect.normalise import normalise
from larouter.inspect.patterns import Pattern, compiled
from larouter.inspect.rules.kinds import Signal

_FEW = 6
_DIGITS = b"0123456789"
FEWEST_DIGITS = 5  # of any number that is known by its shape
_WORD = 60


@dataclass(frozen=True, slots=True)
class Span:
    """Where a rule matched, in bytes of the normalised text."""

    rule: str
    start: int
    end: int


class Page:
    """A normalised text under inspection; what is asked for is found once."""

    def __init__(self, text: str, lore: "Lore") -> None:
        self.text = text
        self.data = text.encode("utf-8", "replace")
        self.low = _lower(text, self.data)
        self.digits = len(self.data) - len(self.data.translate(None, _DIGITS))
        self.stretch = max(1.0, len(self.data) / max(1, len(text)))
        self._lore = lore
        self._seen: dict[str, list[int]] = {}
        self._asked: dict[str, int] = {}
        self._triggers: dict[int, list[int]] | None = None
        self._number_words: dict[int, list[int]] | None = None
        self.scripts: Scripts = scripts_in(self.data)

    def near(self, positions: Sequence[int], start: int, end: int, reach: int) -> bool:
        """Whether one of the sorted positions lies within `reach` characters around a match."""
        room = int(reach * self.stretch)
        at = bisect_left(positions, start - room)
        return at < len(positions) and positions[at] <= end + room

    def triggers(self) -> dict[int, list[int]]:
        """Where the words of rules stand, by topic."""
        if self._triggers is None:
            self._triggers = self._lore.rules.find(self.low, self.scripts, WORD_LIMIT)
        return self._triggers

    def number_words(self) -> dict[int, list[int]]:
        """Where the words that introduce identifiers stand, by topic."""
        if self._number_words is None:
            self._number_words = self._lore.numbers.find(self.low, self.scripts, WORD_LIMIT)
        return self._number_words

    def signal_spans(self, name: str) -> list[tuple[int, int]]:
        """From where to where a signal's pattern matches; of a name with bars, any of them."""
        return sorted(span for part in name.split("|") for span in self._lore.signals[part].spans(self))

    def has(self, name: str, start: int, end: int, reach: int) -> bool:
        """Whether a signal stands within `reach` characters; of a name with bars, any of them.

        The first few questions look only around the match, further ones read the whole text once.
        """
        if name not in self._seen:
            asked = self._asked[name] = self._asked.get(name, 0) + 1
            if asked <= _FEW:
                room = int(reach * self.stretch)
                left, right = max(0, start - room), min(len(self.data), end + room + _WORD)
                finders = self._lore.signals
                found = (place for part in name.split("|") for place in finders[part].find(self, left, right))
                return any(place <= end + room for place in found)
        return self.near(self.signal(name), start, end, reach)

    def signal(self, name: str) -> list[int]:
        """Where a signal stands, sorted; of a name with bars, any of them."""
        found = self._seen.get(name)
        if found is None:
            finders = self._lore.signals
            found = self._seen[name] = sorted(
                place for part in name.split("|") for place in finders[part].find(self)
            )
        return found


class SignalFinder:
    """Finds a signal by its words, its pattern or both; what it needs for that is made when it is first asked."""

    def __init__(self, signal: Signal) -> None:
        self._signal = signal

    @cached_property
    def _lexicon(self) -> Lexicon | None:
        signal = self._signal
        return Lexicon({signal.name: signal.words}) if signal.words else None

    @cached_property
    def _pattern(self) -> Pattern | None:
        signal = self._signal
        pattern = folded_pattern(signal.pattern) if signal.folded else signal.pattern
        return compiled(pattern) if pattern else None

    def find(self, page: Page, start: int = 0, stop: int | None = None) -> list[int]:
        """Positions between two places."""
        places: list[int] = []
        if self._lexicon is not None:
            found = self._lexicon.find(page.low, page.scripts, WORD_LIMIT, start, stop)
            places += found.get(0, ())
        places += [left for left, _ in self.spans(page, start, stop)]
        return places

    def spans(self, page: Page, start: int = 0, stop: int | None = None) -> list[tuple[int, int]]:
        """Where its pattern matches, from and to."""
        if self._pattern is None:
            return []
        check = self._signal.check
        data = page.low if self._signal.folded else page.data
        matches = self._pattern.finditer(data, start, stop)
        return [
            match.span()
            for match in matches
            if check is None or check(match.group().decode("utf-8", "replace"))
        ]


@dataclass(frozen=True, slots=True)
class Lore:
    """What pages are read with."""

    rules: Lexicon
    numbers: Lexicon
    signals: Mapping[str, SignalFinder]


def folded_pattern(pattern: str) -> str:
    """Literals of a pattern that is matched on folded text, folded the same way."""
    return (
        pattern
        if pattern.isascii()
        else "".join(char if char.isascii() else normalise(char).lower() for char in pattern)
    )


def _lower(text: str, data: bytes) -> bytes:
    if text.isascii():
        return data.lower()
    low = text.lower().encode("utf-8", "replace")
    if len(low) == len(data):
        return low
    chars = (
        char.lower()
        if len(char.lower().encode("utf-8", "replace")) == len(char.encode("utf-8", "replace"))
        else char
        for char in text
    )
    return "".join(chars).encode("utf-8", "replace")
