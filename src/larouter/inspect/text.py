"""One normalisation and one tokenisation for everything that reads a request.

Case, diacritics and spelling variants do not matter. Scripts without spaces are cut into overlapping pieces of two
and three characters. What is read is bounded: the head and the tail of a long text.
"""

import re
import unicodedata

HEAD = 2600
TAIL = 1000
LONGEST_WORD = 24

_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u093c\u200b-\u200f\ufe0f]+")
_SAME = {
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe",
    "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "’": "'", "ʼ": "'",
}  # fmt: skip
_VARIANT = re.compile("[" + "".join(_SAME) + "]")
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3041-\u30ff\u3400-\u9fff"
_WORD = re.compile(
    f"[{_UNSPACED}]+"
    f"|[^\\s\\x00-/:-@\\[-`{{-\u00bf\u060c\u061b\u061f\u0964\u0965\u2000-\u2bff\u3000-\u3003\u3008-\u3020\ud800-\udfff"
    f"\U0001f000-\U0001faff{_UNSPACED}]+"
)
_ANY_UNSPACED = re.compile(f"[{_UNSPACED}]")
_LAST_THAI = "\u17ff"


def clip(text: str, head: int = HEAD, tail: int = TAIL) -> str:
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


def words(text: str) -> list[str]:
    """The words of a normalised text; the pieces of a run of a script without spaces."""
    found = _WORD.findall(text)
    if text.isascii() or not _ANY_UNSPACED.search(text):
        return found
    pieces: list[str] = []
    for word in found:
        if _ANY_UNSPACED.match(word):
            pieces += grams(word)
        else:
            pieces.append(word)
    return pieces


def grams(run: str) -> list[str]:
    """The overlapping pieces of a run: 1 to 3 characters of Chinese and Japanese, 3 and 4 of Thai and its kin."""
    if run[0] <= _LAST_THAI:
        return [run] if len(run) < 4 else [*map("".join, zip(run, run[1:], run[2:], strict=False)), *_fours(run)]
    pairs = list(map("".join, zip(run, run[1:], strict=False)))
    return [*run, *pairs, *map("".join, zip(run, run[1:], run[2:], strict=False))]


def _fours(run: str) -> list[str]:
    return list(map("".join, zip(run, run[1:], run[2:], run[3:], strict=False)))


def units(tokens: list[str], normalised: str) -> float:
    """About how many words of English a text says: scripts without spaces say more with fewer characters."""
    if normalised.isascii():
        return len(tokens)
    run = "".join(_RUNS.findall(normalised))
    if not run:
        return len(tokens)
    thai = sum(map(_LAST_THAI.__ge__, run))
    dense = len(run) - thai
    return len(_WORD.findall(normalised)) + dense / 1.7 + thai / 4.5


_RUNS = re.compile(f"[{_UNSPACED}]+")


def inner(word: str) -> list[str]:
    """A word between spaces, and its pieces of 3 to 5 characters; whole pieces of a script without spaces."""
    if _ANY_UNSPACED.match(word):
        return [word]
    padded = f" {word[:LONGEST_WORD]} "
    pieces = [padded[at : at + size] for size in (3, 4, 5) for at in range(len(padded) - size + 1)]
    if len(padded) > 5 or len(padded) < 3:
        pieces.append(padded)
    return pieces
