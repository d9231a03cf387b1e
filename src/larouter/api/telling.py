"""Makes what tells a collector, where one is configured; without one nothing of it is loaded."""

import time
from collections import deque
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from larouter import __version__
from larouter.account.tally import Tally
from larouter.config.load import Loaded
from larouter.core.errors import RouterError
from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.outbound.transport import Transport

if TYPE_CHECKING:
    from larouter.telemetry.teller import Teller

_REMEMBERED = 64  # requests that ended a moment ago and whose error is still on its way out


def teller_of(loaded: Loaded, transport: Transport, tally: Tally) -> "Teller | None":
    """What tells the collector of the settings, or None where they name none.

    Raises:
        BadConfiguration: The headers for it cannot be read.
    """
    settings = loaded.settings.telemetry
    if not settings.endpoint:
        return None
    from larouter.api.points import points  # noqa: PLC0415 - only who has a collector pays for it
    from larouter.telemetry.teller import Teller, told_of  # noqa: PLC0415

    told = told_of(settings, loaded.environment, __version__)
    return Teller(told, transport, time.time_ns, partial(points, tally))


class Witness:
    """Sees requests come, end and be turned away; counts them, and tells the collector if there is one.

    Attributes:
        arrived: Called with the id and the headers of every request; None where nobody listens.
    """

    def __init__(self, tally: Tally, teller: "Teller | None" = None) -> None:
        self.arrived = None if teller is None else teller.arrived
        self._tally = tally
        self._teller = teller
        self._ended: deque[str] = deque(maxlen=_REMEMBERED)

    def ended(self, opening: Opening, made: Sequence[Attempt], outcome: Outcome) -> None:
        """A request has ended, and its row is closed."""
        self._ended.append(opening.request_id)
        self._tally.note(opening, made, outcome)
        if self._teller is not None:
            self._teller.ended(opening, made, outcome)

    def turned_away(self, request_id: str, error: RouterError) -> None:
        """A request has failed; it is counted here only if no row tells of it."""
        if request_id in self._ended:
            return
        self._tally.turned_away(error)
        if self._teller is not None:
            self._teller.turned_away(request_id)
