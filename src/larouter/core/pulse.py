"""What moves about a deployment while the router runs: written by dispatch, read when a decision is made.

The clock is an argument: seconds of a clock that only goes forward.
"""

from collections.abc import Iterable

from larouter.core.live import CLOSED, IDLE, OPEN, PROBING, Live

TRIP_AFTER = 3
FIRST_PAUSE = 5.0
LONGEST_PAUSE = 120.0
_BLEND = 0.2


class Pulse:
    """One deployment's load, latency and circuit breaker.

    The breaker opens after three failures in a row. After a pause, which doubles with each relapse, one request
    tries the deployment; its success closes the breaker.
    """

    __slots__ = (
        "_failures",
        "_open_until",
        "_pause",
        "_probing",
        "_ttft_ms",
        "capacity",
        "drained",
        "in_flight",
        "up",
    )

    def __init__(self) -> None:
        self.in_flight = 0
        self.capacity = 0
        self.up = True
        self.drained = False
        self._ttft_ms = 0.0
        self._failures = 0
        self._pause = 0.0
        self._open_until = 0.0
        self._probing = False

    def began(self, now: float) -> None:
        """An attempt leaves."""
        self.in_flight += 1
        if self._pause and now >= self._open_until:
            self._probing = True

    def first_token(self, milliseconds: float) -> None:
        """An answer began, so many ms after its attempt left."""
        self._ttft_ms = (
            milliseconds if not self._ttft_ms else self._ttft_ms + _BLEND * (milliseconds - self._ttft_ms)
        )

    def ended(self, *, well: bool | None, now: float) -> None:
        """An attempt is over: well, badly, or (None) in a way that says nothing about the deployment."""
        self.in_flight -= 1
        if well is None:
            self._probing = False
        elif well:
            self._failures = 0
            self._pause = 0.0
            self._probing = False
        else:
            self._failures += 1
            # Requests that were under way when it opened fail with it; they are no relapse.
            if self._probing or (not self._pause and self._failures >= TRIP_AFTER):
                self._pause = min(LONGEST_PAUSE, self._pause * 2 or FIRST_PAUSE)
                self._open_until = now + self._pause
            self._probing = False

    def reading(self, now: float) -> Live:
        """What a decision sees."""
        if self._pause:
            breaker = OPEN if now < self._open_until or self._probing else PROBING
        elif self.up and not self.drained and not self.in_flight and not self._ttft_ms and not self.capacity:
            return IDLE
        else:
            breaker = CLOSED
        ttft = int(self._ttft_ms)
        waves = self.in_flight // self.capacity if self.capacity else 0
        return Live(self.up, breaker, self.in_flight, self.capacity, ttft, waves * ttft, self.drained)


class Pulses:
    """The pulse of every deployment, by name; one that was never heard of starts idle and healthy."""

    def __init__(self) -> None:
        self._pulses: dict[str, Pulse] = {}

    def of(self, deployment: str) -> Pulse:
        """The pulse of that deployment."""
        pulse = self._pulses.get(deployment)
        if pulse is None:
            pulse = self._pulses[deployment] = Pulse()
        return pulse

    def readings(self, deployments: Iterable[str], now: float) -> dict[str, Live]:
        """What moves, for those deployments that are not simply idle and healthy."""
        found = {}
        for name in deployments:
            pulse = self._pulses.get(name)
            if pulse is not None and (live := pulse.reading(now)) is not IDLE:
                found[name] = live
        return found
