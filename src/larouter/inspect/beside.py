"""Whether somebody's name stands right beside a number: in writing to an office nobody says what the number is."""

from larouter.inspect.rules.names import named

_BEFORE, _AFTER = 90, 60
_GAP = " ,:;-(|/"
_LONGEST_GAP = 4
_MOST_WORDS = 4
_CLOSING = ",.;:()|\n\"'"
_MARKS = "'-."
_TITLES = ("นาย", "นาง", "คุณ", "น.ส.", "ด.ช.", "ด.ญ.")  # written together with the name


def beside_name(data: bytes, start: int, end: int) -> bool:
    """Whether a name of two words ends right before `data[start:end]` or begins right after it."""
    before = data[max(0, start - _BEFORE) : start].decode("utf-8", "ignore")
    said = before.rstrip(_GAP)
    if len(before) - len(said) <= _LONGEST_GAP and before != said and _ends_with_name(said):
        return True
    after = data[end : end + _AFTER].decode("utf-8", "ignore")
    told = after.lstrip(_GAP + ")")
    return len(after) - len(told) <= _LONGEST_GAP and after != told and _begins_with_name(told)


def _ends_with_name(said: str) -> bool:
    segment = _last_segment(said)
    words = segment.split()[-_MOST_WORDS:]
    last = words[-2:]
    if len(last) == 2 and all(map(_capitalised, last)):
        return named(" ".join(last))
    # Scripts without capitals: a name fills what stands between two marks.
    if len(last) == 2 and last[0].startswith(_TITLES):
        return True
    return segment != said and 2 <= len(segment.split()) <= 3 and all(map(_caseless, words))


def _begins_with_name(told: str) -> bool:
    words = told.split()[:2]
    if len(words) < 2 or words[0][-1] in _CLOSING:
        return False
    first, second = words[0], words[1].rstrip(_CLOSING)
    return bool(second) and _capitalised(first) and _capitalised(second) and named(f"{first} {second}")


def _last_segment(said: str) -> str:
    at = max(said.rfind(mark) for mark in (",", ":", ";", "\n", "(", '"', "|"))
    return said[at + 1 :]


def _word(word: str) -> bool:
    return len(word) > 1 and all(char.isalpha() or char in _MARKS for char in word)


def _capitalised(word: str) -> bool:
    return _word(word) and word[0].isupper() and not word.isupper()


def _caseless(word: str) -> bool:
    """Letters of a script that has no capitals, the marks above and below them included."""
    return all(not char.isascii() and char.lower() == char.upper() and not char.isdigit() for char in word)
