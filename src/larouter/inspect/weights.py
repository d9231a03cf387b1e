"""The weights of the scorer: five numbers a piece, packed into one integer so that C adds all five at once."""

import json
import struct
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from importlib.resources import files
from math import exp
from operator import mul
from typing import Any

from larouter.core.tiers import Tier
from larouter.inspect.reading import MOST_SYSTEMS
from larouter.inspect.spaces import PIECES, Group, whole

FIELD = 32
TIERS = len(Tier)
_TIERS = tuple(Tier)
BYTES = TIERS * FIELD // 8
MOST_REMEMBERED = 8_000
_BIAS = sum(1 << (FIELD * at + FIELD - 1) for at in range(TIERS))
_HALF = 1 << (FIELD - 1)
_FIELDS = struct.Struct(f"<{TIERS}I")


class Table(dict[str, int]):
    """The packed weights of one space by word; those of words not met before are put together from their pieces."""

    def __init__(self, raw: Mapping[str, int], pieces: Callable[[str], list[str]]) -> None:
        self.raw = raw
        self.pieces = pieces

    def __missing__(self, word: str) -> int:
        packed = sum(filter(None, map(self.raw.get, set(self.pieces(word)))))
        if len(self) < MOST_REMEMBERED:
            self[word] = packed
        return packed

    def total(self, items: Iterable[str]) -> int:
        """The sum over some items; pairs, of which most are unknown, are looked up without being remembered."""
        if self.pieces is whole:
            return sum(filter(None, map(self.raw.get, items)))
        return sum(map(self.__getitem__, items))


class Weights:
    """A trained scorer.

    Attributes:
        unit: The weight that 1 stands for.
        temperature: What logits are divided by, so that probabilities come true.
        costs: `costs[taken][wanted]`: how bad it is to take a tier where another is wanted.
        leanings: What `leaning` found.
        about: How, on what and when it was trained.
    """

    def __init__(self, about: Mapping[str, Any], tables: Mapping[str, Table]) -> None:
        self.about = about
        self.unit = float(about["unit"])
        self.temperature = float(about["temperature"])
        self.costs = list(zip(*about["costs"], strict=True))
        self.leanings: dict[str, tuple[float, ...]] = {}
        self.tables = tables
        self._systems: dict[Collection[str], int] = {}

    def logits(self, groups: Iterable[Group]) -> list[float]:
        """The sums of the weights of everything that a request shows, one for each tier."""
        sums = [0.0] * TIERS
        for space, items, factor in groups:
            packed = self._system(items) if space == "system" else self.tables[space].total(items)
            scale = factor * self.unit
            if packed:
                sums = [one + scale * more for one, more in zip(sums, unpack(packed), strict=True)]
        return sums

    def _system(self, words: Collection[str]) -> int:
        """The same system prompt comes with request after request: the set of its words is the same object then."""
        packed = self._systems.get(words)
        if packed is None:
            if len(self._systems) >= MOST_SYSTEMS:
                self._systems.clear()
            packed = self._systems[words] = self.tables["system"].total(words)
        return packed

    def likelihoods(self, logits: Iterable[float]) -> list[float]:
        """How likely each tier is."""
        scaled = [logit / self.temperature for logit in logits]
        top = max(scaled)
        raised = [exp(logit - top) for logit in scaled]
        whole = sum(raised)
        return [one / whole for one in raised]

    def best(self, likelihoods: list[float]) -> Tier:
        """The tier with the least expected cost."""
        expected = [sum(map(mul, likelihoods, column)) for column in self.costs]
        return _TIERS[expected.index(min(expected))]

    def leaning(self, sign: str) -> tuple[float, ...]:
        """How much more a sign speaks for each tier than for the average one."""
        if sign not in self.leanings:
            values = unpack(self.tables["sign"][sign])
            middle = sum(values) / TIERS
            self.leanings[sign] = tuple(value - middle for value in values)
        return self.leanings[sign]


def pack(values: Iterable[int]) -> int:
    """Signed numbers of less than 32 bits in one integer, which may be added to others of its kind."""
    return sum(value << (FIELD * at) for at, value in enumerate(values))


def unpack(packed: int) -> list[int]:
    """The numbers in a packed integer."""
    return [value - _HALF for value in _FIELDS.unpack((packed + _BIAS).to_bytes(BYTES, "little"))]


def load(data: bytes) -> Weights:
    """The weights in a file: a line of JSON, then for each space its keys, one a line, and its numbers."""
    end = data.index(b"\n")
    about = json.loads(data[:end])
    at = end + 1
    tables: dict[str, Table] = {}
    for space, pieces in PIECES.items():
        count, size = about["spaces"].get(space, (0, 0))
        keys = data[at : at + size].decode().split("\n") if count else []
        at += size
        read = int.from_bytes
        numbers = (read(data[i : i + BYTES], "little") - _BIAS for i in range(at, at + count * BYTES, BYTES))
        tables[space] = Table(dict(zip(keys, numbers, strict=True)), pieces)
        at += count * BYTES
    return Weights(about, tables)


def dump(about: Mapping[str, Any], numbers: Mapping[str, Mapping[str, Iterable[int]]]) -> bytes:
    """The file that `load` reads."""
    blocks: list[bytes] = []
    counts: dict[str, tuple[int, int]] = {}
    for space in PIECES:
        rows = numbers.get(space, {})
        keys = "\n".join(rows).encode()
        counts[space] = (len(rows), len(keys))
        blocks += [keys, *((pack(row) + _BIAS).to_bytes(BYTES, "little") for row in rows.values())]
    head = json.dumps({**about, "spaces": counts}, ensure_ascii=False, sort_keys=True)
    return head.encode() + b"\n" + b"".join(blocks)


@cache
def shipped() -> Weights:
    """The weights that come with the product, read once."""
    return load((files("larouter.inspect") / "data/weights.bin").read_bytes())
