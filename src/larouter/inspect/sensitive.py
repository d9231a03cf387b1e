"""How sensitive a request is: public, internal or confidential."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from larouter.core.features import Finding
from larouter.core.frozen import frozen
from larouter.core.zones import Sensitivity
from larouter.inspect.chain import Chain
from larouter.inspect.memory import Memory, mark, trail
from larouter.inspect.rules import SHIPPED
from larouter.inspect.rules.kinds import Family
from larouter.inspect.scan import Allowed, Scanner

_EDGE = 200
MOST_TEXTS = 16_000
MOST_BEGINNINGS = 10_000
FEWEST_REMEMBERED = 2
_ASCII_DIGIT = re.compile("[0-9]")


@frozen
class Verdict:
    """What a request was found to be.

    Attributes:
        level: the most private of its findings.
        findings: the rules that fired, never what they matched.
        truncated: a limit was hit before the end; the level then is the most restrictive one.
    """

    level: Sensitivity
    findings: tuple[Finding, ...] = ()
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Detected:
    """What a third-party detector found: its name for it, how private it is, how often."""

    rule: str
    level: Sensitivity
    count: int = 1


Detector = Callable[[str], Iterable[Detected]]
"""A third-party detector: gets a message's text as it came and returns what it found.

It is called once for each text that is not remembered, after the rules. It must be deterministic and must not
block for long: the caller runs inspection under a deadline, and a detector that raises or is late counts as
confidential.
"""


_CLEAN = Verdict(Sensitivity.PUBLIC)


class Inspector:
    """Reads requests for what must not travel. Built once; holds no text."""

    def __init__(
        self,
        families: Sequence[Family] = SHIPPED,
        *,
        allowed: Allowed | None = None,
        detectors: Sequence[tuple[str, Detector]] = (),
        limit_chars: int = 1_000_000,
        memory: Memory[Verdict] | None = None,
    ) -> None:
        self.scanner = Scanner(families, allowed)
        self._detectors = tuple(detectors)
        self._limit = limit_chars
        self._memory: Memory[Verdict] = memory if memory is not None else Memory(MOST_TEXTS)
        self._beginnings: Memory[Verdict] = Memory(MOST_BEGINNINGS)
        self._warm()

    def inspect(self, texts: Iterable[str]) -> Verdict:
        """The verdict on a request, given every text in it in order.

        Texts that were seen before are not read again. Work beyond `limit_chars` new characters is not done;
        the request then counts as confidential.
        """
        read = [_whole(text) for text in texts if text]
        way = trail(read)
        at, known = self._beginning(way)
        counts = Counter({finding.rule: finding.count for finding in known.findings})
        levels = [known.level]
        edge, chain = _gone_before(read[:at])
        fresh = 0
        truncated = False
        for step, text in enumerate(read[at:], at):
            key = mark(text)
            verdict = self._memory.get(key)
            if verdict is None:
                fresh += len(text)
                if fresh > self._limit:
                    truncated = True
                    break
                verdict = self._read(text)
                self._memory.put(key, verdict)
            _add(counts, levels, verdict)
            truncated = truncated or verdict.truncated
            if edge:
                _add(counts, levels, self._seam(edge, text, counts))
            edge = _edge(edge, text)
            chain.add(text)
            if step >= max(FEWEST_REMEMBERED, len(read) - 2) and not truncated:
                self._beginnings.put(way[step], _so_far(counts, levels))
        for whole in chain.readings():
            _add(counts, levels, self._known(whole, counts))
        level = Sensitivity.CONFIDENTIAL if truncated else max(levels)
        return Verdict(
            level, tuple(Finding(rule, count) for rule, count in sorted(counts.items())), truncated
        )

    def unread(self, texts: Iterable[str]) -> int:
        """How many characters of these texts have not been read before; hashing only."""
        read = [text for text in texts if text]
        at, _ = self._beginning(trail(read))
        return sum([len(text) for text in read[at:] if self._memory.get(mark(text)) is None])

    def _beginning(self, way: Sequence[int]) -> tuple[int, Verdict]:
        """How many of the texts make the longest beginning of a conversation that is remembered, and what it was."""
        for at in range(len(way) - 1, FEWEST_REMEMBERED - 1, -1):
            known = self._beginnings.get(way[at])
            if known is not None:
                return at + 1, known
        return 0, _CLEAN

    def _seam(self, edge: str, text: str, counts: Counter[str]) -> Verdict:
        """What only the end of one text and the beginning of the next say together: a number, or a word for one."""
        head = text[:_EDGE]
        before, after = _digit(edge), _digit(head)
        if not (before or after):
            return _CLEAN
        return self._known(f"{edge} {head}", counts, silent=not (before and after))

    def _known(self, text: str, counts: Counter[str], *, silent: bool = False) -> Verdict:
        """A reading over the edges of texts; only what none of them held counts."""
        key = mark("\x00" + text)
        verdict = self._memory.get(key)
        if verdict is None:
            spans = self.scanner.scan_edges(text, silent=silent)
            verdict = self._verdict(Counter(span.rule for span in spans), (), cut=False) if spans else _CLEAN
            self._memory.put(key, verdict)
        if verdict is _CLEAN:
            return verdict
        fresh = tuple(finding for finding in verdict.findings if finding.rule not in counts)
        return Verdict(max((self.scanner.levels[f.rule] for f in fresh), default=Sensitivity.PUBLIC), fresh)

    def _read(self, text: str) -> Verdict:
        scanned = self.scanner.scan(text)
        return self._verdict(
            Counter(span.rule for span in scanned.spans), tuple(self._detected(text)), cut=scanned.cut
        )

    def _detected(self, text: str) -> Iterator[Detected]:
        for name, detector in self._detectors:
            try:
                yield from [
                    Detected(f"{name}.{found.rule}", found.level, found.count) for found in detector(text)
                ]
            except Exception:  # noqa: BLE001 - a detector is foreign code, and its failure must not open the door
                yield Detected(f"{name}.failed", Sensitivity.CONFIDENTIAL)

    def _verdict(self, rules: Counter[str], others: Sequence[Detected], *, cut: bool) -> Verdict:
        if not (rules or others or cut):
            return _CLEAN
        levels = [self.scanner.levels[rule] for rule in rules] + [found.level for found in others]
        findings = [Finding(rule, count) for rule, count in rules.items()]
        findings += [Finding(found.rule, found.count) for found in others]
        level = Sensitivity.CONFIDENTIAL if cut else max(levels, default=Sensitivity.PUBLIC)
        return Verdict(level, tuple(findings), cut)

    def _warm(self) -> None:
        """Build the automata's states for ordinary text now rather than in the first requests.

        What only findings call for is compiled when the first of its kind is met, some milliseconds each.
        """
        self.scanner.scan(
            "Hello, can you tell me how many of these 120,000 words are left? Thank you very much."
        )


def _add(counts: Counter[str], levels: list[Sensitivity], verdict: Verdict) -> None:
    for finding in verdict.findings:
        counts[finding.rule] += finding.count
    levels.append(verdict.level)


def _so_far(counts: Counter[str], levels: Sequence[Sensitivity]) -> Verdict:
    return Verdict(max(levels), tuple(Finding(rule, count) for rule, count in counts.items()))


def _gone_before(texts: Sequence[str]) -> tuple[str, Chain]:
    """What the next text may go on from: the end of the last one, and the pieces of numbers in all of them."""
    edge, chain = "", Chain()
    for text in texts:
        chain.add(text)
    begin = next((at for at in range(len(texts) - 1, 0, -1) if len(texts[at]) > _EDGE), 0)
    for text in texts[begin:]:
        edge = _edge(edge, text)
    return edge, chain


def _edge(edge: str, text: str) -> str:
    return text[-_EDGE:] if len(text) > _EDGE or not edge else f"{edge}\n{text}"[-_EDGE:]


def _whole(text: str) -> str:
    """The text with halves of surrogate pairs joined, or replaced where the other half is missing."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _digit(text: str) -> bool:
    if text.isascii():
        return _ASCII_DIGIT.search(text) is not None
    return any(char.isdigit() for char in text)
