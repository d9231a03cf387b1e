"""Numbers and secrets that are given a piece at a time, over several messages."""

from collections import deque
from collections.abc import Iterator

from larouter.inspect.patterns import compiled

_PIECE = compiled(r"\b(?:[A-Z]{2}[0-9])?[0-9][0-9 .-]*[0-9]|[0-9]{2,}")
_TIME = compiled(r"\b(?:[0-2]?[0-9]:[0-5][0-9]|20[0-9]{2}-[01][0-9]-[0-3][0-9])\b")
_NAMED = compiled(
    r"(?i)\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b"
    r"|\bwall time: [0-9]+\.[0-9]{4} seconds|\bchunk id: [0-9a-f]{6}\b"
    r"|\bprocess exited with code [0-9]{1,3}\b|\boriginal token count: [0-9]{1,9}\b"
)
_CODE = compiled(r"[A-Za-z0-9][A-Za-z0-9_+=.-]{4,63}")
_SHORT = 300
_LAST = 12
_MOST = 400
_PARTS = 3  # of a secret that is told in several messages
_PART = 4  # digits of a part of a number, rather than a count of days
_NEAR = 90  # about as far as a word for a number reaches


class Chain:
    """Collects the pieces that short messages hold and reads them in one go."""

    def __init__(self) -> None:
        self._pieces: deque[str] = deque(maxlen=_LAST)
        self._words: deque[str] = deque(maxlen=_LAST)
        self._first = ""
        self._codes: deque[str] = deque(maxlen=_LAST)

    def add(self, text: str) -> None:
        """Look at one more message; long ones are read on their own."""
        if len(text) > _SHORT:
            return
        self._codes.extend(code for match in _CODE.finditer(text) if _mixed(code := match.group()))
        timed = _TIME.search(text) is not None
        # What a machine numbers its sessions and calls with is no piece that somebody tells.
        told = _NAMED.sub(" ", text)
        pieces = [] if timed else [match.group() for match in _PIECE.finditer(told)]
        if 0 < len(pieces) <= 3 and sum(map(len, pieces)) <= 34:
            self._pieces.append(" ".join(pieces))
            self._first = self._first or text
        self._words.append(text)

    def readings(self) -> Iterator[str]:
        """The pieces in order with the words that were said around them; nothing when there is one piece.

        Once with the words before the last piece, and once with those that the first one came with; before them the
        pieces of a secret.
        """
        if 1 < len(self._codes) <= _PARTS:
            yield f"{' '.join(self._words)[:_MOST]} {''.join(self._codes)}"
        if len(self._pieces) > 1:
            pieces = " ".join(self._pieces)
            words = " ".join(_without_digits(text) for text in self._words)[-_MOST:]
            yield f"{words[-_NEAR:]} {pieces}"
            if len(words) > _NEAR and all(_digits(piece) >= _PART for piece in self._pieces):
                yield f"{_without_digits(self._first)[-_NEAR:]} {pieces}"


def _mixed(code: str) -> bool:
    """Whether it can be a part of a secret: letters of both cases and digits, as no word is written."""
    return any(map(str.isdigit, code)) and any(map(str.islower, code)) and any(map(str.isupper, code))


def _digits(text: str) -> int:
    return sum(char.isdigit() for char in text)


def _without_digits(text: str) -> str:
    return "".join(char for char in text if not char.isdigit())
