"""The weights of the scorer: five numbers a piece, packed into one integer so that C adds all five at once."""

import json
import struct
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from importlib.resources import files
from math import exp
from operator import mul
from typing import Any
from zlib import crc32

from larouter.core.tiers import Tier
from larouter.inspect.reading import MOST_SYSTEMS
from larouter.inspect.spaces import PIECES, SIGN, SPACES, Group

FIELD = 32
TIERS = len(Tier)
_TIERS = tuple(Tier)
BYTES = TIERS * FIELD // 8
MOST_REMEMBERED = 8_000
FINENESS = 1024
_BIAS = sum(1 << (FIELD * at + FIELD - 1) for at in range(TIERS))
_HALF = 1 << (FIELD - 1)
_WHOLE = (1 << (FIELD * TIERS)) - 1
_FIELDS = struct.Struct(f"<{TIERS}I")


class Table(dict[str, int]):
    """The packed weights of one space by word, put together from the word's pieces when it is first met.

    What is remembered is bounded: when it is full it begins anew, and what is frequent is soon there again.
    """

    def __init__(self, raw: Mapping[str, int], pieces: Callable[[str], list[str]]) -> None:
        self.raw = raw
        self.pieces = pieces

    def __missing__(self, word: str) -> int:
        packed = sum(filter(None, map(self.raw.get, set(self.pieces(word)))))
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        self[word] = packed
        return packed

    def total(self, items: Iterable[str]) -> int:
        """The sum over some items."""
        return sum(map(self.__getitem__, items))


class Pairs:
    """Pairs of neighbouring words that people write: a Bloom filter, which now and then says yes to another one."""

    def __init__(self, bits: bytes) -> None:
        self._bits = bits
        self._size = len(bits) * 8

    def __contains__(self, pair: object) -> bool:
        bits = self._bits
        if not bits:
            return False
        one, other = marks(str(pair), self._size)
        return bool(bits[one >> 3] >> (one & 7) & bits[other >> 3] >> (other & 7) & 1)


def marks(pair: str, size: int) -> tuple[int, int]:
    """The two bits out of so many that stand for a pair."""
    mixed = crc32(pair.encode("utf-8", "replace"))
    return mixed % size, (mixed * 0x9E3779B1 >> 16) % size


class Weights:
    """A trained scorer.

    Attributes:
        unit: The weight that 1 stands for.
        temperature: What logits are divided by, so that probabilities come true.
        costs: `costs[taken][wanted]`: how bad it is to take a tier where another is wanted.
        leanings: What `leaning` found.
        about: How, on what and when it was trained.
        tables: The weights of words, by space.
        signs: The packed weights of signs, by name.
        pairs: The pairs of words that the training data knows.
    """

    def __init__(
        self,
        about: Mapping[str, Any],
        tables: Mapping[str, Table],
        signs: Mapping[str, int] | None = None,
        pairs: bytes = b"",
    ) -> None:
        self.about = about
        self.unit = float(about["unit"])
        self.temperature = float(about["temperature"])
        self.costs = list(zip(*about["costs"], strict=True))
        self.leanings: dict[str, tuple[float, ...]] = {}
        self.tables = tables
        self.signs = signs or {}
        self.pairs = Pairs(pairs)
        self._systems: dict[Collection[str], int] = {}

    def weigh(self, names: Iterable[str]) -> int:
        """The sum of the packed weights of some signs."""
        return sum(filter(None, map(self.signs.get, names)))

    def logits(self, groups: Iterable[Group], signs: int, factor: float) -> list[float]:
        """The sums of the weights of everything that a request shows, one for each tier.

        Args:
            groups: Its words.
            signs: The packed sum of the weights of its signs.
            factor: How much the signs count.
        """
        total = signs * int(factor * FINENESS)
        for space, items, share in groups:
            packed = self._system(items) if space == "system" else self.tables[space].total(items)
            total += packed * round(share * FINENESS)
        unit = self.unit / FINENESS
        return [unit * one for one in unpack(total)]

    def _system(self, words: Collection[str]) -> int:
        """The same system prompt comes with request after request: the set of its words is the same object then."""
        packed = self._systems.get(words)
        if packed is None:
            if len(self._systems) >= MOST_SYSTEMS:
                self._systems.clear()
            packed = self._systems[words] = self.tables["system"].total(words)
        return packed

    def likelihoods(self, logits: Collection[float]) -> list[float]:
        """How likely each tier is."""
        by, top = self.temperature, max(logits)
        raised = [exp((logit - top) / by) for logit in logits]
        whole = sum(raised)
        return [one / whole for one in raised]

    def best(self, likelihoods: list[float]) -> Tier:
        """The tier with the least expected cost."""
        expected = [sum(map(mul, likelihoods, column)) for column in self.costs]
        return _TIERS[expected.index(min(expected))]

    def leaning(self, sign: str) -> tuple[float, ...]:
        """How much more a sign speaks for each tier than for the average one."""
        if sign not in self.leanings:
            values = unpack(self.signs.get(sign, 0))
            middle = sum(values) / TIERS
            self.leanings[sign] = tuple(value - middle for value in values)
        return self.leanings[sign]


def pack(values: Iterable[int]) -> int:
    """Signed numbers of less than 32 bits in one integer, which may be added to others of its kind."""
    return sum(value << (FIELD * at) for at, value in enumerate(values))


def unpack(packed: int) -> list[int]:
    """The numbers in a packed integer."""
    return [value - _HALF for value in _FIELDS.unpack(((packed + _BIAS) & _WHOLE).to_bytes(BYTES, "little"))]


def load(data: bytes) -> Weights:
    """The weights in a file: a line of JSON, the pairs, then for each space its keys, one a line, and its numbers."""
    end = data.index(b"\n")
    about = json.loads(data[:end])
    at = end + 1 + about.get("pairs", 0)
    pairs = data[end + 1 : at]
    found: dict[str, dict[str, int]] = {}
    for space in SPACES:
        count, size = about["spaces"].get(space, (0, 0))
        keys = data[at : at + size].decode().split("\n") if count else []
        at += size
        read = int.from_bytes
        numbers = (read(data[i : i + BYTES], "little") - _BIAS for i in range(at, at + count * BYTES, BYTES))
        found[space] = dict(zip(keys, numbers, strict=True))
        at += count * BYTES
    tables = {space: Table(found[space], pieces) for space, pieces in PIECES.items()}
    return Weights(about, tables, found[SIGN], pairs)


def dump(
    about: Mapping[str, Any], numbers: Mapping[str, Mapping[str, Iterable[int]]], pairs: bytes = b""
) -> bytes:
    """The file that `load` reads."""
    blocks: list[bytes] = [pairs]
    counts: dict[str, tuple[int, int]] = {}
    for space in SPACES:
        rows = numbers.get(space, {})
        keys = "\n".join(rows).encode()
        counts[space] = (len(rows), len(keys))
        blocks += [keys, *((pack(row) + _BIAS).to_bytes(BYTES, "little") for row in rows.values())]
    head = json.dumps({**about, "spaces": counts, "pairs": len(pairs)}, ensure_ascii=False, sort_keys=True)
    return head.encode() + b"\n" + b"".join(blocks)


@cache
def shipped() -> Weights:
    """The weights that come with the product, read once."""
    return load((files("larouter.inspect") / "data/weights.bin").read_bytes())
