"""`random`: chance, which every router has to beat; the same for the same request."""

from larouter.core.ids import dice
from larouter.routers.plug import Asked, Options


class Chance:
    """Sends a fair share of requests to either side."""

    def __init__(self, _options: Options) -> None:
        pass

    def score(self, asked: Asked) -> float:
        """A number from the request's id."""
        return dice(asked.id) / 10_000
