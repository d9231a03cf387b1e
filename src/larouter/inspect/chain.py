"""Numbers that are given a few digits at a time, over several messages."""

from collections import deque
from collections.abc import Iterator

from larouter.inspect.patterns import compiled

_PIECE = compiled(r"\b(?:[A-Z]{2}[0-9])?[0-9][0-9 .-]*[0-9]|[0-9]{2,}")
_SHORT = 300
_LAST = 12
_MOST = 400


class Chain:
    """Collects the pieces that short messages hold and reads them in one go."""

    def __init__(self) -> None:
        self._pieces: deque[str] = deque(maxlen=_LAST)
        self._words: deque[str] = deque(maxlen=_LAST)

    def add(self, text: str) -> None:
        """Look at one more message; long ones are read on their own."""
        if len(text) > _SHORT:
            return
        pieces = [match.group() for match in _PIECE.finditer(text)]
        if 0 < len(pieces) <= 3 and sum(map(len, pieces)) <= 34:
            self._pieces.append(" ".join(pieces))
        self._words.append(text)

    def readings(self) -> Iterator[str]:
        """The pieces in order with the words that were said around them; nothing when there is one piece."""
        if len(self._pieces) > 1:
            words = " ".join("".join(char for char in text if not char.isdigit()) for text in self._words)[
                -_MOST:
            ]
            yield f"{words[-90:]} {' '.join(self._pieces)}"
