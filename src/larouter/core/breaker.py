"""A circuit breaker: leaves alone for a while what fails, then lets one request try.

It opens by count (failures in a row) and by rate (a share of what came lately). The clock is an argument: seconds of
a clock that only goes forward.
"""

from math import exp

from larouter.core.live import CLOSED, OPEN, PROBING

TRIP_AFTER = 3
TRIP_SHARE = 0.5
TRIP_FROM = 10.0
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
MEMORY_SECONDS = 15.0


class Breaker:
    """The breaker of a deployment, or of a backend.

    It opens after three failures in a row, or when half of the last attempts failed and these were ten or more; the
    older an attempt, the less it counts (by half every ten seconds). After a pause, which doubles with each relapse,
    one request tries; its success closes the breaker.
    """

    __slots__ = ("_at", "_bad", "_good", "_open_until", "_pause", "_probing", "_row")

    def __init__(self) -> None:
        self._row = 0
        self._good = 0.0
        self._bad = 0.0
        self._at = 0.0
        self._pause = 0.0
        self._open_until = 0.0
        self._probing = False

    def began(self, now: float) -> None:
        """An attempt leaves; the first after the pause is the one that tries."""
        if self._pause and now >= self._open_until:
            self._probing = True

    def ended(self, *, well: bool | None, now: float) -> None:
        """An attempt is over: well, badly, or (None) in a way that says nothing."""
        if well is None:
            self._probing = False
            return
        self._fade(now)
        if well:
            if self._pause:
                self._bad = 0.0
            self._row = 0
            self._good += 1
            self._pause = 0.0
        else:
            self._row += 1
            self._bad += 1
            # Requests that were under way when it opened fail with it; they are no relapse.
            if self._probing or (not self._pause and self._fails):
                self._pause = min(LONGEST_PAUSE, self._pause * 2 or FIRST_PAUSE)
                self._open_until = now + self._pause
        self._probing = False

    def try_now(self) -> None:
        """End the pause: there is a sign that it is well again, and the next request may find out."""
        self._open_until = 0.0

    def state(self, now: float) -> str:
        """`closed`, `open` or `probing`."""
        if not self._pause:
            return CLOSED
        return OPEN if now < self._open_until or self._probing else PROBING

    def failing(self, now: float) -> int:
        """The share of the last attempts that failed, in per cent; it fades when nothing is asked."""
        if not self._bad:
            return 0
        self._fade(now)
        return int(100 * self._bad / (self._good + self._bad + 1))

    @property
    def _fails(self) -> bool:
        all_of_them = self._good + self._bad
        return self._row >= TRIP_AFTER or (all_of_them >= TRIP_FROM and self._bad >= TRIP_SHARE * all_of_them)

    def _fade(self, now: float) -> None:
        if (age := now - self._at) > 0:
            left = exp(-age / MEMORY_SECONDS)
            self._good *= left
            self._bad = self._bad * left if self._bad > 0.01 else 0.0
            self._at = now
