"""`random` and `length`: what every router has to beat; the same for the same request."""

import math

from larouter.core.ids import dice
from larouter.routers.plug import Asked, Options


class Chance:
    """Sends a fair share of requests to either side."""

    def __init__(self, _options: Options) -> None:
        pass

    def score(self, asked: Asked) -> float:
        """A number from the request's id."""
        return dice(asked.id) / 10_000


class Length:
    """Longer is harder."""

    def __init__(self, _options: Options) -> None:
        pass

    def score(self, asked: Asked) -> float:
        """The logarithm of the characters, of a million."""
        return min(math.log1p(len(asked.text)) / math.log1p(1e6), 1.0)
