"""Requests in the order of their difficulty: a threshold is a place among them, and a sum a difference of two.

So one walk along the requests prices every setting of the thresholds.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, pairwise
from operator import mul

from larouter.core.tiers import Tier

Cuts = tuple[int, ...]
"""Where the requests of each tier begin, and where the last ones end."""


class Line:
    """Requests, easiest first.

    Args:
        scores: Their difficulty, rising.
        free: Whether the thresholds decide on them; others answer whatever those are.
    """

    def __init__(self, scores: Sequence[float], free: Sequence[bool]) -> None:
        self._scores = scores
        self._free = free
        self._before = list(accumulate(free, initial=0))
        self._fixed = [not one for one in free]

    def cuts(self, thresholds: Sequence[float]) -> Cuts:
        """Where the tiers of such thresholds begin."""
        return 0, *(bisect_left(self._scores, one) for one in thresholds), len(self._scores)

    def running(
        self, columns: Sequence[Sequence[float]], counts: Sequence[int] | None = None
    ) -> tuple[list[list[float]], float]:
        """The sums up to each request, tier by tier, and what those add whose tier is fixed.

        Args:
            columns: For each tier what each request counts there; a fixed one counts the same everywhere.
            counts: How often each request is there; once if left out.
        """
        free: Sequence[int] = self._free
        fixed: Sequence[int] = self._fixed
        if counts is not None:
            free, fixed = list(map(mul, counts, free)), list(map(mul, counts, fixed))
        runs = [list(accumulate(map(mul, column, free), initial=0.0)) for column in columns]
        return runs, sum(map(mul, columns[0], fixed)) if any(fixed) else 0.0

    def whole(self, running: tuple[list[list[float]], float], cuts: Cuts) -> float:
        """The sum over all requests, each under the tier that it gets."""
        runs, fixed = running
        return sum(
            [run[end] - run[begin] for run, (begin, end) in zip(runs, pairwise(cuts), strict=True)], fixed
        )

    def moved(self, before: Cuts, after: Cuts, tiers: Sequence[Tier]) -> Counter[tuple[Tier, Tier]]:
        """How many requests change their tier, by tier from and to; `tiers` are those that answer for each."""
        found: Counter[tuple[Tier, Tier]] = Counter()
        for tier, (begin, end) in zip(tiers, pairwise(before), strict=True):
            for other, (first, last) in zip(tiers, pairwise(after), strict=True):
                low, high = max(begin, first), min(end, last)
                if tier is not other and low < high and (count := self._before[high] - self._before[low]):
                    found[tier, other] += count
        return found
