"""What has just happened, in a ring in memory: fed once for every request that ends, read by who listens.

Feeding costs a few additions, made for many requests at once. Listeners keep a place in the ring and read from there at
their own pace, so a slow one holds nothing up: what it was too slow for is gone, and it is told how much that was.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from larouter.core.frozen import frozen
from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.core.tiers import Tier
from larouter.core.zones import Zone

KEPT = 2000
TOGETHER = 64
PROJECTS = 500
MINUTES = 60
_SAMPLE = 500
_MINUTE_MS = 60_000


@frozen
class Ended:
    """A request that ended.

    Attributes:
        number: Its place in the order of ends, from 1.
        opening: How it came.
        outcome: How it ended.
        model: The model of its last attempt, or empty.
        zone: The widest zone that its bytes reached, or None when they were sent nowhere.
        tokens: In and out, of all attempts.
        cost: Micro-USD, of all attempts.
        overhead_ms: What it took beside its attempts.
    """

    number: int
    opening: Opening
    outcome: Outcome
    model: str
    zone: Zone | None
    tokens: int
    cost: int
    overhead_ms: int

    def shape(self) -> dict[str, Any]:
        """As JSON, as in a list of requests."""
        opening, outcome = self.opening, self.outcome
        return {
            "id": opening.request_id,
            "at_ms": opening.at_ms,
            "project_id": opening.project_id,
            "asked_model": opening.asked_model,
            "target": opening.target.name,
            "tier": None if outcome.tier is None else outcome.tier.name,
            "sensitivity": opening.sensitivity.name.lower(),
            "zone": None if self.zone is None else self.zone.name.lower(),
            "model": self.model or None,
            "answered_by": outcome.answered_by or None,
            "status": outcome.status,
            "error": outcome.error or None,
            "degraded": outcome.degraded,
            "cost_usd": self.cost / 1e6,
            "ttft_ms": outcome.ttft_ms,
            "latency_ms": outcome.latency_ms,
        }


@dataclass(slots=True)
class Counted:
    """Sums over requests that ended; tokens as tokens, cost in micro-USD."""

    at_ms: int = 0
    requests: int = 0
    errors: int = 0
    tokens: int = 0
    cost: int = 0
    zones: list[int] = field(default_factory=lambda: [0] * len(Zone))
    tiers: list[int] = field(default_factory=lambda: [0] * len(Tier))

    def add(self, ended: Ended) -> None:
        """Count one more."""
        self.requests += 1
        self.errors += ended.outcome.status >= 400 or bool(ended.outcome.error)
        self.tokens += ended.tokens
        self.cost += ended.cost
        if ended.zone is not None:
            self.zones[ended.zone] += 1
        if ended.outcome.tier is not None:
            self.tiers[ended.outcome.tier] += 1

    def shape(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "at_ms": self.at_ms,
            "requests": self.requests,
            "errors": self.errors,
            "tokens": self.tokens,
            "cost_usd": self.cost / 1e6,
            "zones": {zone.name.lower(): self.zones[zone] for zone in Zone},
            "tiers": {tier.name: self.tiers[tier] for tier in Tier},
        }


@dataclass(slots=True)
class Sums:
    """What is summed up of a project, or of everything: since the beginning, and by minutes of the last hour."""

    total: Counted
    minutes: deque[Counted] = field(default_factory=lambda: deque(maxlen=MINUTES))

    def add(self, ended: Ended, at_ms: int) -> None:
        """Count one more, that ended then."""
        begin = at_ms - at_ms % _MINUTE_MS
        # Clocks are rounded: what seems to have ended in the minute before the last belongs into the last.
        if not self.minutes or self.minutes[-1].at_ms < begin:
            self.minutes.append(Counted(begin))
        self.minutes[-1].add(ended)
        self.total.add(ended)


class Feed:
    """The ring, the totals of this process and the last hour by minutes, for all projects together and for each.

    Sums are kept of so many projects alone; the one that has been quiet longest makes room, and begins anew when it
    comes again.
    """

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms
        self._ring: deque[Ended] = deque(maxlen=KEPT)
        self._began = now_ms()
        self._everything = Sums(Counted(self._began))
        self._projects: dict[str, Sums] = {}  # the one that was quiet longest comes first
        self._waiting: list[tuple[Opening, Sequence[Attempt], Outcome]] = []
        self._taken_in = 0
        self.closed = False

    @property
    def newest(self) -> int:
        """The number of the request that ended last."""
        return self._taken_in + len(self._waiting)

    def note(self, opening: Opening, made: Sequence[Attempt], outcome: Outcome) -> None:
        """A request's row is closed."""
        self._waiting.append((opening, made, outcome))
        if len(self._waiting) >= TOGETHER:
            self._catch_up()

    def _catch_up(self) -> None:
        waiting, self._waiting = self._waiting, []
        for opening, made, outcome in waiting:
            self._take_in(opening, made, outcome)

    def _take_in(self, opening: Opening, made: Sequence[Attempt], outcome: Outcome) -> None:
        self._taken_in += 1
        in_attempts = sum([attempt.latency_ms + attempt.queued_ms for attempt in made])
        ended = Ended(
            number=self._taken_in,
            opening=opening,
            outcome=outcome,
            model=made[-1].model if made else "",
            zone=max([attempt.zone for attempt in made]) if made else None,
            tokens=sum([attempt.usage.input_tokens + attempt.usage.output_tokens for attempt in made]),
            cost=sum([attempt.cost for attempt in made]),
            overhead_ms=max(0, outcome.latency_ms - in_attempts),
        )
        self._ring.append(ended)
        ended_ms = opening.at_ms + outcome.latency_ms
        self._everything.add(ended, ended_ms)
        self._of(opening.project_id, ended_ms).add(ended, ended_ms)

    def after(self, number: int, project_id: str | None, most: int) -> tuple[list[Ended], int, int]:
        """What ended after a place in the order: a list, the place reached, and how many were lost on the way."""
        self._catch_up()
        first = self.newest - len(self._ring) + 1
        lost = max(0, first - number - 1)
        fresh = min(self.newest - max(number, first - 1), len(self._ring))
        if fresh > most:
            lost, fresh = lost + fresh - most, most
        found = [self._ring[place] for place in range(-fresh, 0)] if fresh > 0 else []
        if project_id is not None:
            found = [ended for ended in found if ended.opening.project_id == project_id]
        return found, self.newest, lost

    def totals(self, project_id: str | None) -> dict[str, Any]:
        """Sums since this process began, and percentiles of what ended last."""
        self._catch_up()
        recent = [
            self._ring[place]
            for place in range(-min(_SAMPLE, len(self._ring)), 0)
            if project_id is None or self._ring[place].opening.project_id == project_id
        ]
        first = [ended.outcome.ttft_ms for ended in recent if ended.outcome.ttft_ms is not None]
        return {
            **self._seen(project_id).total.shape(),
            "now_ms": self._now_ms(),
            "overhead_ms": percentiles([ended.overhead_ms for ended in recent if ended.model]),
            "ttft_ms": percentiles(first),
        }

    def minutes(self, project_id: str | None) -> list[dict[str, Any]]:
        """The last hour, minute by minute, oldest first; quiet minutes are left out."""
        self._catch_up()
        oldest = self._now_ms() - MINUTES * _MINUTE_MS
        return [part.shape() for part in self._seen(project_id).minutes if part.at_ms > oldest]

    def _seen(self, project_id: str | None) -> Sums:
        if project_id is None:
            return self._everything
        return self._projects.get(project_id) or Sums(Counted(self._began))

    def _of(self, project_id: str, now: int) -> Sums:
        found = self._projects.pop(project_id, None) or Sums(Counted(now))
        self._projects[project_id] = found
        if len(self._projects) > PROJECTS:
            del self._projects[next(iter(self._projects))]
        return found


def percentiles(values: list[int]) -> dict[str, int] | None:
    """The middle and the 95th percentile, or None for no values."""
    if not values:
        return None
    values.sort()
    return {"p50": values[len(values) // 2], "p95": values[min(len(values) - 1, len(values) * 95 // 100)]}
