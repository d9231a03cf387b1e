"""All rules, compiled once, over one text at a time."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from larouter.core.frozen import frozen
from larouter.core.zones import Sensitivity  # noqa: TC001 - one import style for all values
from larouter.inspect.encoded import ANY_CODE, encoded
from larouter.inspect.lexicon import Exhausted, Lexicon
from larouter.inspect.normalise import normalise
from larouter.inspect.numbers import NumberRules
from larouter.inspect.page import (
    FEWEST_DIGITS,
    Lore,
    Page,
    SignalFinder,
    Span,
    folded_pattern,
)
from larouter.inspect.patterns import Pattern, compiled
from larouter.inspect.rules.kinds import Family, Rule
from larouter.inspect.technical import technical
from larouter.inspect.views import Spoken, View, joined

_MATCH_LIMIT = 5_000
_LONG_MATCH = 200
_PERSON = "person|person.other|person.paid"
Allowed = Callable[[str], bool]


@frozen
class Scanned:
    """What a text was found to hold; `cut` when a limit stopped the search."""

    spans: tuple[Span, ...]
    cut: bool


class _Matcher:
    """A rule; its pattern is compiled when a text first calls for it, which most texts never do."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule

    @cached_property
    def pattern(self) -> Pattern | None:
        rule = self.rule
        pattern = folded_pattern(rule.pattern) if rule.folded else rule.pattern
        return compiled(pattern) if pattern else None

    def find(self, page: Page, places: Sequence[int]) -> Iterator[Span]:
        rule = self.rule
        for left, right, inner in self._candidates(page, places):
            start, end = left, right
            if not (rule.apart or self.pattern is None or page.near(places, start, end, rule.reach)):
                continue
            if rule.check is not None and not rule.check(inner.decode("utf-8", "replace")):
                continue
            if rule.narrow is not None:
                part = _part(rule.narrow, inner.decode("utf-8", "replace"))
                if part is None:
                    continue
                start, end = start + part[0], start + part[1]
            if self._borne_out(page, start, end):
                yield Span(rule.id, start, end)

    def _candidates(self, page: Page, places: Sequence[int]) -> Iterator[tuple[int, int, bytes]]:
        if self.pattern is None:
            yield from ((at, at + 1, b"") for at in places)
            return
        data = page.low if self.rule.folded else page.data
        windows = (
            [(0, len(data))]
            if self.rule.apart
            else _windows(places, int(self.rule.reach * page.stretch), len(data))
        )
        matches = (match for left, right in windows for match in self.pattern.finditer(data, left, right))
        for count, match in enumerate(matches):
            if count >= _MATCH_LIMIT:
                raise Exhausted
            group = next((index for index, found in enumerate(match.groups(), 1) if found), 0)
            yield match.start(group), match.end(group), match.group(group)

    def _borne_out(self, page: Page, start: int, end: int) -> bool:
        rule = self.rule
        return all(page.has(name, start, end, rule.reach) for name in rule.near) and not any(
            page.has(name, start, end, rule.reach) for name in rule.unless
        )


def _part(narrow: Callable[[str], tuple[int, int] | None], text: str) -> tuple[int, int] | None:
    """The part in bytes."""
    found = narrow(text)
    return found and (len(text[: found[0]].encode()), len(text[: found[1]].encode()))


def _windows(places: Sequence[int], room: int, size: int) -> list[tuple[int, int]]:
    """Where a match near one of the places can lie."""
    out: list[tuple[int, int]] = []
    for at in places:
        left, right = max(0, at - room - _LONG_MATCH), min(size, at + room + _LONG_MATCH)
        if out and left <= out[-1][1]:
            out[-1] = (out[-1][0], right)
        else:
            out.append((left, right))
    return out


class Scanner:
    """Finds what rules describe in a text. Pure and safe to share: nothing is kept between texts."""

    def __init__(self, families: Sequence[Family], allowed: Allowed | None = None) -> None:
        rules = [rule for family in families for rule in family.rules]
        numbers = [number for family in families for number in family.numbers]
        signals = [signal for family in families for signal in family.signals]
        self.levels: dict[str, Sensitivity] = {rule.id: rule.level for rule in rules} | {
            number.id: number.level for number in numbers
        }
        lexicon = Lexicon({rule.id: rule.words for rule in rules if rule.words})
        spoken_of = Lexicon({number.id: number.words for number in numbers if number.words})
        self._lore = Lore(lexicon, spoken_of, {signal.name: SignalFinder(signal) for signal in signals})
        self._always = [_Matcher(rule) for rule in rules if not rule.words]
        self._by_topic = {lexicon.names[rule.id]: _Matcher(rule) for rule in rules if rule.words}
        self._numbers = NumberRules(numbers, spoken_of.names, "payment.card", "payment.iban")
        self._spoken = Spoken(lambda word: normalise(word).lower())
        self._veiled = compiled(f"{self._spoken.expression}|{ANY_CODE}")
        self._rules = {rule.id: rule for rule in rules}
        self._allowed = allowed

    def scan(self, text: str) -> Scanned:
        """Findings in one text as it came; spans are bytes of `normalise(text)`."""
        try:
            return Scanned(self._scan(normalise(text)), cut=False)
        except Exhausted:
            return Scanned((), cut=True)

    def scan_plain(self, plain: str) -> tuple[Span, ...]:
        """Findings in a normalised text.

        Raises:
            Exhausted: A limit was hit before everything was looked at.
        """
        return self._scan(plain)

    def _scan(self, plain: str) -> tuple[Span, ...]:
        page = self._page(plain)
        spans = list(self._page_spans(page))
        if self._veiled.search(page.low) is not None:
            spans += self._unveiled(page)
        if page.digits >= FEWEST_DIGITS:
            spans += self._split(page)
        return self._kept(page, spans)

    def _kept(self, page: Page, spans: list[Span]) -> tuple[Span, ...]:
        """Without what the operator allows, each place once."""
        if self._allowed is not None:
            spans = [
                span
                for span in spans
                if not self._allowed(page.data[span.start : span.end].decode("utf-8", "replace"))
            ]
        return tuple(_distinct(spans)) if spans else ()

    def scan_edges(self, text: str, *, silent: bool = False) -> tuple[Span, ...]:
        """Findings where texts meet, without what is encoded or spelled out: each of them was read for that.

        Of a text that is `silent` unless a word introduces a finding, nothing else is read.
        """
        page = self._page(normalise(text))
        if silent and not (page.triggers() or page.number_words()):
            return ()
        spans = list(self._page_spans(page))
        if page.digits >= FEWEST_DIGITS:
            spans += self._split(page)
        return self._kept(page, spans)

    def redactable(self, plain: str) -> list[Span]:
        """What to take out of a normalised text so that its findings go: the match, or who it is about."""
        page = self._page(plain)
        spans: list[Span] = []
        for span in self.scan_plain(plain):
            rule = self._rules.get(span.rule)
            if rule is not None and rule.statement:
                continue
            if rule is None or rule.pattern:
                spans.append(span)
                continue
            room = int(rule.reach * page.stretch)
            spans += [
                Span("person", start, end)
                for start, end in _innermost(page.signal_spans(_PERSON))
                if start <= span.end + room and end >= span.start - room
            ]
        return spans

    def _page(self, plain: str) -> Page:
        return Page(plain, self._lore)

    def _page_spans(self, page: Page) -> Iterator[Span]:
        return (span for span in self._matches(page) if not technical(page.data, span))

    def _matches(self, page: Page) -> Iterator[Span]:
        if page.digits >= FEWEST_DIGITS:
            yield from self._numbers.find(page)
        for matcher in self._always:
            if page.digits >= matcher.rule.digits:
                yield from matcher.find(page, ())
        for topic, places in page.triggers().items():
            matcher = self._by_topic[topic]
            if page.digits >= matcher.rule.digits:
                yield from matcher.find(page, places)

    def _split(self, page: Page) -> Iterator[Span]:
        """Numbers whose parts stand in different fields or lines."""
        view: View | None = joined(page.data)
        if view is not None:
            for span in self._numbers.find(self._page(view.text), view.joints):
                whole = Span(span.rule, view.origin(span.start), view.origin(span.end - 1) + 1)
                if not technical(page.data, whole):
                    yield whole

    def _unveiled(self, page: Page) -> Iterator[Span]:
        """What is encoded, spelled in words or written letter by letter."""
        for start, end, hidden in encoded(page.data):
            for span in self._page_spans(self._page(normalise(hidden))):
                yield Span(span.rule, start, end)
        for start, end, text in self._spoken.find(page.low, page.data):
            for span in self._page_spans(self._page(text)):
                yield Span(span.rule, start, end)


def _innermost(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """A name rather than the title and the name."""
    return [
        one
        for one in set(spans)
        if not any(one[0] <= other[0] and other[1] <= one[1] for other in spans if other != one)
    ]


def _distinct(spans: Sequence[Span]) -> Iterator[Span]:
    """Each place once per rule, in reading order."""
    ends: dict[str, int] = {}
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.start >= ends.get(span.rule, -1):
            ends[span.rule] = span.end
            yield span
