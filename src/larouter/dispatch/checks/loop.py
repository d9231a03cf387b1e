"""An answer that goes round in circles, or is no language at all."""

import re

from larouter.dispatch.checks.said import Said, Wanted

TAIL = 1_200
TIMES = 6
_SPAN = 240
_PROBE = 12
_SHORT = 3
_LONGEST = 200
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST_WORDS = 60
_SHARE = 0.5
_MIXED = 0.15
_LATIN, _CYRILLIC, _GREEK = (0x41, 0x24F), (0x400, 0x52F), (0x370, 0x3FF)


def loop(said: Said, wanted: Wanted) -> bool:
    """Its end repeats the same passage again and again, one word is half of it, or its characters are broken."""
    text = said.text
    if len(text) < 80:
        return False
    return _circles(text[-TAIL:], wanted.question) or _one_word(text) or _broken(text)


def _circles(tail: str, question: str) -> bool:
    """Whether the end is one passage with letters in it, six times over, that was not asked for."""
    end = tail.rstrip()
    last = len(end) - _PROBE
    at = end.rfind(end[-_PROBE:], 0, len(end) - 1)
    while at >= 0 and (period := last - at) <= _LONGEST:
        length = max(period * TIMES, _SPAN)
        unit = end[-period:]
        if len(end) >= length and end[-length:] == (unit * (length // period + 1))[-length:]:
            asked_for = len(unit) > _SHORT and unit.strip() in question
            return not asked_for and bool(_WORD.search(unit * 2))
        at = end.rfind(end[-_PROBE:], 0, at + _PROBE - 1)
    return False


def _one_word(text: str) -> bool:
    words = _WORD.findall(text[-2 * TAIL :].lower())
    if len(words) < _FEWEST_WORDS:
        return False
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return max(counts.values()) / len(words) > _SHARE


def _broken(text: str) -> bool:
    """Whether many characters could not be decoded, or many words mix alphabets."""
    if text.count("\ufffd") > max(2, len(text) // 100):
        return True
    if text.isascii():
        return False
    words = _WORD.findall(text[: 2 * TAIL])
    if len(words) < 20:
        return False
    return sum([_mixes(word) for word in words]) / len(words) > _MIXED


def _mixes(word: str) -> bool:
    if word.isascii():
        return False
    alphabets = {
        number
        for letter in word
        for number, (first, last) in enumerate((_LATIN, _CYRILLIC, _GREEK))
        if first <= ord(letter) <= last
    }
    return len(alphabets) > 1
