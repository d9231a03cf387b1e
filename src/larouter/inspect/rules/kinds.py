"""What a rule is made of."""

from collections.abc import Callable
from dataclasses import dataclass, field

from larouter.core.zones import Sensitivity

Check = Callable[[str], bool]


def anything(_: str) -> bool:
    """The check of numbers that have nothing to be checked by."""
    return True


@dataclass(frozen=True, slots=True)
class Number:
    """An identifier that is known by its shape.

    Attributes:
        id: name of the rule.
        shapes: what it looks like without separators: 9 stands for a digit, A for a letter.
        check: whether such a number can be one.
        words: one of them must stand nearby, unless the layout says enough.
        alone: layouts, with separators, that need no word; "*" for any.
        level: what it makes of the text.
    """

    id: str
    shapes: tuple[str, ...]
    check: Check
    words: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    level: Sensitivity = Sensitivity.CONFIDENTIAL


@dataclass(frozen=True, slots=True)
class Rule:
    """A finding that is known by its words.

    Words are matched without regard to case and accents. A word of more than four Latin letters also
    matches as the beginning of a longer one; a leading `*` lets it match inside, a trailing `|` only whole.

    Attributes:
        id: name of the rule.
        words: the rule is looked at only where one of them occurs.
        pattern: what to find; without it the words are the finding. A group narrows the match for `check`.
        check: whether a match counts.
        narrow: the part of a match that is the finding, in characters; nothing when it is none.
        near: names of signals that must occur within `reach`.
        unless: names of signals within `reach` that make the match harmless.
        folded: match the text in lower case.
        reach: characters on both sides in which words and signals count.
        apart: the match may be anywhere, not only near a word.
        digits: a text with fewer digits than this cannot hold it.
        statement: it says what the whole text is, so taking the match out would change nothing.
        level: what it makes of the text.
    """

    id: str
    words: tuple[str, ...]
    pattern: str = ""
    check: Check | None = None
    narrow: Callable[[str], tuple[int, int] | None] | None = None
    near: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    folded: bool = True
    reach: int = 80
    apart: bool = False
    digits: int = 0
    statement: bool = False
    level: Sensitivity = Sensitivity.CONFIDENTIAL


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that makes a rule stronger or weaker where it stands nearby: words or a pattern.

    What the pattern matches counts only where `check`, if there is one, says so.
    """

    name: str
    words: tuple[str, ...] = ()
    pattern: str = ""
    folded: bool = True
    check: Check | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """Rules that belong together."""

    numbers: tuple[Number, ...] = ()
    rules: tuple[Rule, ...] = ()
    signals: tuple[Signal, ...] = field(default=())


def words(text: str) -> tuple[str, ...]:
    """Words or phrases written one after the other, separated by commas or line ends."""
    return tuple(word for line in text.splitlines() for part in line.split(",") if (word := part.strip()))


def tokens(text: str) -> tuple[str, ...]:
    """Names or numbers written one after the other, separated by white space."""
    return tuple(text.split())
