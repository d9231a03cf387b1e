"""`mf`: matrix factorisation over text features: prompts and models as vectors in one space.

Source of the idea: RouteLLM, arXiv 2406.18665, section 4.2, where a model's score is a bilinear function of its vector
and the prompt's. Here the prompt's vector comes from its words (a truncated singular value decomposition) in place of
an embedding service, and each model's from its own grades, so there may be two models or twenty.
"""

import math
from collections.abc import Mapping, Sequence

from larouter.routers.learned import rank, read_file
from larouter.routers.plug import Asked, CannotRoute, Options
from larouter.routers.prompt import words


class Factors:
    """Vectors of words and of models."""

    def __init__(self, options: Options) -> None:
        told = read_file(options, "mf")
        self._words: dict[str, list[float]] = told["words"]
        self._models: dict[str, list[float]] = told["models"]
        self._quantiles: list[float] = told["quantiles"]
        self._pair = options.get("weak", told["weak"]), options.get("strong", told["strong"])
        for name in self._pair:
            if name not in self._models:
                raise CannotRoute(f"mf knows nothing of {name}; it knows {', '.join(self._models)}")

    def abilities(self, text: str) -> dict[str, float]:
        """How likely each model is to answer well."""
        shown = place_of(self._words, text, len(next(iter(self._models.values()))) - 1)
        return {
            name: 1.0 / (1.0 + math.exp(-sum(a * b for a, b in zip(row, shown, strict=True))))
            for name, row in self._models.items()
        }

    def score(self, asked: Asked) -> float:
        """The rank of the strong model's lead."""
        found = self.abilities(asked.text)
        weak, strong = self._pair
        return rank(self._quantiles, found[strong] - found[weak])


def place_of(vectors: Mapping[str, Sequence[float]], text: str, size: int) -> list[float]:
    """Where a prompt is, as a vector of length one, with a one behind it for what models are anyway."""
    place = [0.0] * size
    for piece, value in words(text).items():
        if (row := vectors.get(piece)) is not None:
            for at, weight in enumerate(row):
                place[at] += value * weight
    length = math.sqrt(sum([one * one for one in place])) or 1.0
    return [*[one / length for one in place], 1.0]
