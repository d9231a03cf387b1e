"""Running sums over requests since the process began; counted on the request path, so they are sums and no more.

Every key is made of small enumerations, so that there is a bound to how many there are, whatever clients send.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from typing import Self

from larouter.core.errors import RouterError
from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.core.tiers import Tier
from larouter.core.zones import Sensitivity, Zone

_NOBODY = -1
TOGETHER = 64


class Histogram:
    """How often a number of ms fell between which bounds.

    Attributes:
        bounds: Upper bounds, inclusive, in ms.
        counts: One for every bound, and one for what lies beyond.
        total: The sum of what was seen, in ms.
    """

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: Sequence[int]) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0

    def saw(self, milliseconds: int) -> None:
        """Count a number."""
        self.counts[bisect_left(self.bounds, milliseconds)] += 1
        self.total += milliseconds


class Tally:
    """The sums.

    Attributes:
        requests: Requests that ended, by hundreds of their status, tier (-1 when nobody answered) and zone (ditto).
        errors: Requests that ended badly, by code.
        refused: Requests that were turned away before they were opened, by code.
        decisions: Decisions, by target tier, sensitivity and reach.
        attempts: Attempts, by status and zone.
        tokens: In, out, cached and reasoning tokens, by zone.
        cost: Micro-USD, by zone.
        degraded: Answers of a lower tier than was aimed at.
        spilled: Answers from a wider zone because of load, by zone.
        queued: Time that attempts waited for their turn, of those that had to, by zone.
        ttft: Time to the first token, by zone.
        added: What the router and failed attempts added to the time of the attempt that answered.
    """

    __slots__ = (
        *(
            "added",
            "attempts",
            "cost",
            "decisions",
            "degraded",
            "errors",
            "queued",
            "refused",
            "requests",
            "spilled",
        ),
        *("_waiting", "tokens", "ttft"),
    )

    def __init__(self) -> None:
        self.requests: dict[tuple[int, int, int], int] = defaultdict(int)
        self.errors: dict[str, int] = defaultdict(int)
        self.refused: dict[str, int] = defaultdict(int)
        self.decisions: dict[tuple[int, int, int], int] = defaultdict(int)
        self.attempts: dict[tuple[str, int], int] = defaultdict(int)
        self.tokens = [[0, 0, 0, 0] for _ in Zone]
        self.cost = [0 for _ in Zone]
        self.degraded = 0
        self.spilled = [0 for _ in Zone]
        self.queued = [Histogram((50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000)) for _ in Zone]
        self.ttft = [Histogram((50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000)) for _ in Zone]
        self._waiting: list[tuple[Opening, Sequence[Attempt], Outcome]] = []
        self.added = Histogram((1, 2, 5, 10, 25, 50, 100, 250, 1000, 5000, 30_000))

    def note(self, opening: Opening, made: Sequence[Attempt], outcome: Outcome) -> None:
        """A request's row is closed; it is counted with others, which costs it a third of what it would alone."""
        self._waiting.append((opening, made, outcome))
        if len(self._waiting) >= TOGETHER:
            self.caught_up()

    def caught_up(self) -> Self:
        """The sums with everything that was noted."""
        waiting, self._waiting = self._waiting, []
        for opening, made, outcome in waiting:
            self.closed(opening, made, outcome)
        return self

    def closed(self, opening: Opening, made: Sequence[Attempt], outcome: Outcome) -> None:
        """Count a request whose row is closed."""
        zone, tier, answered_ms = _NOBODY, _NOBODY, 0
        for attempt in made:
            at = int(attempt.zone)
            self.attempts[attempt.status, at] += 1
            self.cost[at] += attempt.cost
            usage, sums = attempt.usage, self.tokens[at]
            sums[0] += usage.input_tokens
            sums[1] += usage.output_tokens
            if usage.cached_tokens or usage.reasoning_tokens:
                sums[2] += usage.cached_tokens
                sums[3] += usage.reasoning_tokens
            if attempt.queued_ms:
                self.queued[at].saw(attempt.queued_ms)
            if attempt.deployment == outcome.answered_by:
                zone, tier, answered_ms = at, int(attempt.tier), attempt.latency_ms + attempt.queued_ms
        if zone >= 0:
            self.spilled[zone] += outcome.spilled
            self.added.saw(max(0, outcome.latency_ms - answered_ms))
            if outcome.ttft_ms is not None:
                self.ttft[zone].saw(outcome.ttft_ms)
        self.requests[outcome.status // 100, tier, zone] += 1
        self.decisions[int(opening.target), int(opening.sensitivity), int(opening.reach)] += 1
        self.degraded += outcome.degraded
        if outcome.error:
            self.errors[outcome.error] += 1

    def turned_away(self, error: RouterError) -> None:
        """Count a request that has no row: who sent it is not known or may send no more, or it cannot be read."""
        self.refused[error.code] += 1


def tier_name(tier: int) -> str:
    """For people and labels; `none` when nobody answered."""
    return "none" if tier == _NOBODY else Tier(tier).name


def zone_name(zone: int) -> str:
    """For people and labels; `none` when nobody answered."""
    return "none" if zone == _NOBODY else Zone(zone).name.lower()


def sensitivity_name(level: int) -> str:
    """For people and labels."""
    return Sensitivity(level).name.lower()
