"""What has been read before, by hash: texts, and the beginnings of conversations. No text is kept."""

from collections import OrderedDict
from collections.abc import Hashable, Iterable
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


class Memory(Generic[T]):
    """What was found, by mark; the least recently used is forgotten."""

    def __init__(self, size: int = 16_000) -> None:
        self._known: OrderedDict[Hashable, T] = OrderedDict()
        self._size = size

    def get(self, key: Hashable) -> T | None:
        """What is remembered."""
        found = self._known.get(key)
        if found is not None:
            try:
                self._known.move_to_end(key)
            except KeyError:
                return found  # another thread has just forgotten it
        return found

    def put(self, key: Hashable, found: T) -> None:
        """Remember it."""
        self._known[key] = found
        if len(self._known) > self._size:
            self._known.popitem(last=False)


def mark(text: str) -> tuple[int, int]:
    """What a text is known by: Python's own hash of it, which is keyed anew for each process, and its length.

    Nobody outside knows the key (SipHash, 64 bits, PEP 456), so nobody can make a second text of the same mark. The
    interpreter works it out once for a text and keeps it.
    """
    return hash(text), len(text)


def trail(texts: Iterable[str]) -> list[int]:
    """A mark for each beginning of a list of texts: the first, the first two, and so on."""
    return list(accumulate(map(hash, texts), _onward))


def _onward(before: int, text: int) -> int:
    return hash((before, text))
