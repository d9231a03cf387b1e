"""What moves about a deployment while the router runs: written by dispatch, read when a decision is made.

The clock is an argument: seconds of a clock that only goes forward.
"""

from collections.abc import Iterable
from math import exp

from larouter.core.breaker import Breaker
from larouter.core.lane import ANYBODY, Flow, Lane
from larouter.core.live import CLOSED, IDLE, OPEN, PROBING, Live

PEAK_SECONDS = 10.0
FRESH_SECONDS = 60.0
BELIEVED_SECONDS = 10.0  # for so long an answer counts for more than a look that found nobody
RAMP_SECONDS = 30.0
FIRST_SHARE = 10
LEAST_TOKENS, MOST_TOKENS = 25, 400
_BLEND = 0.2


class Pulse:
    """One deployment's load, latency and health.

    Attributes:
        in_flight: Requests of this router that it is answering now.
        up: Whether its backend was there when it was last looked at.
        drained: Whether the operator keeps new requests from it.
        breaker: Its own.
        backend: That of its backend, for when the backend cannot be reached at all.
        lane: Where requests wait for it, or None when nobody knows what it can take.
        tokens: What its prompts really count, in per cent of what was estimated from their bytes.
    """

    __slots__ = (
        *("_fresh", "_heard", "_peak_ms", "_since", "_ttft_ms", "backend", "breaker", "drained", "in_flight"),
        *("lane", "tokens", "up"),
    )

    def __init__(self) -> None:
        self.in_flight = 0
        self.up = True
        self.drained = False
        self.breaker = Breaker()
        self.backend: Breaker | None = None
        self.lane: Lane | None = None
        self.tokens = 100.0
        self._ttft_ms = 0.0
        self._peak_ms = 0.0
        self._heard = 0.0
        self._fresh = False
        self._since: float | None = None

    def newcomer(self) -> None:
        """It has just come, or come back: it is tried at once, and takes its share of the load little by little."""
        self._fresh = True
        self._since = None
        self.breaker.try_now()
        if self.backend is not None:
            self.backend.try_now()

    def began(self, now: float) -> None:
        """An attempt leaves."""
        self.in_flight += 1
        self.breaker.began(now)
        if self.backend is not None:
            self.backend.began(now)

    def first_token(self, milliseconds: float, now: float, *, whole: bool = False) -> None:
        """An answer began, so many ms after its attempt left; one that came whole says nothing about the first token.

        The peak is that of Finagle's "peak EWMA" (com.twitter.finagle.loadbalancer.PeakEwma): it jumps to what is
        slower and forgets it over ten seconds, so that a deployment which stalls is left alone at once.
        """
        known = self._ttft_ms
        if not whole:
            self._ttft_ms = milliseconds if not known else known + _BLEND * (milliseconds - known)
        if milliseconds >= self._peak_ms:
            self._peak_ms = milliseconds
        else:
            left = exp((self._heard - now) / PEAK_SECONDS)
            self._peak_ms = self._peak_ms * left + milliseconds * (1 - left)
        self._heard = now

    def counted(self, estimated: int, tokens: int) -> None:
        """A prompt that was estimated at so many tokens had so many.

        What is far off says more about pictures and files than about the model's words, and is not learned from.
        """
        if estimated and LEAST_TOKENS <= (share := 100 * tokens / estimated) <= MOST_TOKENS:
            self.tokens += _BLEND * (share - self.tokens)

    def ended(self, *, well: bool | None, now: float, reached: bool = True) -> None:
        """An attempt is over.

        Args:
            well: Whether it went well; None when its end says nothing about the deployment.
            now: The time.
            reached: Whether there was a connection to the backend at all.
        """
        self.in_flight -= 1
        self.breaker.ended(well=well, now=now)
        if self.backend is not None:
            self.backend.ended(well=None if well is None else reached, now=now)

    def reading(self, now: float, flow: Flow = ANYBODY) -> Live:
        """What a decision about a request of that flow sees.

        A backend that answered a moment ago and was not found by the last looks is left alone, and not yet gone: under
        load looks fail before answers do.
        """
        if (
            not (self.in_flight or self._peak_ms or self._fresh or self.lane or self.drained)
            and self.up
            and self.state(now) is CLOSED
        ):
            return IDLE
        lane = self.lane
        ttft, peak = self._latency(now) if self._peak_ms else (0, 0)
        lost = not self.up and bool(self._peak_ms) and now - self._heard < BELIEVED_SECONDS
        return Live(
            up=self.up or lost,
            breaker=OPEN if lost else self.state(now),
            in_flight=max(self.in_flight, lane.serving) if lane else self.in_flight,
            capacity=lane.capacity if lane else 0,
            ttft_ms=ttft,
            wait_ms=round(1000 * lane.wait(flow, now)) if lane else 0,
            drained=self.drained,
            queued=lane.waiting if lane else 0,
            others=lane.others if lane else 0,
            full=lane.is_full(flow) if lane else False,
            peak_ms=peak,
            failing=self.breaker.failing(now),
            share=self._share(now) if self._fresh else 100,
            tokens=round(self.tokens),
        )

    def state(self, now: float) -> str:
        """The worse state of its breaker and its backend's."""
        own = self.breaker.state(now)
        if self.backend is None:
            return own
        whole = self.backend.state(now)
        if own is OPEN or whole is OPEN:
            return OPEN
        return PROBING if own is PROBING else whole

    def _latency(self, now: float) -> tuple[int, int]:
        """Times to the first token as expected and as feared, in ms; both fade, so that who was slow is tried again."""
        age = now - self._heard
        expected = self._ttft_ms if age < FRESH_SECONDS else self._ttft_ms * exp(1 - age / FRESH_SECONDS)
        return int(expected), int(max(self._peak_ms * exp(-max(0.0, age) / PEAK_SECONDS), 0.0))

    def _share(self, now: float) -> int:
        """Of a full share of the load, how many per cent it takes yet."""
        if self._since is None:
            self._since = now
        share = int(100 * (now - self._since) / RAMP_SECONDS)
        if share >= 100:
            self._fresh = False
        return max(FIRST_SHARE, min(100, share))


class Pulses:
    """The pulse of every deployment, by name; one that was never heard of starts idle and healthy."""

    def __init__(self) -> None:
        self._pulses: dict[str, Pulse] = {}
        self._backends: dict[str, Breaker] = {}
        self._lanes: dict[str, Lane] = {}

    def of(self, deployment: str) -> Pulse:
        """The pulse of that deployment."""
        pulse = self._pulses.get(deployment)
        if pulse is None:
            pulse = self._pulses[deployment] = Pulse()
        return pulse

    def backend(self, name: str) -> Breaker:
        """The breaker of that backend."""
        breaker = self._backends.get(name)
        if breaker is None:
            breaker = self._backends[name] = Breaker()
        return breaker

    def lane(self, name: str) -> Lane:
        """The lane of that backend, or of that deployment where it has slots of its own."""
        lane = self._lanes.get(name)
        if lane is None:
            lane = self._lanes[name] = Lane()
        return lane

    def lane_of(self, deployment: str) -> Lane | None:
        """Where requests wait for that deployment, or None where nobody has to."""
        pulse = self._pulses.get(deployment)
        return None if pulse is None else pulse.lane

    @property
    def lanes(self) -> Iterable[tuple[str, Lane]]:
        """Every lane with its name."""
        return self._lanes.items()

    def readings(self, deployments: Iterable[str], now: float, flow: Flow = ANYBODY) -> dict[str, Live]:
        """What moves, for those deployments that are not simply idle and healthy."""
        found = {}
        for name in deployments:
            pulse = self._pulses.get(name)
            if pulse is not None and (live := pulse.reading(now, flow)) is not IDLE:
                found[name] = live
        return found
