"""Whether requests have become harder or easier than they were: the population stability index of their difficulty.

Source of the index and of its usual alarm level of 0.25: Siddiqi, Credit Risk Scorecards, 2006. Two samples of 300 and
2,000 from one distribution differ by about 0.04.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from larouter.decide.record import decode
from larouter.store import lessons
from larouter.store.database import Connection

BINS = 10
RECENT, EARLIER = 300, 2_000
LEAST_RECENT, LEAST_EARLIER = 100, 200
ALARM = 0.25


@dataclass(frozen=True, slots=True)
class Drift:
    """How far the last requests of a project lie from those before.

    Attributes:
        index: 0 for none; from 0.25 on it is an alarm.
        recent: How many requests the newer sample has.
        earlier: How many the older one has.
        harder: By how much the mean difficulty has risen.
    """

    index: float
    recent: int
    earlier: int
    harder: float

    @property
    def alarm(self) -> bool:
        """Whether thresholds should be looked at again."""
        return self.index >= ALARM


def drift(scores: Sequence[float]) -> Drift | None:
    """The drift of difficulties, oldest first, or None when there are too few."""
    recent = scores[-RECENT:]
    earlier = scores[: -len(recent)][-EARLIER:] if recent else ()
    if len(recent) < LEAST_RECENT or len(earlier) < LEAST_EARLIER:
        return None
    before, now = _shares(earlier), _shares(recent)
    index = sum((b - a) * math.log(b / a) for a, b in zip(before, now, strict=True))
    harder = sum(recent) / len(recent) - sum(earlier) / len(earlier)
    return Drift(round(index, 4), len(recent), len(earlier), round(harder, 4))


def _shares(scores: Sequence[float]) -> list[float]:
    counts = [0.5] * BINS
    for score in scores:
        counts[min(BINS - 1, int(score * BINS))] += 1
    return [count / sum(counts) for count in counts]


def of_project(connection: Connection, project_id: str) -> Drift | None:
    """The drift of a project's last requests, those left out whose tier or model was asked for by name."""
    found = []
    for row in lessons.records(connection, project_id, RECENT + EARLIER):
        features = decode(row).features
        if not features.model and features.tier is None and features.difficulty.confidence:
            found.append(features.difficulty.score)
    return drift(found)
