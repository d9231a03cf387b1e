"""Propose thresholds from a project's own traffic: what each setting of the dial would cost, and how good it would be.

The quality of a setting is the mean likelihood that the tier which would answer is enough. It comes from what the
difficulty stage said of each request, moved to agree with what people said of answers; with no opinions it is the
stage's own word. A setting of the dial is a likelihood q: each request goes to the cheapest tier that is enough with
at least q (0.9 where the next tier costs no more), which isotonic regression turns into thresholds of the difficulty
(pool adjacent violators: Ayer et al., Ann. Math. Stat. 26, 1955). Intervals are bootstrapped over requests and
opinions, with sums along the difficulty (`line`) for all settings at once. Nothing is put in force.
"""

import random
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp
from operator import neg

from larouter.core.head import Head, chances, log_odds, marks, seen_by
from larouter.core.policy import Policy
from larouter.core.tiers import CLOUD_TIERS, Tier
from larouter.learn.heads import Opinion, moved, opinions, outright, shaken
from larouter.learn.lessons import Lesson
from larouter.learn.line import Cuts, Line

LEAST_REQUESTS = 50
DAY_MS = 86_400_000
DIALS = (
    0.002, 0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.065, 0.08, 0.1, 0.13, 0.16, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45,
    *[round(0.5 + at / 50, 2) for at in range(23)], 0.96, 0.97, 0.98, 0.985, 0.99, 0.995,
)  # fmt: skip
SURE = 0.9
DRAWS = 60
STEPS = 100
Thresholds = tuple[float, float, float, float]
Interval = tuple[float, float]
Told = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """One past request under the present policy.

    Attributes:
        score: Its difficulty.
        fixed: The tier it gets whatever the thresholds are, or None.
        odds: For each tier but the last the log-odds that it is enough, by the shipped stage.
        marks: What a head tells it by.
        lesson: What is known of it.
    """

    score: float
    fixed: Tier | None
    odds: tuple[float, ...]
    marks: tuple[str, ...]
    lesson: Lesson


@dataclass(frozen=True, slots=True)
class Point:
    """One setting of the dial.

    Attributes:
        dial: The likelihood that is asked for, or None for thresholds that are in force.
        thresholds: What it means.
        quality: The share of requests whose tier is enough, 0 to 1, with its 95 % interval.
        cost: What a request costs, in micro-USD, with its 95 % interval.
        cloud: The share of requests that a cloud tier answers.
        moves: How many requests would change their tier.
    """

    dial: float | None
    thresholds: Thresholds
    quality: tuple[float, float, float]
    cost: tuple[float, float, float]
    cloud: float
    moves: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a proposal; at most one is set, and none means: as good as now, for less.

    Attributes:
        quality: At least this share of requests with a tier that is enough.
        cloud: At most this share of requests to cloud tiers.
        daily_usd: At most so much a day, at the rate of requests that was seen.
    """

    quality: float | None = None
    cloud: float | None = None
    daily_usd: float | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What calibration found.

    Attributes:
        requests: How many past requests it rests on.
        opinions: How many of them somebody, or a check, said something of.
        daily: Requests a day.
        points: The curve, cheapest first.
        present: The thresholds in force.
        proposed: The point that is proposed; the present one where nothing is better.
        moved: Requests that would change, by tier from and to.
        reason: Why this one, as a sentence.
    """

    requests: int
    opinions: int
    daily: float
    points: Sequence[Point]
    present: Point
    proposed: Point
    moved: Counter[tuple[Tier, Tier]]
    reason: str

    @property
    def saved_daily_usd(self) -> float:
        """What it saves a day, in USD; negative when it costs more."""
        return (self.present.cost[0] - self.proposed.cost[0]) * self.daily / 1e6


def calibrate(lessons: Sequence[Lesson], policy: Policy, wish: Wish, draws: int = DRAWS) -> Proposal | None:
    """A proposal, or None when there are too few requests whose difficulty decided."""
    asked = [_asked(one, policy) for one in lessons if one.free and one.features.difficulty.likelihoods]
    if len(asked) < LEAST_REQUESTS:
        return None
    asked.sort(key=_score)
    said = opinions([one.lesson for one in asked])
    head = _against(policy, said)
    enough = [_enough(head, one) for one in asked]
    settings = [(None, policy.thresholds), *_settings(asked, enough, wish.cloud)]
    points, moved_by = _points(asked, enough, policy, settings, _heads(policy, said, head, draws))
    present, curve = points[0], sorted(points[1:], key=lambda point: (point.cost[0], point.quality[0]))
    daily = _daily(asked)
    proposed, reason = _choose(present, curve, wish, daily)
    moved_there = moved_by[points.index(proposed)]
    return Proposal(len(asked), outright(said), daily, curve, present, proposed, moved_there, reason)


def _score(one: Asked) -> float:
    return one.score


def tried(
    lessons: Sequence[Lesson], policy: Policy, thresholds: Thresholds, draws: int = DRAWS
) -> tuple[Point, Point] | None:
    """The thresholds in force and others, each with what it would cost; None for too few requests."""
    asked = [_asked(one, policy) for one in lessons if one.free and one.features.difficulty.likelihoods]
    if len(asked) < LEAST_REQUESTS:
        return None
    asked.sort(key=_score)
    said = opinions([one.lesson for one in asked])
    head = _against(policy, said)
    enough = [_enough(head, one) for one in asked]
    settings = [(None, policy.thresholds), (None, thresholds)]
    (present, other), _ = _points(asked, enough, policy, settings, _heads(policy, said, head, draws))
    return present, other


def _points(
    asked: Sequence[Asked],
    enough: Sequence[Sequence[float]],
    policy: Policy,
    settings: Sequence[tuple[float | None, Thresholds]],
    heads: Sequence[Head | None],
) -> tuple[list[Point], list[Counter[tuple[Tier, Tier]]]]:
    """Each setting with what it would cost and how good it would be, and whom it moves compared with the first."""
    line = Line([one.score for one in asked], [one.fixed is None for one in asked])
    cuts = [line.cuts(thresholds) for _, thresholds in settings]
    answers = [[_answers(one, policy, tier) for one in asked] for tier in Tier]
    cloud = line.running([[tier in CLOUD_TIERS for tier in column] for column in answers])
    moved_by = [line.moved(cuts[0], cut, [_clamped(policy, tier) for tier in Tier]) for cut in cuts]
    quality, cost = _measured(line, cuts, (asked, enough, answers), heads, policy)
    points = [
        Point(
            dial,
            thresholds,
            quality[at],
            cost[at],
            line.whole(cloud, cuts[at]) / len(asked),
            moved_by[at].total(),
        )
        for at, (dial, thresholds) in enumerate(settings)
    ]
    return points, moved_by


def _asked(lesson: Lesson, policy: Policy) -> Asked:
    features = lesson.features
    seen = features.difficulty if policy.head is None else seen_by(policy.head, features)
    fixed = policy.abstain if seen.confidence < policy.min_confidence else None
    odds = tuple(log_odds(features.difficulty.likelihoods))
    return Asked(seen.score, fixed, odds, tuple(marks(features)), lesson)


def _against(policy: Policy, said: Sequence[Opinion]) -> Head:
    """What quality is reckoned with: the head in force, or the shipped stage moved to agree with the opinions."""
    if policy.head is not None or not said:
        return policy.head or Head()
    return moved(said, STEPS)


def _enough(head: Head, one: Asked) -> list[float]:
    return [*chances(head, one.odds, one.marks), 1.0]


def _settings(
    asked: Sequence[Asked], enough: Sequence[Sequence[float]], cloud: float | None
) -> list[tuple[float, Thresholds]]:
    order = [at for at, one in enumerate(asked) if one.fixed is None]
    scores = [asked[at].score for at in order]
    fitted = [_falling([enough[at][tier] for at in order]) for tier in range(len(Tier) - 1)]
    dearer = _dearer(asked)
    found: dict[Thresholds, float] = {}
    for dial in DIALS:
        asks = [dial if dear else max(dial, SURE) for dear in dearer]
        cuts = [_first_below(scores, line, least) for line, least in zip(fitted, asks, strict=True)]
        found.setdefault(_rising(cuts), dial)
        if cloud is not None and scores:
            share = scores[min(len(scores) - 1, int(len(scores) * (1.0 - cloud)))]
            found.setdefault(_rising([*cuts[:2], max(cuts[2], round(share + 1e-4, 4)), cuts[3]]), dial)
    return [(dial, thresholds) for thresholds, dial in found.items()]


def _dearer(asked: Sequence[Asked]) -> list[bool]:
    """For each tier but the last whether the next one costs more: where it does not, nothing is saved by staying."""
    sums = [sum(one.lesson.costs[tier] for one in asked) for tier in Tier]
    return [after > before for before, after in pairwise(sums)]


def _rising(cuts: Sequence[float]) -> Thresholds:
    rising = [min(1.0, max(cuts[: at + 1])) for at in range(len(cuts))]
    return rising[0], rising[1], rising[2], rising[3]


def _falling(values: Sequence[float]) -> list[float]:
    """The closest line that never rises."""
    blocks: list[list[float]] = []
    for value in values:
        blocks.append([value, 1.0])
        while len(blocks) > 1 and blocks[-2][0] < blocks[-1][0]:
            mean, size = blocks.pop()
            before = blocks[-1]
            before[0] = (before[0] * before[1] + mean * size) / (before[1] + size)
            before[1] += size
    return [mean for mean, size in blocks for _ in range(int(size))]


def _first_below(scores: Sequence[float], line: Sequence[float], dial: float) -> float:
    at = bisect_right(line, -dial, key=neg)  # the line never rises
    return round(scores[at], 4) if at < len(scores) else 1.0


def _clamped(policy: Policy, tier: Tier) -> Tier:
    return max(policy.floor, min(tier, policy.ceiling))


def _answers(one: Asked, policy: Policy, tier: Tier) -> Tier:
    """Who answers a request that the thresholds send to a tier."""
    return one.lesson.served[_clamped(policy, tier if one.fixed is None else one.fixed)]


def _heads(policy: Policy, said: Sequence[Opinion], head: Head, draws: int) -> list[Head | None]:
    """For each draw what its opinions say of every tier; None where there are none to draw from."""
    if policy.head is not None or not said:
        return [None] * draws
    return list(shaken(said, head, draws, random.Random(10)))  # noqa: S311 - reproducible, not secret


def _measured(
    line: Line,
    cuts: Sequence[Cuts],
    of: tuple[Sequence[Asked], Sequence[Sequence[float]], Sequence[Sequence[Tier]]],
    heads: Sequence[Head | None],
    policy: Policy,
) -> tuple[list[Told], list[Told]]:
    """Quality and cost of a request under each setting, with their intervals over resampled requests and opinions."""
    asked, enough, answers = of
    size = len(asked)
    costs = [
        [one.lesson.costs[_clamped(policy, tier if one.fixed is None else one.fixed)] for one in asked]
        for tier in Tier
    ]
    good = _good([*zip(*enough, strict=True)], answers)
    odds = [*zip(*(one.odds for one in asked), strict=True)]
    means = [[line.whole(line.running(columns), cut) / size for cut in cuts] for columns in (good, costs)]
    dice = random.Random(9)  # noqa: S311 - reproducible, not secret
    drawn: tuple[list[list[float]], list[list[float]]] = ([], [])
    for head in heads:
        counts = [0] * size
        for at in dice.choices(range(size), k=size):
            counts[at] += 1
        seen = good if head is None else _good(_drawn(head, odds), answers)
        for found, columns in zip(drawn, (seen, costs), strict=True):
            running = line.running(columns, counts)
            found.append([line.whole(running, cut) / size for cut in cuts])
    quality, cost = (
        [
            (mean, *_interval(list(values)))
            for mean, values in zip(mean_of, zip(*found, strict=True), strict=True)
        ]
        for mean_of, found in zip(means, drawn, strict=True)
    )
    return quality, cost


def _good(enough: Sequence[Sequence[float]], answers: Sequence[Sequence[Tier]]) -> list[list[float]]:
    """For each tier how likely what answers there is enough, request by request."""
    return [[enough[tier][at] for at, tier in enumerate(column)] for column in answers]


def _drawn(head: Head, odds: Sequence[Sequence[float]]) -> list[list[float]]:
    """What a head without weights makes of the odds, tier by tier; `chances` for all requests at once."""
    scale, shift = head.scale, head.shift
    rows = [[1.0 / (1.0 + exp(shift - scale * one)) for one in column] for column in odds]
    return [*rows, [1.0] * len(odds[0])]


def _interval(values: list[float]) -> Interval:
    values.sort()
    last = len(values) - 1
    return values[int(last * 0.025)], values[min(last, int(last * 0.975) + 1)]


def _daily(asked: Sequence[Asked]) -> float:
    times = [one.lesson.at_ms for one in asked]
    return len(asked) / max((max(times) - min(times)) / DAY_MS, 1.0)


def _choose(present: Point, curve: Sequence[Point], wish: Wish, daily: float) -> tuple[Point, str]:
    if wish.quality is not None:
        fits = [point for point in curve if point.quality[0] >= wish.quality]
        return _first(fits, curve[-1], _cheapest, f"the cheapest of at least {wish.quality:.1%} quality")
    if wish.cloud is not None:
        fits = [point for point in curve if point.cloud <= wish.cloud]
        return _first(fits, curve[0], _finest, f"the best with at most {wish.cloud:.1%} to cloud tiers")
    if wish.daily_usd is not None:
        fits = [point for point in curve if point.cost[0] * daily / 1e6 <= wish.daily_usd]
        return _first(fits, curve[0], _finest, f"the best for at most ${wish.daily_usd:,.2f} a day")
    fits = [
        point for point in curve if point.quality[0] >= present.quality[0] and point.cost[0] < present.cost[0]
    ]
    if not fits:
        return present, "nothing is cheaper without being worse: keep what is in force"
    return min(fits, key=_cheapest), "the cheapest that is at least as good as now"


def _cheapest(point: Point) -> tuple[float, float]:
    return point.cost[0], -point.quality[0]


def _finest(point: Point) -> tuple[float, float]:
    return -point.quality[0], point.cost[0]


def _first(
    fits: Sequence[Point], else_: Point, key: Callable[[Point], tuple[float, float]], reason: str
) -> tuple[Point, str]:
    return (min(fits, key=key), reason) if fits else (else_, f"nothing reaches that; nearest to it: {reason}")
