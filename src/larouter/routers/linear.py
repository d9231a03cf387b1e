"""`linear`: ridge regression of the gain on words, pairs and measures; the best of the small ones with labels."""

from larouter.routers.learned import rank, read_file
from larouter.routers.plug import Asked, CannotRoute, Options
from larouter.routers.prompt import by_rarity, comparable, dot, measured, measures, words


class Linear:
    """A weight for every piece and measure."""

    def __init__(self, options: Options) -> None:
        told = read_file(options, "linear")
        if told["measured"] != measured():
            raise CannotRoute(
                f"{options['file']} was fitted to other measures: fit it anew with larouter train-router"
            )
        self._met: dict[str, int] = told["met"]
        self._prompts: int = told["prompts"]
        self._words: dict[str, float] = told["words"]
        self._measures: list[float] = told["measures"]
        self._middle: list[float] = told["middle"]
        self._spread: list[float] = told["spread"]
        self._quantiles: list[float] = told["quantiles"]

    def gain(self, text: str) -> float:
        """The expected gain of the strong model, up to a constant."""
        shown = comparable(measures(text), self._middle, self._spread)
        about = by_rarity(words(text), self._met, self._prompts)
        return dot(self._words, about) + sum(
            [one * other for one, other in zip(self._measures, shown, strict=True)]
        )

    def score(self, asked: Asked) -> float:
        """The rank of the gain."""
        return rank(self._quantiles, self.gain(asked.text))
