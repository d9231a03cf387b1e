"""Fit a project's head to what was said of its answers; refuse when it would not have judged better.

An opinion leaves a range of tiers possible; what is maximised is the likelihood of those ranges, with a pull towards
the shipped stage (scale 1, no shift, no weights) that is as strong as a few opinions. Checks that look at every answer
find few of those that are not enough and take hardly a good one for bad, so an answer that passes them is an opinion
with the chance that it was overheard (`sure`); without those, the failures alone would make everything look hard.
Standard library only.
"""

import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from larouter.core.head import Head, chances, log_odds, marks
from larouter.core.tiers import Tier
from larouter.learn.lessons import LOWEST, Lesson

LEAST_OPINIONS = 20
CAUGHT = 0.2
"""The share of answers that are not enough which free checks are taken to find; docs/explanation/escalation.md."""
MOST_PASSED = 200
LEAST_OF_A_MARK = 4
MOST_WEIGHTS = 60
PULL_WEIGHTS, PULL_SCALE, PULL_SHIFT = 2.0, 4.0, 0.5
STEPS, PACE = 150, 0.08
FOLDS = 5
LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody said of a request, ready for fitting.

    Attributes:
        odds: For each tier but the last the log-odds that it is enough, by the shipped stage.
        marks: Of the request.
        low: The lowest tier that may have been needed.
        high: The highest.
        sure: The chance that it would have been heard if another tier had been needed; 1 for what was said outright.
        times: How often it counts.
    """

    odds: tuple[float, ...]
    marks: tuple[str, ...]
    low: int
    high: int
    sure: float = 1.0
    times: float = 1.0


@dataclass(frozen=True, slots=True)
class Fit:
    """What fitting found.

    Attributes:
        opinions: How many were outright.
        head: The head that judges best on opinions it has not seen, or None for the shipped stage.
        losses: Mean log-loss on unseen opinions, by candidate: `shipped`, `moved` and `weighted`.
    """

    opinions: int
    head: Head | None
    losses: dict[str, float]


def opinions(lessons: Sequence[Lesson]) -> list[Opinion]:
    """The lessons that say something of what was needed; those that only passed the checks come last, as a sample."""
    told = [one for one in lessons if one.features.difficulty.likelihoods]
    said = [_opinion(one, one.needed[0], one.needed[1]) for one in told if one.needed is not None]
    passed = [one for one in told if one.passed and one.answered is not None]
    step = max(1, len(passed) // MOST_PASSED)
    kept = passed[::step]
    times = len(passed) / len(kept) if kept else 1.0
    return said + [
        replace(_opinion(one, LOWEST, one.answered or LOWEST), sure=CAUGHT, times=times) for one in kept
    ]


def outright(said: Sequence[Opinion]) -> int:
    """How many opinions are more than an answer that passed the checks."""
    return sum(one.sure == 1.0 for one in said)


def _opinion(one: Lesson, low: Tier, high: Tier) -> Opinion:
    features = one.features
    odds = log_odds(features.difficulty.likelihoods)
    return Opinion(tuple(odds), tuple(marks(features)), int(low), int(high))


def fit(said: Sequence[Opinion]) -> Fit:
    """The best of three: the shipped stage, the same moved and stretched, the same with weights for marks."""
    spoken = outright(said)
    if spoken < LEAST_OPINIONS:
        return Fit(spoken, None, {})
    order = list(said)
    random.Random(5).shuffle(order)  # noqa: S311 - reproducible, not secret
    whole = sum(one.times for one in order)
    losses = {"shipped": 0.0, "moved": 0.0, "weighted": 0.0}
    for fold in range(FOLDS):
        unseen = order[fold::FOLDS]
        known = [one for at, one in enumerate(order) if at % FOLDS != fold]
        for name, head in (("shipped", Head()), ("moved", moved(known)), ("weighted", weighted(known))):
            losses[name] += sum(one.times * loss(head, one) for one in unseen) / whole
    name = min(losses, key=lambda one: losses[one])
    found = {"shipped": None, "moved": moved(said), "weighted": weighted(said)}[name]
    return Fit(spoken, found, {name: round(value, 4) for name, value in losses.items()})


def loss(head: Head, one: Opinion) -> float:
    """How surprised a head is by an opinion: minus the logarithm of the chance it gave it."""
    enough = chances(head, one.odds, one.marks)
    high = 1.0 if one.high == max(Tier) else enough[one.high]
    low = 0.0 if one.low == 0 else enough[one.low - 1]
    return -math.log(max(1.0 - one.sure * (1.0 - (high - low)), LEAST))


def moved(said: Sequence[Opinion], steps: int = STEPS) -> Head:
    """The shipped stage, stretched and moved to where these opinions are likeliest."""
    return _climb(said, (), steps)


def shaken(said: Sequence[Opinion], head: Head, draws: int, dice: random.Random) -> list[Head]:
    """What `moved` would be had other opinions been heard: one for each resample, one step of Newton from the head.

    Source: the one-step bootstrap, Davison and Hinkley, Bootstrap Methods and their Application, 1997, section 2.7.

    Args:
        said: What `head` was made from.
        head: Without weights.
        draws: How many resamples.
        dice: Draws them.
    """
    slopes = _slopes(said, head.scale, head.shift)
    whole = _added(slopes)
    nudge = 1e-4
    by_scale = _added(_slopes(said, head.scale + nudge, head.shift))
    by_shift = _added(_slopes(said, head.scale, head.shift + nudge))
    bends = (
        [(by_scale[at] - whole[at]) / nudge for at in (0, 1)],
        [(by_shift[at] - whole[at]) / nudge for at in (0, 1)],
    )
    (one, other), (another, last) = bends
    one, last = min(one, 0.0) - PULL_SCALE, min(last, 0.0) - PULL_SHIFT
    determinant = one * last - other * another
    if determinant < PULL_SCALE * PULL_SHIFT:  # where it bends the wrong way the pull alone is believed
        one, other, another, last = -PULL_SCALE, 0.0, 0.0, -PULL_SHIFT
        determinant = PULL_SCALE * PULL_SHIFT
    found = []
    for _ in range(draws):
        drawn = _added(dice.choices(slopes, k=len(slopes)))
        scale, shift = (drawn[at] - whole[at] for at in (0, 1))
        found.append(
            Head(
                max(head.scale - (last * scale - another * shift) / determinant, 0.05),
                head.shift - (one * shift - other * scale) / determinant,
            )
        )
    return found


def _slopes(said: Sequence[Opinion], scale: float, shift: float) -> list[tuple[float, float]]:
    found = []
    for one in said:
        slopes = [0.0, 0.0]
        _add_slopes(slopes, one, (), (scale, shift))
        found.append((slopes[0], slopes[1]))
    return found


def _added(slopes: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return sum([one for one, _ in slopes]), sum([other for _, other in slopes])


def weighted(said: Sequence[Opinion], steps: int = STEPS) -> Head:
    """The same with a weight for every mark that is neither rare nor everywhere."""
    met = Counter(mark for one in said for mark in set(one.marks))
    known = [
        mark
        for mark, count in met.most_common(MOST_WEIGHTS)
        if LEAST_OF_A_MARK <= count <= len(said) - LEAST_OF_A_MARK
    ]
    return _climb(said, known, steps)


def _climb(said: Sequence[Opinion], known: Sequence[str], steps: int) -> Head:
    """Gradient ascent with Adam (Kingma and Ba, arXiv 1412.6980) over scale, shift and weights."""
    index = {mark: at + 2 for at, mark in enumerate(known)}
    rows = [(one, [index[mark] for mark in set(one.marks) if mark in index]) for one in said]
    values = [1.0, 0.0] + [0.0] * len(known)
    first, second = [0.0] * len(values), [0.0] * len(values)
    for step in range(1, steps + 1):
        slopes = [PULL_SCALE * (1.0 - values[0]), -PULL_SHIFT * values[1]]
        slopes += [-PULL_WEIGHTS * value for value in values[2:]]
        for one, at in rows:
            _add_slopes(slopes, one, at, values)
        for place, slope in enumerate(slopes):
            first[place] += 0.1 * (slope - first[place])
            second[place] += 0.01 * (slope * slope - second[place])
            pace = PACE * (1.0 - step / (steps + 1))
            mean, spread = first[place] / (1 - 0.9**step), second[place] / (1 - 0.99**step)
            values[place] += pace * mean / (math.sqrt(spread) + 1e-8)
        values[0] = max(values[0], 0.05)
    weights = {mark: round(values[at], 4) for mark, at in index.items() if abs(values[at]) >= 0.01}
    return Head(round(values[0], 4), round(values[1], 4), weights)


def _add_slopes(slopes: list[float], one: Opinion, at: Sequence[int], values: Sequence[float]) -> None:
    harder = values[1] + sum([values[place] for place in at])
    high, high_slope, high_odds = 1.0, 0.0, 0.0
    low, low_slope, low_odds = 0.0, 0.0, 0.0
    if one.high < max(Tier):
        high_odds = one.odds[one.high]
        high = 1.0 / (1.0 + math.exp(harder - values[0] * high_odds))
        high_slope = high * (1.0 - high)
    if one.low > 0:
        low_odds = one.odds[one.low - 1]
        low = 1.0 / (1.0 + math.exp(harder - values[0] * low_odds))
        low_slope = low * (1.0 - low)
    share = one.times * one.sure / max(1.0 - one.sure * (1.0 - (high - low)), LEAST)
    slopes[0] += share * (high_slope * high_odds - low_slope * low_odds)
    shift = share * (low_slope - high_slope)
    slopes[1] += shift
    for place in at:
        slopes[place] += shift
