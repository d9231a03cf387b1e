"""Identifiers that are known by their shape, whatever stands between their digits."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from larouter.core.frozen import frozen
from larouter.inspect.beside import beside_name
from larouter.inspect.checks import sequential
from larouter.inspect.page import Page, Span
from larouter.inspect.patterns import compiled
from larouter.inspect.rules.contact import reserved_phone
from larouter.inspect.rules.kinds import Number, anything, tokens

_DENSE = compiled(r"[0-9](?:(?:[^0-9A-Za-z]{0,5}|[^0-9]{0,3}| [|/-] [A-Za-z])[0-9]){4,}")
_RUNS = bytes(code if chr(code).isascii() and chr(code).isalnum() else 32 for code in range(256))
_SHAPE = bytes.maketrans(
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", b"9" * 10 + b"A" * 52
)
_BETWEEN = frozenset(b" \t\r\n.-/_,:;|()[]{}\"'*+=<>#~\\")
_ALNUM = bytes(code for code in range(128) if chr(code).isalnum())
_SPACES = bytes.maketrans(b"\t\r\n", b"   ")
# Letters and digits as zeros, so that what stands between them is left when those are taken out.
_MARKED = bytes(48 if code in _ALNUM else code for code in range(256))
_LONGEST = 34
_IBAN = "AA99"
_TABLE = 60
_CONTINUES = frozenset(b" -.")
_CARDS = frozenset("9" * size for size in range(13, 20))
_BEFORE, _AFTER = 100, 50
NAMED = "id.named"
_PAPERS = {(2, 2, 6), (4, 6)}  # how the number of a passport of Russia is told, which has no check digit
_LONG = 9  # fewer digits pass the checks of too many states
_GOODS = (13,)  # an article's number, and a card's long ago
_DIALLED = (3, 2, 2, 2)  # how a Spanish telephone number is told, and no number of a person
_CARD_GROUPS = frozenset(
    {
        (4, 4, 4, 4),
        (4, 6, 5),
        (4, 6, 4),
        (4, 4, 4, 4, 3),
        (4, 4, 4, 1),
        (4, 4, 5),
        (6, 13),
        (4, 4, 4, 4, 1),
        (4, 4, 4, 4, 2),
        (8, 8),
        (4, 4, 8),
        (4, 8, 4),
        (8, 4, 4),
        (12, 4),
        (4, 12),
        (6, 10),
        (5, 5, 6),
    }
)


@frozen
class Piece:
    """A run of letters and digits, or several joined over separators."""

    start: int
    end: int
    text: str
    groups: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Shape:
    """The identifiers of one shape: by the words that call for them, those that need none, those that need a name."""

    called: dict[int, Number]
    alone: list[Number]
    named: list[Number]


class NumberRules:
    """All rules for identifiers, found by one look at each candidate."""

    def __init__(self, numbers: Sequence[Number], topics: Mapping[str, int], cards: str, ibans: str) -> None:
        self._shapes: dict[str, _Shape] = {}
        self._card = next(number for number in numbers if number.id == cards)
        self._iban = next(number for number in numbers if number.id == ibans)
        self._card_words = topics[cards]
        for number in numbers:
            for shape in number.shapes:
                known = self._shapes.setdefault(shape, _Shape({}, [], []))
                if number.id in topics:
                    known.called.setdefault(topics[number.id], number)
                if number.alone:
                    known.alone.append(number)
                if number.id.startswith("id.") and number.check is not anything and len(shape) >= _LONG:
                    known.named.append(number)

        self._known = frozenset(self._shapes) | _CARDS
        self._begun = frozenset(shape[:size] for shape in self._known for size in range(1, len(shape) + 1))

    def find(self, page: Page, marks: Sequence[int] | None = None) -> Iterator[Span]:
        """Identifiers in a page, each with its rule; given marks, only where one of them lies."""
        end = 0
        for match in _DENSE.finditer(page.data):
            left, right = match.span()
            if marks is not None and not _marked(marks, left, right):
                continue
            spaced = (
                left > 3 and page.data[left - 1 : left].isspace() and page.data[left - 3 : left - 2].isspace()
            )
            start = max(end, left - (40 if spaced else 14))
            while (
                start < left
                and start
                and (page.data[start] & 0xC0 == 0x80 or page.data[start - 1 : start].isalnum())
            ):
                start += 1
            end = right
            yield from self._region(page, _groups(page.data, start, min(len(page.data), right + 8)))

    def _region(self, page: Page, groups: Sequence[tuple[int, int]]) -> Iterator[Span]:
        data = page.data
        texts = [data[left:right].upper() for left, right in groups]
        shapes = [text.translate(_SHAPE).decode() for text in texts]
        joined = [_joins(data[before:left]) for (_, before), (left, _) in pairwise(groups)]
        first = 0
        while first < len(groups):
            last, rule = self._longest(page, groups, (texts, shapes, joined), first)
            if rule is not None:
                yield Span(rule, groups[first][0], groups[last][1])
                first = last
            else:
                inner = _within(data, *groups[first])
                found = self._judge(page, inner, _shape(inner.text)) if inner is not None else None
                if inner is not None and found is not None:
                    yield Span(found, inner.start, inner.end)
            first += 1

    def _longest(
        self,
        page: Page,
        groups: Sequence[tuple[int, int]],
        parts: tuple[list[bytes], list[str], list[bool]],
        first: int,
    ) -> tuple[int, str | None]:
        """The first identifier that begins with a group, and the group it ends with."""
        texts, shapes, joined = parts
        shape = ""
        # In a long table of numbers only short joins are tried, or the work would be many times the text.
        stop = len(groups) if first < _TABLE else min(len(groups), first + 4)
        for last in range(first, stop):
            if last > first and not joined[last - 1]:
                break
            shape += shapes[last]
            size = len(shape)
            if size > _LONGEST or not (shape in self._begun or shape[:4] == _IBAN[:size]):
                break
            if size < 5 or not (shape in self._known or (size >= 15 and shape[:4] == _IBAN)):
                continue
            parts_ = texts[first : last + 1]
            piece = Piece(
                groups[first][0], groups[last][1], b"".join(parts_).decode(), tuple(map(len, parts_))
            )
            found = self._judge(page, piece, shape)
            if found is not None:
                return last, found
        return first, None

    def _judge(self, page: Page, piece: Piece, shape: str) -> str | None:
        text = piece.text
        if shape in _CARDS:
            if self._is_card(page, piece):
                return self._card.id
        elif shape[:4] == _IBAN and len(text) >= 15 and self._iban.check(text):
            return self._iban.id
        known = self._shapes.get(shape)
        if known is None or _sample(text):
            return None
        called = self._called(page, piece, known)
        if called is not None or _continued(page.data, piece):
            return called
        return self._by_itself(page, piece, known.alone) or self._beside(page, piece, known.named)

    def _called(self, page: Page, piece: Piece, known: _Shape) -> str | None:
        """The number that a word nearby calls for."""
        text = piece.text
        words = page.number_words()
        for topic in known.called.keys() & words.keys():
            number, places = known.called[topic], words[topic]
            if not _around(page, places, piece) or _separators(page.data, piece) > 2:
                continue
            if _passes(number.check, text):
                if not (piece.groups == _DIALLED and _toll_free(text)):
                    return number.id
            elif piece.groups != _DIALLED and _introduced(page, places, piece):
                return number.id
        return None

    def _beside(self, page: Page, piece: Piece, numbers: Sequence[Number]) -> str | None:
        """The number of a person who is named right beside it."""
        if reserved_phone(piece.text) or _separators(page.data, piece) > 1 or sequential(piece.text):
            return None
        if piece.groups not in _PAPERS and not any(_passes(number.check, piece.text) for number in numbers):
            return None
        beside = beside_name(page.data, piece.start, piece.end)
        return NAMED if beside and not self._named_otherwise(page, piece) else None

    def _by_itself(self, page: Page, piece: Piece, numbers: Sequence[Number]) -> str | None:
        layout = _layout(page, piece)
        for number in numbers:
            if layout not in number.alone and ("*" not in number.alone or not _one_mark(page.data, piece)):
                continue
            public = number.id.startswith("contact") and page.has("phone public", piece.start, piece.end, 45)
            if not public and _passes(number.check, piece.text) and not self._named_otherwise(page, piece):
                return number.id
        return None

    def _named_otherwise(self, page: Page, piece: Piece) -> bool:
        return page.has("number.other", max(0, piece.start - 12), piece.start - 1, 20)

    def _is_card(self, page: Page, piece: Piece) -> bool:
        if not self._card.check(piece.text):
            return False
        kinds = _separators(page.data, piece)
        goods = piece.groups == _GOODS and page.has("number.other", piece.start, piece.end, 24)
        if goods:
            return False
        words = page.number_words().get(self._card_words)
        if words and kinds <= 2 and _around(page, words, piece):
            return True
        if self._named_otherwise(page, piece):
            return False
        even = len(piece.groups) > 4 and max(piece.groups) <= 4 and kinds == 1
        even = even or (max(piece.groups) == 1 and _in_fours(page.data[piece.start : piece.end]))
        return len(piece.groups) == 1 or piece.groups in _CARD_GROUPS or even


def _separators(data: bytes, piece: Piece) -> int:
    """How many different characters stand between the parts; white space is one."""
    return len(set(data[piece.start : piece.end].translate(_SPACES, _ALNUM)))


def _one_mark(data: bytes, piece: Piece) -> bool:
    """Whether the parts are set apart by one thing only, which may be a mark between spaces."""
    if _separators(data, piece) <= 1:
        return True
    gaps = data[piece.start : piece.end].translate(_MARKED).split(b"0")
    return len(set(gaps) - {b""}) <= 1


def _continued(data: bytes, piece: Piece) -> bool:
    """Whether more digits follow or precede in the same rhythm, so that the piece is a part of something longer."""
    before, after = data[max(0, piece.start - 2) : piece.start], data[piece.end : piece.end + 2]
    return (_CONTINUES.issuperset(before[1:]) and before[:1].isdigit()) or (
        _CONTINUES.issuperset(after[:1]) and after[1:].isdigit()
    )


def _in_fours(raw: bytes) -> bool:
    """Digits set apart, and every four of them by a mark."""
    return [len(part.replace(b" ", b"")) for part in raw.replace(b"/", b"-").split(b"-")] == [4, 4, 4, 4]


def _marked(marks: Sequence[int], left: int, right: int) -> bool:
    at = bisect_left(marks, left)
    return at < len(marks) and marks[at] <= right


def _groups(data: bytes, start: int, stop: int) -> list[tuple[int, int]]:
    """Spans of runs of letters and digits; the last run is followed to its end."""
    limit = min(len(data), stop + 80)
    while stop < limit and data[stop - 1 : stop + 1].isalnum():
        stop += 1
    groups = []
    at = start
    for run in data[start:stop].translate(_RUNS).split(b" "):
        if run:
            groups.append((at, at + len(run)))
        at += len(run) + 1
    return groups


def _joins(between: bytes) -> bool:
    return len(between) <= 5 and _BETWEEN.issuperset(between)


def _within(data: bytes, left: int, right: int) -> Piece | None:
    """The number inside a run such as SSN123456789 or no4111111111111111."""
    run = data[left:right]
    bare = run.lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    if len(run) - len(bare) < 2 or not 6 <= len(bare) <= _LONGEST:
        return None
    return Piece(right - len(bare), right, bare.decode().upper(), (len(bare),))


def _shape(text: str) -> str:
    return text.encode().translate(_SHAPE).decode()


def _layout(page: Page, piece: Piece) -> str:
    end = piece.end + (page.data[piece.end : piece.end + 1] == b")")
    raw = page.data[piece.start : end].translate(_SHAPE).decode("utf-8", "replace")
    # A bracket that was opened before the number is not a part of it.
    raw = raw[:-1] if raw.endswith(")") and "(" not in raw else raw
    return " ".join(raw.split()) if "  " in raw or "\n" in raw else raw


def _around(page: Page, places: Sequence[int], piece: Piece) -> bool:
    at = bisect_left(places, piece.start - _BEFORE * page.stretch)
    return at < len(places) and places[at] <= piece.end + _AFTER * page.stretch


def _introduced(page: Page, places: Sequence[int], piece: Piece) -> bool:
    """Whether the text calls it such a number, right before it; people mistype, and states change their rules."""
    at = bisect_left(places, piece.start - 30 * page.stretch)
    called = at < len(places) and places[at] < piece.start
    return called and not sequential(piece.text) and not page.has("sample|talk", piece.start, piece.end, 60)


def _passes(check: Callable[[str], bool], text: str) -> bool:
    try:
        return check(text)
    except (ValueError, KeyError, IndexError):
        return False


_SAMPLES = frozenset(
    tokens("""
123456789 078051120 219099999 987654321 111111111 123121234 457555462 000000000 12345678Z 12345678A
00000000T 11144477735 12345678909 52998224725 44051401359 44051401458 02070803628 12345678901
1234567890 12345678903 X1234567L A123456789 S1234567D AAAAA9999A ABCDE1234F ABCPV1234D 123456789012
999999999999 234123412346 11010519491231002X 110101199003070000 110105194912310021 RSSMRA85T10A562S
RSSMRA80A01H501U MRTMTT91D08F205J QQ123456C AB123456C 9434765919 9434765870 9990000018 7569217076985
7561234567897 8001015009087 9202204720082 131052308T 010101123N 1234567T 12345678 1234567
131052-308T 85073003328 86095742719 123456782 111222333 046454286 GOMC600302HDFRLS07
HEGG560427MVZRRL04 BADD110313HCMLNS09 10000000146 12345678910 11111111110 191212121212 8112189876
6403273813 MORGA657054SM9IJ MORGA753116SM9IJ MORGA657054SM9AB MORGA753116SM9AB
""")
)


def _toll_free(text: str) -> bool:
    return text[0] in "89" and text[1] == "0"


def _sample(text: str) -> bool:
    return text in _SAMPLES or len(set(text)) <= 2
