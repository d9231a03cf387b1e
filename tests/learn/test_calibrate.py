"""Calibration: a curve, a proposal that holds what was wished, and nothing that is worse for more."""

from dataclasses import replace

import pytest
from taught import lesson, likelihoods, traffic

from larouter.core.features import Features
from larouter.core.policy import Policy
from larouter.core.tiers import Tier
from larouter.learn.calibrate import LEAST_REQUESTS, Proposal, Wish, _falling, calibrate

LESSONS = traffic(300)


def proposed(wish: Wish, policy: Policy | None = None) -> Proposal:
    found = calibrate(LESSONS, policy or Policy(), wish, draws=20)
    assert found is not None
    return found


def test_a_handful_of_requests_is_not_enough() -> None:
    assert calibrate(LESSONS[: LEAST_REQUESTS - 1], Policy(), Wish()) is None


def test_requests_that_asked_for_a_tier_by_name_teach_nothing_about_thresholds() -> None:
    named = [
        replace(one, features=Features(tier=Tier.SIMPLE, difficulty=one.features.difficulty))
        for one in LESSONS
    ]
    assert calibrate(named, Policy(), Wish()) is None


def test_more_quality_costs_more_along_the_curve() -> None:
    points = proposed(Wish()).points
    assert len(points) > 5
    costs = [point.cost[0] for point in points]
    assert costs == sorted(costs)
    assert points[-1].quality[0] > points[0].quality[0] + 0.1
    for point in points:
        assert list(point.thresholds) == sorted(point.thresholds)
        for mean, low, high in (point.quality, point.cost):
            assert low <= mean <= high


def test_without_a_wish_nothing_gets_worse_or_dearer() -> None:
    wasteful = Policy(thresholds=(0.29, 0.3, 0.5, 0.55))
    found = proposed(Wish(), wasteful)
    assert found.proposed.quality[0] >= found.present.quality[0]
    assert found.proposed.cost[0] < found.present.cost[0]
    assert found.saved_daily_usd > 0
    assert sum(found.moved.values()) == found.proposed.moves > 0


def test_a_policy_that_cannot_be_bettered_is_kept() -> None:
    frugal = Policy(ceiling=Tier.MODERATE)
    found = proposed(Wish(), frugal)
    assert found.proposed is found.present
    assert "keep what is in force" in found.reason
    assert found.saved_daily_usd == 0


@pytest.mark.parametrize("share", [0.1, 0.2, 0.4])
def test_a_share_for_the_cloud_is_kept_to(share: float) -> None:
    found = proposed(Wish(cloud=share))
    assert share - 0.2 < found.proposed.cloud <= share  # many requests here have one and the same difficulty


def test_a_daily_sum_is_kept_to() -> None:
    dear = proposed(Wish(quality=0.9)).proposed
    daily = proposed(Wish()).daily
    half = dear.cost[0] * daily / 1e6 / 2
    assert proposed(Wish(daily_usd=half)).proposed.cost[0] * daily / 1e6 <= half


def test_a_quality_is_reached_as_cheaply_as_can_be() -> None:
    found = proposed(Wish(quality=0.8))
    assert found.proposed.quality[0] >= 0.8
    cheaper = [point for point in found.points if point.cost[0] < found.proposed.cost[0]]
    assert all(point.quality[0] < 0.8 for point in cheaper)


def test_a_wish_that_nothing_fulfils_says_so() -> None:
    found = proposed(Wish(daily_usd=0.0), Policy(floor=Tier.FRONTIER))
    assert found.reason.startswith("nothing reaches that")


def test_opinions_move_the_estimate_of_quality() -> None:
    alone = [lesson(at, likelihoods(at % 5, 0.7)) for at in range(200)]
    disliked = [
        lesson(at, likelihoods(at % 5, 0.7), (Tier.FRONTIER, Tier.FRONTIER) if at % 5 > 1 else None)
        for at in range(200)
    ]
    before, after = (calibrate(lessons, Policy(), Wish(), draws=10) for lessons in (alone, disliked))
    assert before is not None
    assert after is not None
    assert after.opinions == 120
    assert after.present.quality[0] < before.present.quality[0] - 0.1


def test_the_closest_falling_line() -> None:
    assert _falling([0.9, 0.5, 0.7, 0.1]) == pytest.approx([0.9, 0.6, 0.6, 0.1])
    assert _falling([0.1, 0.2, 0.9]) == pytest.approx([0.4, 0.4, 0.4])
    assert _falling([]) == []
