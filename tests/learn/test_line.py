"""Sums along requests in the order of their difficulty are those that one gets request by request."""

from bisect import bisect_right
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.core.tiers import Tier
from larouter.learn.line import Line

SHARE = st.floats(0, 1, allow_nan=False)
THRESHOLDS = st.lists(SHARE, min_size=4, max_size=4).map(sorted)
REQUEST = st.tuples(
    SHARE, st.booleans(), st.integers(0, 3), st.lists(st.integers(0, 9), min_size=5, max_size=5)
)


@given(st.lists(REQUEST, min_size=1, max_size=30), THRESHOLDS, THRESHOLDS)
def test_a_sum_is_that_of_every_request_under_its_own_tier(
    requests: list[tuple[float, bool, int, list[int]]], thresholds: list[float], others: list[float]
) -> None:
    requests = sorted(requests)
    line = Line([score for score, *_ in requests], [free for _, free, *_ in requests])
    counts = [count for *_, count, _ in requests]
    columns = [[float(worth[tier if free else 0]) for _, free, _, worth in requests] for tier in Tier]
    tiers = [
        [Tier(bisect_right(cut, score)) if free else None for score, free, *_ in requests]
        for cut in (thresholds, others)
    ]
    slowly = sum(
        count * worth[tier or 0] for tier, (*_, count, worth) in zip(tiers[0], requests, strict=True)
    )
    cuts, after = line.cuts(thresholds), line.cuts(others)
    assert line.whole(line.running(columns, counts), cuts) == pytest.approx(slowly)
    assert line.moved(cuts, after, list(Tier)) == Counter(
        (one, other) for one, other in zip(*tiers, strict=True) if one is not other
    )


def test_tiers_that_stand_in_for_others_are_no_move() -> None:
    line = Line([0.1, 0.5, 0.9], [True, True, True])
    low = line.cuts((0.2, 0.3, 0.4, 0.95))
    high = line.cuts((0.6, 0.7, 0.8, 0.95))
    clamped = [Tier.SIMPLE, Tier.SIMPLE, Tier.SIMPLE, Tier.COMPLEX, Tier.COMPLEX]
    assert line.moved(low, high, clamped) == {(Tier.COMPLEX, Tier.SIMPLE): 1}
