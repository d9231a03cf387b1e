"""Whether two models say the same: their conclusions where they draw one, else their figures, else their words.

Measured in docs/explanation/escalation.md: a conclusion or figures that differ tell wrong answers from right ones well,
words alone hardly do; so words must differ almost wholly before that counts.
"""

import re

from larouter.dispatch.checks.shape import json_of

FIGURES = 0.8
WORDS = 0.06
_SHORT = 8
_FEWEST_FIGURES = 3
_FIGURE_SHARE = 0.05
_MOST = 20_000
_number = re.compile(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?")
_word = re.compile(r"[^\W\d_]{3,}")
_list_marker = re.compile(r"(?m)^\s*(?:\d+[.):]|#+\s*\d+|step \d+)\s", re.IGNORECASE)
_boxed = re.compile(r"\\boxed\{([^{}]*)\}")
_letter = re.compile(
    r"(?:answer|option|choice|antwort|réponse|respuesta|答案)\W{0,4}(?:is|ist|est|es|:|\uff1a)?\W{0,4}\(?\b([A-J])\b\)?"
)
_stated = re.compile(r"(?:answer|result|total)\W{0,3}(?:is|:|=)\W{0,6}(-?\d[\d,]*(?:\.\d+)?)", re.IGNORECASE)
_only_letter = re.compile(r"\W*([A-J])\b(?:[).:]|\W*$)")
_yes_no = re.compile(
    r"\W*(yes|no|true|false|ja|nein|oui|non|sí|si|sì|sim|não|да|нет|是|否|はい|いいえ)\b", re.IGNORECASE
)


def agree(one: str, other: str) -> bool:
    """Whether they say the same, as far as can be told; what cannot be compared agrees."""
    one, other = one.strip()[:_MOST], other.strip()[:_MOST]
    if not one or not other:
        return True
    ends = conclusion(one), conclusion(other)
    if ends[0] is not None and ends[1] is not None:
        return ends[0] == ends[1]
    figures = _figures(one), _figures(other)
    if figures[0] and figures[1]:
        same = _ends_alike(*figures)
        return same or _shared(frozenset(figures[0]), frozenset(figures[1])) >= FIGURES
    return _shared(_words(one), _words(other)) >= WORDS


def conclusion(text: str) -> str | None:
    """What a text concludes, in a form that can be compared; None when it draws no marked conclusion."""
    found, value = json_of(text)
    if found:
        return repr(value)
    if boxed := _boxed.findall(text):
        return _plain(boxed[-1])
    if letter := _only_letter.match(text) if len(text) < 40 else None:
        return letter[1]
    if letters := _letter.findall(text):
        return str(letters[-1])
    if stated := _stated.findall(text):
        return _plain(stated[-1])
    if yes_no := _yes_no.match(text):
        return yes_no[1].lower()
    return _plain(text) if len(text.split()) <= _SHORT and len(text) < 80 and _number.search(text) else None


def _plain(text: str) -> str:
    numbers = _number.findall(text)
    if len(numbers) == 1:
        return _value(numbers[0])
    return " ".join(text.lower().split()).strip(" .$")


def _value(number: str) -> str:
    plain = number.replace(",", "")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _ends_alike(one: list[str], other: list[str]) -> bool:
    """Whether the last figure of each is among the last three of the other."""
    return one[-1] in other[-3:] and other[-1] in one[-3:]


def _figures(text: str) -> list[str]:
    """The numbers of a text in which numbers matter, in their order; list markers are none."""
    text = _list_marker.sub(" ", text)
    numbers = _number.findall(text)
    if len(numbers) < _FEWEST_FIGURES or len(numbers) < _FIGURE_SHARE * len(text.split()):
        return []
    return list(map(_value, numbers))


def _words(text: str) -> frozenset[str]:
    return frozenset(_word.findall(text.lower()))


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    together = one | other
    return len(one & other) / len(together) if together else 1.0
