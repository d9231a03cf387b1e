"""Scores of cost-quality curves, as others define them.

AIQ, from RouterBench (arXiv 2403.12031, section 3): the area under the non-decreasing upper hull of quality over cost,
by the range of cost. The arena score, from RouterArena (arXiv 2510.00202): the harmonic mean of accuracy and of the
logarithm of cost between $0.0044 and $200 for a thousand queries, accuracy weighing ten times as much.
"""

import itertools
import math
from collections.abc import Sequence

CHEAPEST_USD, DEAREST_USD = 0.0044, 200.0
BETA = 0.1
Point = tuple[float, float]


def hull(points: Sequence[Point]) -> list[Point]:
    """The non-decreasing upper hull of cost and quality: what mixtures of these points reach at best."""
    found: list[Point] = []
    for cost, quality in sorted(points):
        if found and quality <= found[-1][1]:
            continue
        while len(found) > 1 and _slope(found[-2], found[-1]) <= _slope(found[-2], (cost, quality)):
            found.pop()
        if found and found[-1][0] == cost:
            found.pop()
        found.append((cost, quality))
    return found


def _slope(one: Point, other: Point) -> float:
    return (other[1] - one[1]) / max(other[0] - one[0], 1e-12)


def aiq(points: Sequence[Point], cheapest: float, dearest: float) -> float:
    """The mean quality over a range of cost, along the hull; what lies left of the hull counts as its first point."""
    line = hull(points)
    at = [(cheapest, line[0][1]), *[point for point in line if cheapest < point[0] < dearest]]
    at.append((dearest, _quality_at(line, dearest)))
    area = sum((b[0] - a[0]) * (a[1] + b[1]) / 2 for a, b in itertools.pairwise(at))
    return area / (dearest - cheapest)


def _quality_at(line: Sequence[Point], cost: float) -> float:
    before = line[0]
    for point in line[1:]:
        if point[0] >= cost:
            share = (cost - before[0]) / max(point[0] - before[0], 1e-12)
            return before[1] + share * (point[1] - before[1])
        before = point
    return before[1]


def arena_score(accuracy: float, usd_per_1000: float) -> float:
    """RouterArena's score, 0 to 1, of an accuracy from 0 to 1 and what a thousand queries cost."""
    held = min(max(usd_per_1000, CHEAPEST_USD), DEAREST_USD)
    thrift = math.log(DEAREST_USD / held) / math.log(DEAREST_USD / CHEAPEST_USD)
    below = BETA * accuracy + thrift
    return (1.0 + BETA) * accuracy * thrift / below if below else 0.0
