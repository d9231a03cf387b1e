"""The tier that is aimed at: asked for, else from the difficulty, else the middle; within floor and ceiling."""

import pytest
from decision_strategies import policies, requests
from hypothesis import given

from larouter.core.features import Difficulty, Features
from larouter.core.policy import Policy
from larouter.core.routes import Pressure
from larouter.core.tiers import Tier
from larouter.decide.target import target


def rated(score: float, confidence: float = 1.0) -> Features:
    return Features(difficulty=Difficulty(score, confidence, ("asks for a proof",)))


@pytest.mark.parametrize(
    ("score", "tier"),
    [
        (0.0, Tier.HEARTBEAT),
        (0.099, Tier.HEARTBEAT),
        (0.1, Tier.SIMPLE),
        (0.3, Tier.MODERATE),
        (0.5, Tier.COMPLEX),
        (0.75, Tier.FRONTIER),
        (1.0, Tier.FRONTIER),
    ],
)
def test_a_difficulty_from_a_threshold_on_is_the_next_tier(score: float, tier: Tier) -> None:
    assert target(rated(score), Policy())[0] is tier


def test_the_reason_names_the_difficulty_and_its_evidence() -> None:
    assert (
        target(rated(0.8), Policy())[1] == "difficulty 0.80 (confidence 1.00) is FRONTIER: asks for a proof"
    )
    assert target(Features(difficulty=Difficulty(0.2, 1.0)), Policy())[1].endswith("no particular sign")


def test_a_difficulty_that_is_not_believed_is_the_middle_tier() -> None:
    tier, why = target(rated(0.95, 0.19), Policy(abstain=Tier.SIMPLE))
    assert tier is Tier.SIMPLE
    assert "unclear (confidence 0.19, 0.20 needed)" in why
    assert target(rated(0.95, 0.2), Policy())[0] is Tier.FRONTIER


def test_a_tier_that_was_asked_for_wins_over_the_difficulty() -> None:
    request = Features(tier=Tier.SIMPLE, difficulty=Difficulty(1.0, 1.0))
    assert target(request, Policy()) == (Tier.SIMPLE, "SIMPLE was asked for")


def test_floor_and_ceiling_hold_for_everything_and_say_so() -> None:
    low, high = Policy(floor=Tier.MODERATE), Policy(ceiling=Tier.SIMPLE)
    assert target(Features(tier=Tier.HEARTBEAT), low) == (
        Tier.MODERATE,
        "HEARTBEAT was asked for; the policy's floor makes it MODERATE",
    )
    assert target(rated(1.0), high)[1].endswith("the policy's ceiling makes it SIMPLE")


@given(requests(), policies())
def test_no_request_aims_below_the_floor_or_above_the_ceiling(request: Features, policy: Policy) -> None:
    assert policy.floor <= target(request, policy)[0] <= policy.ceiling


STEPS = (Pressure(0.8, down=1), Pressure(0.95, Tier.SIMPLE))


@pytest.mark.parametrize(
    ("used", "tier"), [(0.79, Tier.FRONTIER), (0.8, Tier.COMPLEX), (0.94, Tier.COMPLEX), (0.95, Tier.SIMPLE)]
)
def test_the_target_falls_as_the_budget_fills_and_the_reason_says_so(used: float, tier: Tier) -> None:
    found, why = target(Features(tier=Tier.FRONTIER, budget_share=used), Policy(pressure=STEPS))
    assert found is tier
    assert ("of the budget is used" in why) is (used >= 0.8)


def test_pressure_does_not_reach_below_the_floor() -> None:
    policy = Policy(pressure=STEPS, floor=Tier.MODERATE)
    assert target(Features(tier=Tier.FRONTIER, budget_share=1.0), policy)[0] is Tier.MODERATE
