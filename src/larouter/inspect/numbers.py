"""Identifiers that are known by their shape, whatever stands between their digits."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import re2

from larouter.inspect.checks import sequential
from larouter.inspect.page import Page, Span
from larouter.inspect.rules.kinds import Number

_DENSE = re2.compile(r"[0-9](?:(?:[^0-9A-Za-z]{0,5}|[^0-9]{0,3})[0-9]){4,}")
_GROUP = re2.compile(r"[0-9A-Za-z]+")
_SHAPE = bytes.maketrans(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", b"9" * 10 + b"A" * 52)
_BETWEEN = frozenset(b" \t\r\n.-/_,:;|()[]{}\"'*+=<>#~\\")
_LONGEST = 34
_BEFORE, _AFTER = 100, 50
_CARD_GROUPS = frozenset({(4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 4, 4, 3), (4, 4, 4, 1), (4, 4, 5), (6, 13), (4, 4, 4, 4, 1), (4, 4, 4, 4, 2), (8, 8), (4, 4, 8), (4, 8, 4), (8, 4, 4), (12, 4), (4, 12), (6, 10), (5, 5, 6)})


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters and digits, or several joined over separators."""

    start: int
    end: int
    text: str
    groups: tuple[int, ...]


class NumberRules:
    """All rules for identifiers, found by one look at each candidate."""

    def __init__(self, numbers: Sequence[Number], topics: Mapping[str, int], cards: str, ibans: str) -> None:
        self._shapes: dict[str, list[tuple[Number, int | None]]] = {}
        self._card = next(number for number in numbers if number.id == cards)
        self._iban = next(number for number in numbers if number.id == ibans)
        self._card_words = topics[cards]
        for number in numbers:
            for shape in number.shapes:
                self._shapes.setdefault(shape, []).append((number, topics.get(number.id)))

    def find(self, page: Page) -> Iterator[Span]:
        """Identifiers in a page, each with its rule."""
        end = 0
        for match in _DENSE.finditer(page.data):
            start = max(end, match.start() - 14)
            while start < match.start() and start and (page.data[start] & 0xC0 == 0x80 or page.data[start - 1 : start].isalnum()):
                start += 1
            stop = min(len(page.data), match.end() + 8)
            end = match.end()
            yield from self._region(page, start, stop)

    def _region(self, page: Page, start: int, stop: int) -> Iterator[Span]:
        groups = [(m.start() + start, m.end() + start) for m in _GROUP.finditer(page.data[start:stop])]
        if groups and groups[-1][1] == stop:
            tail = _GROUP.match(page.data[groups[-1][0] : groups[-1][0] + 80])
            groups[-1] = (groups[-1][0], groups[-1][0] + (tail.end() if tail else 0))
        for first in range(len(groups)):
            for piece in _pieces(page.data, groups, first):
                found = self._judge(page, piece)
                if found is not None:
                    yield Span(found, piece.start, piece.end)

    def _judge(self, page: Page, piece: Piece) -> str | None:
        text = piece.text
        size = len(text)
        if text.isdigit():
            if 13 <= size <= 19 and self._is_card(page, piece):
                return self._card.id
        elif 15 <= size <= 34 and text[2:4].isdigit() and text[:2].isalpha() and self._iban.check(text):
            return self._iban.id
        if size > 20:
            return None
        for number, topic in self._shapes.get(_shape(text), ()):
            layout = None
            places = page.number_words().get(topic) if topic is not None else None
            if places and _around(page, places, piece):
                pass
            elif number.alone and ("*" in number.alone or _layout(page, piece) in number.alone):
                layout = True
            else:
                continue
            if _sample(text) or (layout and self._named_otherwise(page, piece)):
                continue
            if _passes(number.check, text) or (layout is None and _introduced(page, places or (), piece)):
                return number.id
        return None

    def _named_otherwise(self, page: Page, piece: Piece) -> bool:
        places = page.signal("number.other")
        at = bisect_left(places, piece.start - 30 * page.stretch)
        return at < len(places) and places[at] < piece.start

    def _is_card(self, page: Page, piece: Piece) -> bool:
        if not self._card.check(piece.text):
            return False
        words = page.number_words().get(self._card_words)
        if words and _around(page, words, piece):
            return True
        if self._named_otherwise(page, piece):
            return False
        even = len(piece.groups) > 4 and max(piece.groups) <= 4
        return len(piece.groups) == 1 or piece.groups in _CARD_GROUPS or even


def _pieces(data: bytes, groups: Sequence[tuple[int, int]], first: int) -> Iterator[Piece]:
    start = groups[first][0]
    text = ""
    sizes: tuple[int, ...] = ()
    before = start
    for at in range(first, len(groups)):
        left, right = groups[at]
        if at > first and (left - before > 5 or not _BETWEEN.issuperset(data[before:left])):
            return
        text += data[left:right].decode().upper()
        if len(text) > _LONGEST:
            if at == first:
                yield from _within(data, left, right)
            return
        sizes = (*sizes, right - left)
        before = right
        if len(text) >= 5:
            yield Piece(start, right, text, sizes)
            if at == first:
                yield from _within(data, left, right)


def _within(data: bytes, left: int, right: int) -> Iterator[Piece]:
    """The number inside a run such as SSN123456789 or no4111111111111111."""
    run = data[left:right]
    letters = len(run) - len(run.lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
    if letters >= 2 and len(run) - letters >= 6:
        yield Piece(left + letters, right, run[letters:].decode().upper()[:_LONGEST], (right - left - letters,))


def _shape(text: str) -> str:
    return text.encode().translate(_SHAPE).decode()


def _layout(page: Page, piece: Piece) -> str:
    end = piece.end + (page.data[piece.end : piece.end + 1] == b")")
    raw = page.data[piece.start : end].translate(_SHAPE).decode("utf-8", "replace")
    return " ".join(raw.split()) if "  " in raw or "\n" in raw else raw


def _around(page: Page, places: Sequence[int], piece: Piece) -> bool:
    at = bisect_left(places, piece.start - _BEFORE * page.stretch)
    return at < len(places) and places[at] <= piece.end + _AFTER * page.stretch


def _introduced(page: Page, places: Sequence[int], piece: Piece) -> bool:
    """Whether the text calls it such a number, right before it; people mistype, and states change their rules."""
    at = bisect_left(places, piece.start - 30 * page.stretch)
    called = at < len(places) and places[at] < piece.start
    return called and not sequential(piece.text) and not page.near(page.signal("sample|talk"), piece.start, piece.end, 60)


def _passes(check: Callable[[str], bool], text: str) -> bool:
    try:
        return check(text)
    except (ValueError, KeyError, IndexError):
        return False


_SAMPLES = frozenset("""
123456789 078051120 219099999 987654321 111111111 123121234 457555462 000000000 12345678Z 12345678A 00000000T 11144477735 12345678909 52998224725 44051401359 44051401458 02070803628 12345678901 1234567890 12345678903 X1234567L A123456789 S1234567D
AAAAA9999A ABCDE1234F ABCPV1234D 123456789012 999999999999 234123412346 11010519491231002X 110101199003070000 110105194912310021 RSSMRA85T10A562S RSSMRA80A01H501U MRTMTT91D08F205J QQ123456C AB123456C 9434765919 9434765870 9990000018 7569217076985 7561234567897 8001015009087 9202204720082 131052308T 010101123N 1234567T 12345678 1234567 131052-308T 85073003328 86095742719 123456782 111222333 046454286 GOMC600302HDFRLS07 HEGG560427MVZRRL04 BADD110313HCMLNS09 10000000146 12345678910 11111111110 191212121212 8112189876 6403273813
""".split())  # fmt: skip


def _sample(text: str) -> bool:
    return text in _SAMPLES or len(set(text)) <= 2
