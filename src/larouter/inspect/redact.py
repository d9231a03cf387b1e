"""Findings replaced by typed placeholders, and put back into the answer.

The mapping lives in one `Redactor` per conversation and nowhere else. What a request is afterwards is
found by inspecting what is left.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

from larouter.inspect.normalise import trace
from larouter.inspect.scan import Scanner

_KINDS = {
    "payment.card": "CARD",
    "payment.iban": "IBAN",
    "payment.cvv": "CVV",
    "payment.account": "ACCOUNT",
    "contact.email": "EMAIL",
    "contact.address": "ADDRESS",
    "contact.address.person": "ADDRESS",
    "internal.host": "HOST",
    "internal.address": "HOST",
    "person": "PERSON",
}
_FAMILIES = {
    "contact": "PHONE",
    "credential": "SECRET",
    "birth": "DATE",
    "health": "RECORD",
    "id": "ID",
    "internal": "TICKET",
}
_LONGEST = 24


def _kind(rule: str) -> str:
    return _KINDS.get(rule) or _FAMILIES.get(rule.split(".", 1)[0], "VALUE")


class Redactor:
    """The placeholders of one conversation."""

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner
        self._given: dict[tuple[str, str], str] = {}
        self._values: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def redact(self, texts: Iterable[str]) -> list[str]:
        """Each text with its findings replaced; the same value gets the same placeholder every time."""
        whole = [unicodedata.normalize("NFC", text) for text in texts]
        taken = "\n".join(whole)
        return [self._redact(text, taken) for text in whole]

    @property
    def values(self) -> dict[str, str]:
        """What each placeholder stands for."""
        return dict(self._values)

    def restorer(self) -> "Restorer":
        """Puts the values back into one answer."""
        return Restorer(dict(self._values))

    def _redact(self, text: str, taken: str) -> str:
        traced = trace(text)
        spans = self._scanner.redactable(traced.text)
        if not spans:
            return text
        places = _char_offsets(traced.text)
        out: list[str] = []
        at = 0
        for first, last, rule in _merged((places[s.start], places[s.end - 1], s.rule) for s in spans):
            while last > first and traced.text[last] in ".,;:!?":
                last -= 1  # noqa: PLW2901 - a sentence keeps its end
            start, end = traced.starts[first], traced.ends[last]
            plain = traced.text[first : last + 1]
            out += (text[at:start], self._placeholder(_kind(rule), plain, text[start:end], taken))
            at = end
        return "".join(out) + text[at:]

    def _placeholder(self, kind: str, plain: str, value: str, taken: str) -> str:
        key = (kind, "".join(char for char in plain.casefold() if char.isalnum()))
        known = self._given.get(key)
        while known is None:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            name = f"[{kind}_{self._counts[kind]}]"
            if name not in taken:
                known = self._given[key] = name
                self._values[name] = value
        return known


class Restorer:
    """Puts values back into an answer that may come in pieces."""

    def __init__(self, values: dict[str, str], encode: Callable[[str], str] = str) -> None:
        self._values = values
        self._encode = encode
        self._held = ""
        self._pattern = re.compile("|".join(map(re.escape, values))) if values else None

    def feed(self, piece: str) -> str:
        """What can be said for certain after one more piece; the beginning of a placeholder is held back."""
        if self._pattern is None:
            return piece
        text = self._pattern.sub(lambda match: self._encode(self._values[match.group()]), self._held + piece)
        cut = text.rfind("[", -_LONGEST)
        if cut >= 0 and any(name.startswith(text[cut:]) for name in self._values):
            self._held = text[cut:]
            return text[:cut]
        self._held = ""
        return text

    def end(self) -> str:
        """What was held back when the answer is over."""
        held, self._held = self._held, ""
        return held


def _char_offsets(text: str) -> Sequence[int]:
    """For every byte of the text's UTF-8, the index of its character."""
    if text.isascii():
        return range(len(text))
    sizes = [len(char.encode("utf-8", "replace")) for char in text]
    ends = list(accumulate(sizes))
    return [index for index, end in enumerate(ends) for _ in range(sizes[index])]


def _merged(ranges: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Overlapping ranges of first and last characters as one, named after the first."""
    out: list[tuple[int, int, str]] = []
    for start, end, rule in sorted(ranges, key=lambda r: (r[0], -r[1])):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]), out[-1][2])
        else:
            out.append((start, end, rule))
    return out
