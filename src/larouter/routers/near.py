"""`knn` and `sw`: what became of similar prompts.

`knn` takes the mean gain of the most similar ones. `sw` weighs every known prompt by similarity, as RouteLLM does
(arXiv 2406.18665, section 4.2: weights 10^(1 + S / max S) for a Bradley-Terry fit, which for two models comes to the
weighted share of wins).
"""

import heapq
from collections import defaultdict

from larouter.routers.learned import rank, read_file
from larouter.routers.plug import Asked, Options
from larouter.routers.prompt import words

NEIGHBOURS = 100
BASE = 10.0


class _Known:
    """Known prompts, found by their words."""

    def __init__(self, options: Options, kind: str) -> None:
        told = read_file(options, kind)
        self.gains: list[float] = told["gains"]
        self.quantiles: list[float] = told["quantiles"]
        self._where: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, row in enumerate(told["rows"]):
            for piece, value in row.items():
                self._where[piece].append((number, value))

    def similar(self, text: str) -> dict[int, float]:
        """The cosine similarity of every known prompt that shares a word."""
        found: dict[int, float] = defaultdict(float)
        for piece, value in words(text).items():
            for number, weight in self._where.get(piece, ()):
                found[number] += value * weight
        return found


class Nearest:
    """The mean gain of the most similar prompts."""

    def __init__(self, options: Options) -> None:
        self._known = _Known(options, "knn")

    def gain(self, text: str) -> float:
        """The expected gain of the strong model."""
        most = min(NEIGHBOURS, len(self._known.gains) // 2)
        near = heapq.nlargest(most, self._known.similar(text).items(), key=lambda pair: pair[1])
        whole = sum(weight for _, weight in near)
        if not whole:
            return sum(self._known.gains) / len(self._known.gains)
        return sum(weight * self._known.gains[number] for number, weight in near) / whole

    def score(self, asked: Asked) -> float:
        """The rank of the gain."""
        return rank(self._known.quantiles, self.gain(asked.text))


class Similar:
    """The share of wins of the strong model, similar prompts counting more."""

    def __init__(self, options: Options) -> None:
        self._known = _Known(options, "sw")

    def gain(self, text: str) -> float:
        """The weighted share of wins, ties counted half."""
        similar = self._known.similar(text)
        top = max(similar.values(), default=0.0) or 1.0
        won = whole = 0.0
        for number, gain in enumerate(self._known.gains):
            weight = BASE ** (1.0 + similar.get(number, 0.0) / top)
            won += weight * (1.0 if gain > 0 else 0.5 if gain == 0 else 0.0)
            whole += weight
        return won / whole

    def score(self, asked: Asked) -> float:
        """The rank of the share of wins."""
        return rank(self._known.quantiles, self.gain(asked.text))
