"""A head is fitted to opinions, and only kept where it judges better than what ships."""

import random
import statistics
from dataclasses import replace

import pytest
from taught import lesson, likelihoods, traffic

from larouter.core.head import Head
from larouter.core.tiers import Tier
from larouter.learn.heads import (
    LEAST_OPINIONS,
    MOST_PASSED,
    fit,
    loss,
    moved,
    opinions,
    outright,
    shaken,
    weighted,
)
from larouter.learn.lessons import Lesson


def test_too_few_opinions_teach_nothing() -> None:
    said = opinions(traffic(LEAST_OPINIONS - 1, spoken=1.0))
    assert fit(said).head is None
    assert fit(said).opinions == LEAST_OPINIONS - 1


def test_traffic_that_the_stage_judges_well_keeps_the_shipped_stage_or_what_is_close_to_it() -> None:
    found = fit(opinions(traffic(200, spoken=1.0)))
    head = found.head or Head()
    assert abs(head.shift) < 0.4
    assert 0.7 < head.scale < 1.4


def test_traffic_that_is_harder_than_it_looks_is_learned() -> None:
    said = opinions(traffic(120, harder=1, spoken=1.0))
    found = fit(said)
    assert found.head is not None
    assert found.head.shift > 0.5
    fresh = opinions(traffic(100, seed=2, harder=1, spoken=1.0))
    assert sum(loss(found.head, one) for one in fresh) < sum(loss(Head(), one) for one in fresh)


def test_what_tells_hard_requests_apart_gets_a_weight() -> None:
    dice = random.Random(3)
    lessons = []
    for at in range(200):
        law = at % 2 == 0
        likely = likelihoods(2, dice.uniform(0.4, 0.8))
        need = Tier.COMPLEX if law else Tier.MODERATE
        lessons.append(lesson(at, likely, (need, need), "is about law" if law else "is about code"))
    found = fit(opinions(lessons))
    assert found.head is not None
    weights = found.head.weights
    assert weights["says:is about law"] > weights["says:is about code"] + 1
    assert found.losses["weighted"] < found.losses["moved"]


def test_opinions_that_leave_a_range_open_pull_in_its_direction() -> None:
    lessons = [lesson(at, likelihoods(2, 0.7), (Tier.COMPLEX, Tier.FRONTIER)) for at in range(60)]
    assert moved(opinions(lessons)).shift > 1
    lessons = [lesson(at, likelihoods(2, 0.7), (Tier.HEARTBEAT, Tier.SIMPLE)) for at in range(60)]
    assert moved(opinions(lessons)).shift < -1


def test_the_same_opinions_give_the_same_head() -> None:
    said = opinions(traffic(60, spoken=1.0))
    assert weighted(said) == weighted(said)
    assert fit(said) == fit(said)


def checked(count: int, failing: int) -> list[Lesson]:
    """Requests for the local tier, of which the checks replaced some answers and let the others pass."""
    told = [lesson(at, likelihoods(2, 0.7)) for at in range(count)]
    return [
        replace(one, needed=(Tier.COMPLEX, Tier.FRONTIER)) if at < failing else replace(one, passed=True)
        for at, one in enumerate(told)
    ]


def test_failures_of_a_check_alone_would_make_everything_hard_and_those_that_passed_keep_it_in_proportion() -> (
    None
):
    many = checked(1_000, 30)
    assert moved(opinions(many[:30])).shift > 1
    assert abs(moved(opinions(many)).shift) < 1
    assert moved(opinions(checked(1_000, 150))).shift > moved(opinions(many)).shift + 0.5


def test_those_that_passed_are_a_sample_that_counts_as_all_of_them_and_no_opinion_on_its_own() -> None:
    said = opinions(checked(2_000, 20))
    assert outright(said) == 20
    assert len(said) <= 20 + 2 * MOST_PASSED
    assert sum(one.times for one in said) == pytest.approx(2_000)
    assert fit(opinions(checked(500, LEAST_OPINIONS - 1))).head is None


def test_the_slopes_of_an_opinion_that_may_have_been_overheard_are_those_of_its_loss() -> None:
    said = [replace(opinions(checked(3, 1))[-1], times=50.0)]
    best = moved(said, 400)
    for shift in (-0.05, 0.05):
        near = replace(best, shift=best.shift + shift)
        pull = 0.25 * (near.shift**2 - best.shift**2)
        assert 50 * (loss(near, said[0]) - loss(best, said[0])) + pull > -1e-3


def test_resampled_heads_spread_as_those_that_are_fitted_anew() -> None:
    said = opinions(traffic(300))
    head = moved(said)
    quick = shaken(said, head, 40, random.Random(3))
    dice = random.Random(3)
    slow = [moved(dice.choices(said, k=len(said))) for _ in range(40)]
    for name in ("scale", "shift"):
        ours, theirs = ([getattr(one, name) for one in heads] for heads in (quick, slow))
        assert statistics.stdev(ours) == pytest.approx(statistics.stdev(theirs), rel=0.3)
        assert statistics.mean(ours) == pytest.approx(statistics.mean(theirs), abs=statistics.stdev(theirs))
