"""The words that rules look for, all found in one pass over a text.

Each script has an automaton of its own, so that a text pays only for the words that it can hold. One for all of them
has a hundred classes of bytes in each of its states, outgrows its memory on text in many languages and is then built
again and again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from larouter.inspect.normalise import normalise
from larouter.inspect.patterns import Pattern, compiled, escape

WORD_LIMIT = 50_000
Scripts = frozenset[int]
_BOUNDARY = r"\b"
_SHORT = 4  # longer words may begin a longer one
# First bytes of characters in UTF-8 by the scripts they begin: Greek, Cyrillic, Armenian and Hebrew, Arabic, those of
# India and Thailand, Chinese and Japanese, Korean. 0 is ASCII, 1 all others.
_ASCII, _OTHER = 0, 1
_LEADS = ((0xCE, 0xCF), (0xD0, 0xD3), (0xD4, 0xD7), (0xD8, 0xDB), (0xE0, 0xE0), (0xE3, 0xE9), (0xEA, 0xED))
_SCRIPTS = {
    lead: next((first for first, last in _LEADS if first <= lead <= last), _OTHER)
    for lead in range(0xC0, 0x100)
}
_NO_LEADS = bytes(range(0xC0))
_ONLY_ASCII: Scripts = frozenset({_ASCII})


def scripts_in(data: bytes) -> Scripts:
    """The scripts of a text, ASCII always among them."""
    leads = data.translate(None, _NO_LEADS)
    return frozenset({_ASCII, *map(_SCRIPTS.__getitem__, set(leads))}) if leads else _ONLY_ASCII


def _script(word: str) -> int:
    """The script of a word: that of its first character beyond ASCII."""
    leads = word.encode().translate(None, _NO_LEADS)
    return _SCRIPTS[leads[0]] if leads else _ASCII


# First bytes of Greek and Cyrillic letters in UTF-8.
_BOUNDED_LEADS = frozenset(range(0xCD, 0xD4))


class Exhausted(Exception):
    """A limit was hit before everything was looked at, so that nothing is known of the rest."""


@dataclass(frozen=True, slots=True)
class _Form:
    """How a word is looked for: by which topics (bits), and whether it must begin and end where a word does."""

    topics: int
    left: bool
    right: bool

    def __or__(self, other: "_Form") -> "_Form":
        return _Form(self.topics | other.topics, self.left and other.left, self.right and other.right)


def _form(raw: str, topic: int) -> tuple[str, _Form]:
    """A word of a rule; its marks say where it may stand: `*` inside, or as a beginning, `|` only whole."""
    inside, prefix, whole = raw.startswith("*"), len(raw) > 1 and raw.endswith("*"), raw.endswith("|")
    bare = raw.removeprefix("*").rstrip("*|") if len(raw) > 1 else raw
    word = normalise(bare).lower().strip(" " if not raw.endswith(" |") else "")
    left = _alphanumeric(word[:1]) and not inside
    right = _alphanumeric(word[-1:]) and not prefix and (whole or len(word) <= _SHORT)
    return word, _Form(1 << topic, left, right)


def _alphanumeric(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _expression(word: str, form: _Form) -> str:
    return f"{_BOUNDARY if form.left else ''}{escape(word)}{_BOUNDARY if form.right else ''}"


def _bounded(word: str) -> bool:
    """Scripts that separate words, where a short stem inside another word means nothing."""
    return "\u0370" <= word[:1] <= "\u052f"


@dataclass(frozen=True, slots=True)
class Entry:
    """A word to look for and the topics it belongs to."""

    topics: tuple[int, ...]
    bounded: bool
    short: bool


def _entry(word: str, forms: Mapping[str, _Form]) -> Entry:
    """The entry of a word, with the topics of the words within it, which are not found beside it."""
    topics = forms[word].topics
    size = len(word)
    for start in range(size):
        for end in range(start + 2, size + 1):
            part = word[start:end]
            form = forms.get(part)
            if (
                form is not None
                and (start == 0 or not word[start - 1].isalnum() or not part[0].isascii())
                and (end == size or not word[end].isalnum() or not form.right)
            ):
                topics |= form.topics
    owners = tuple(index for index in range(topics.bit_length()) if topics >> index & 1)
    return Entry(owners, _bounded(word), _bounded(word) and size <= _SHORT and word[-1].isalpha())


class Lexicon:
    """All words of all rules, found in one pass."""

    def __init__(self, topics: Mapping[str, Sequence[str]]) -> None:
        self.names = {name: index for index, name in enumerate(topics)}
        forms: dict[str, _Form] = {}
        for name, words in topics.items():
            for raw in words:
                word, form = _form(raw, self.names[name])
                if word:
                    known = forms.get(word)
                    forms[word] = known | form if known else form
        alike: dict[Entry, Entry] = {}  # most words belong to the same few topics
        entries = ((word.encode(), _entry(word, forms)) for word in forms)
        self._entries = {word: alike.setdefault(entry, entry) for word, entry in entries}
        by_script: dict[int, list[str]] = {}
        for word, form in forms.items():
            by_script.setdefault(_script(word), []).append(_expression(word, form))
        self._lists = {script: _WordList(shapes) for script, shapes in by_script.items()}

    def find(
        self, low: bytes, scripts: Scripts, limit: int, start: int = 0, stop: int | None = None
    ) -> dict[int, list[int]]:
        """Positions of every topic's words between two places of a text in these scripts.

        Raises:
            Exhausted: There are more than `limit` of them.
        """
        found: dict[int, list[int]] = {}
        for count, (left, right) in enumerate(self._matches(low, scripts, start, stop)):
            if count >= limit:
                raise Exhausted
            entry = self._entries.get(low[left:right])
            if entry is None:
                continue
            if entry.bounded and left > 1 and low[left - 2] in _BOUNDED_LEADS and low[left - 1] >= 0x80:
                continue
            if entry.short and right < len(low) and low[right] in _BOUNDED_LEADS:
                continue
            for topic in entry.topics:
                found.setdefault(topic, []).append(left)
        return found

    def _matches(
        self, low: bytes, scripts: Scripts, start: int, stop: int | None
    ) -> Iterable[tuple[int, int]]:
        lists = [words.pattern for script, words in self._lists.items() if script in scripts]
        spans = (match.span() for pattern in lists for match in pattern.finditer(low, start, stop))
        return spans if len(lists) < 2 else _one_after_the_other(sorted(spans, key=_longest_first))


def _longest_first(span: tuple[int, int]) -> tuple[int, int]:
    return span[0], -span[1]


def _one_after_the_other(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Without those that begin inside an earlier one."""
    reached = 0
    for start, end in spans:
        if start >= reached:
            reached = end
            yield start, end


class _WordList:
    """The words of one script, compiled when a text in it is first seen."""

    def __init__(self, shapes: Iterable[str]) -> None:
        # In alphabetical order, those behind a boundary together: what they have in common is stored once.
        ordered = sorted(shapes, key=lambda shape: (not shape.startswith(_BOUNDARY), shape))
        self._expression = "|".join(ordered)

    @cached_property
    def pattern(self) -> Pattern:
        return compiled(self._expression, longest=True)
