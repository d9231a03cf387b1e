"""One normalisation and one tokenisation for everything that reads a request.

Case, diacritics and spelling variants do not matter. Scripts without spaces are cut into overlapping pieces. What is
read is bounded: the head and the tail of a long text.
"""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_WORD = 24
_THREES, _FOURS, _FIVES = ([slice(at, at + size) for at in range(LONGEST_WORD)] for size in (3, 4, 5))
_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u093c\u200b-\u200f\ufe0f]+"
)
_SAME = {
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe",
    "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "’": "'", "ʼ": "'",
}  # fmt: skip
_VARIANT = re.compile("[" + "".join(_SAME) + "]")
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3041-\u30ff\u3400-\u9fff"
_NOT_IN_WORDS = (
    "\\s\\x00-/:-@\\[-`{-\u00bf\u060c\u061b\u061f\u0964\u0965\u2000-\u2bff\u3000-\u3003\u3008-\u3020"
    f"\ud800-\udfff\U0001f000-\U0001faff{_UNSPACED}"
)
_WORD = re.compile(f"[{_UNSPACED}]+|[^{_NOT_IN_WORDS}]+")
_ASCII_WORDS = bytes([ord(chr(at).lower()) if at < 128 and chr(at).isalnum() else 32 for at in range(256)])
_TYPESET = (("\u2019", "'"), ("\u2018", "'"), ("\u2013", "-"), ("\u2014", "-"), ("\u2026", "."), ("\u00a0", " "),
            ("\u201c", '"'), ("\u201d", '"'), ("\u2022", "*"), ("\u2192", ">"))  # fmt: skip
_ANY_WORD = re.compile(r"\w")
_RUN = re.compile(f"[{_UNSPACED}]+")
_LAST_THAI = "\u17ff"
HAN_PER_WORD = 1.7
THAI_PER_WORD = 4.5


@dataclass(slots=True, eq=False)
class Passage:
    """A stretch of text, and its words.

    Attributes:
        text: Normalised.
        tokens: Its words in order; the pieces of a run of a script without spaces.
        words: The different ones among them.
        units: About how many words of English it says.
    """

    text: str
    tokens: list[str]
    words: frozenset[str]
    units: float


def clip(text: str, head: int, tail: int) -> str:
    """The head and the tail of a text that is longer than both."""
    return text if len(text) <= head + tail else f"{text[:head]}\n{text[-tail:]}"


def normalise(text: str) -> str:
    """Lower case without diacritics, one spelling for letters that people use for one another."""
    if text.isascii():
        return text.lower()
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text.lower()))
    text = unicodedata.normalize("NFC", text)
    return _VARIANT.sub(_variant, text) if _VARIANT.search(text) else text


def _variant(match: re.Match[str]) -> str:
    return _SAME[match[0]]


def passage(text: str) -> Passage:
    """The words of a text."""
    if not text:
        return NOTHING
    if not text.isascii():
        text = untypeset(text)
    if text.isascii():
        tokens = text.encode().translate(_ASCII_WORDS).decode().split()
        return Passage(text.lower(), tokens, frozenset(tokens), len(tokens))
    normal = normalise(text)
    found = _WORD.findall(normal)
    runs = list(filter(_RUN.match, found))
    if not runs:
        return Passage(normal, found, frozenset(found), len(found))
    letters = "".join(runs)
    thai = sum(map(_LAST_THAI.__ge__, letters))
    units = len(found) + (len(letters) - thai) / HAN_PER_WORD + thai / THAI_PER_WORD
    tokens = _cut(found)
    return Passage(normal, tokens, frozenset(tokens), units)


def untypeset(text: str) -> str:
    """Quotation marks, dashes and dots as a keyboard has them: what remains is plain ASCII more often than not."""
    for typeset, plain in _TYPESET:
        text = text.replace(typeset, plain)
    return text


def glimpse(text: str) -> Passage:
    """Whether there are words in a text: a mark, or nothing."""
    return SOMETHING if _ANY_WORD.search(text) else NOTHING


def words(normalised: str) -> list[str]:
    """The words of a normalised text; the pieces of a run of a script without spaces."""
    return _cut(_WORD.findall(normalised))


def _cut(found: list[str]) -> list[str]:
    pieces: list[str] = []
    for word in found:
        if _RUN.match(word):
            pieces += grams(word)
        else:
            pieces.append(word)
    return pieces


def grams(run: str) -> list[str]:
    """The overlapping pieces of a run: 1 to 3 characters of Chinese and Japanese, 3 and 4 of Thai and its kin."""
    threes = map("".join, zip(run, run[1:], run[2:], strict=False))
    if run[0] <= _LAST_THAI:
        return (
            [run]
            if len(run) < 4
            else [*threes, *map("".join, zip(run, run[1:], run[2:], run[3:], strict=False))]
        )
    return [*run, *map("".join, zip(run, run[1:], strict=False)), *threes]


def inner(word: str) -> list[str]:
    """A word between spaces, and its pieces of 3 to 5 characters; a piece of a script without spaces as it is."""
    if _RUN.match(word):
        return [word]
    padded = f" {word[:LONGEST_WORD]} "
    size, piece = len(padded), padded.__getitem__
    pieces = [*map(piece, _THREES[: size - 2]), *map(piece, _FOURS[: max(0, size - 3)])]
    pieces += map(piece, _FIVES[: max(0, size - 4)])
    if size > 5:
        pieces.append(padded)
    return pieces


NOTHING = Passage("", [], frozenset(), 0.0)
SOMETHING = Passage("", ["\u2026"], frozenset(["\u2026"]), 1.0)
