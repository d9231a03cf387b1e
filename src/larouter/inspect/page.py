"""One text, ready to be matched: its bytes, what words stand where, and the rules' signals."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from larouter.inspect.normalise import normalise
from larouter.inspect.patterns import compiled, escape
from larouter.inspect.rules.kinds import Signal

WORD_LIMIT = 50_000
_FEW = 6
_DIGITS = b"0123456789"
FEWEST_DIGITS = 5  # of any number that is known by its shape
_WORD = 60


class Exhausted(Exception):
    """A limit was hit before everything was looked at, so that nothing is known of the rest."""


def _letters(word: str) -> bool:
    return word[:1].isascii() and word[:1].isalnum()


def _expression(word: str, *, inside: bool, whole: bool, prefix: bool) -> str:
    text = escape(word)
    left = r"\b" if _letters(word) and not inside else ""
    right = (
        r"\b"
        if word[-1:].isascii() and word[-1:].isalnum() and not prefix and (whole or len(word) <= 4)
        else ""
    )
    return left + text + right


def _bounded(word: str) -> bool:
    """Scripts that separate words, where a short stem inside another word means nothing."""
    return "\u0370" <= word[:1] <= "\u052f"


@dataclass(frozen=True, slots=True)
class Entry:
    """A word to look for and the topics it belongs to."""

    topics: tuple[int, ...]
    bounded: bool
    short: bool


class Lexicon:
    """All words of all rules, found in one pass."""

    def __init__(self, topics: Mapping[str, Sequence[str]]) -> None:
        self.names = {name: index for index, name in enumerate(topics)}
        forms: dict[str, tuple[set[int], set[str]]] = {}
        for name, words in topics.items():
            for raw in words:
                inside, prefix, whole = (
                    raw.startswith("*"),
                    len(raw) > 1 and raw.endswith("*"),
                    raw.endswith("|"),
                )
                word = (
                    normalise(raw.removeprefix("*").rstrip("*|") if len(raw) > 1 else raw)
                    .lower()
                    .strip(" " if not raw.endswith(" |") else "")
                )
                if not word:
                    continue
                owners, expressions = forms.setdefault(word, (set(), set()))
                owners.add(self.names[name])
                expressions.add(_expression(word, inside=inside, whole=whole, prefix=prefix))
        alike: dict[Entry, Entry] = {}  # most words belong to the same few topics
        entries = ((word.encode(), self._entry(word, forms)) for word in forms)
        self._entries = {word: alike.setdefault(entry, entry) for word, entry in entries}
        shapes = sorted(
            ((word, min(exps, key=len)) for word, (_, exps) in forms.items()),
            key=lambda p: (-len(p[0]), p[0]),
        )
        self._pattern = compiled("|".join(shape for _, shape in shapes))

    @staticmethod
    def _entry(word: str, forms: Mapping[str, tuple[set[int], set[str]]]) -> Entry:
        owners = set(forms[word][0])
        size = len(word)
        for start in range(size):
            for end in range(start + 2, size + 1):
                part = word[start:end]
                if (
                    part in forms
                    and part != word
                    and (start == 0 or not word[start - 1].isalnum() or not part[0].isascii())
                    and (
                        end == size
                        or not word[end].isalnum()
                        or not all(shape.endswith(r"\b") for shape in forms[part][1])
                    )
                ):
                    owners |= forms[part][0]
        return Entry(
            tuple(sorted(owners)), _bounded(word), _bounded(word) and size <= 4 and word[-1].isalpha()
        )

    def find(self, low: bytes, limit: int, start: int = 0, stop: int | None = None) -> dict[int, list[int]]:
        """Positions of every topic's words between two places.

        Raises:
            Exhausted: There are more than `limit` of them.
        """
        found: dict[int, list[int]] = {}
        for count, match in enumerate(self._pattern.finditer(low, start, stop)):
            if count >= limit:
                raise Exhausted
            start, end = match.span()
            entry = self._entries.get(low[start:end])
            if entry is None:
                continue
            if entry.bounded and start > 1 and low[start - 2] in _BOUNDED_LEADS and low[start - 1] >= 0x80:
                continue
            if entry.short and end < len(low) and low[end] in _BOUNDED_LEADS:
                continue
            for topic in entry.topics:
                found.setdefault(topic, []).append(start)
        return found


# First bytes of Greek and Cyrillic letters in UTF-8.
_BOUNDED_LEADS = frozenset(range(0xCD, 0xD4))


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

    def near(self, positions: Sequence[int], start: int, end: int, reach: int) -> bool:
        """Whether one of the sorted positions lies within `reach` characters around a match."""
        room = int(reach * self.stretch)
        at = bisect_left(positions, start - room)
        return at < len(positions) and positions[at] <= end + room

    def triggers(self) -> dict[int, list[int]]:
        """Where the words of rules stand, by topic."""
        if self._triggers is None:
            self._triggers = self._lore.rules.find(self.low, WORD_LIMIT)
        return self._triggers

    def number_words(self) -> dict[int, list[int]]:
        """Where the words that introduce identifiers stand, by topic."""
        if self._number_words is None:
            self._number_words = self._lore.numbers.find(self.low, WORD_LIMIT)
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
    """Finds a signal by its words, its pattern or both."""

    def __init__(self, signal: Signal) -> None:
        self._lexicon = Lexicon({signal.name: signal.words}) if signal.words else None
        self._folded = signal.folded
        pattern = folded_pattern(signal.pattern) if signal.folded else signal.pattern
        self._pattern = compiled(pattern) if pattern else None
        self._check = signal.check

    def find(self, page: Page, start: int = 0, stop: int | None = None) -> list[int]:
        """Positions between two places."""
        places: list[int] = []
        if self._lexicon is not None:
            places += self._lexicon.find(page.low, WORD_LIMIT, start, stop).get(0, ())
        if self._pattern is not None:
            data = page.low if self._folded else page.data
            places += [
                match.start()
                for match in self._pattern.finditer(data, start, stop)
                if self._check is None or self._check(match.group().decode("utf-8", "replace"))
            ]
        return places

    def spans(self, page: Page) -> list[tuple[int, int]]:
        """Where its pattern matches, from and to."""
        if self._pattern is None:
            return []
        data = page.low if self._folded else page.data
        return [
            match.span()
            for match in self._pattern.finditer(data)
            if self._check is None or self._check(match.group().decode("utf-8", "replace"))
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
