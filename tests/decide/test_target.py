"""The tier that is aimed at: asked for, else from the difficulty, else the middle; within floor and ceiling."""

import pytest
from decision_strategies import policies, requests
from hypothesis import given

from larouter.core.features import Cap, Difficulty, Features
from larouter.core.policy import Policy
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


def pressed(used: int, *, pressure: int = 80, tiers: tuple[Tier, ...] = (), score: float = 0.8) -> Features:
    caps = (Cap("bud_1", 100, tiers, used=used, pressure=pressure),)
    return Features(difficulty=Difficulty(score, 1.0), caps=caps)


@pytest.mark.parametrize(
    ("used", "tier"),
    [
        (0, Tier.FRONTIER),
        (79, Tier.FRONTIER),
        (80, Tier.COMPLEX),
        (89, Tier.COMPLEX),
        (90, Tier.MODERATE),
        (100, Tier.SIMPLE),
        (250, Tier.SIMPLE),
    ],
)
def test_a_budget_that_nears_its_end_steps_down(used: int, tier: Tier) -> None:
    assert target(pressed(used), Policy())[0] is tier


def test_the_reason_says_which_budget_presses() -> None:
    said = target(pressed(85), Policy())[1]
    assert said.endswith("the budget bud_1 is used to 85 % and steps down from 80 % on, so COMPLEX")


def test_a_budget_presses_only_the_tiers_that_it_covers() -> None:
    assert target(pressed(95, tiers=(Tier.COMPLEX,)), Policy())[0] is Tier.FRONTIER
    assert target(pressed(85, tiers=(Tier.FRONTIER,)), Policy())[0] is Tier.COMPLEX


def test_what_was_asked_for_is_not_pressed_and_the_floor_holds() -> None:
    asked = Features(tier=Tier.FRONTIER, caps=pressed(100).caps)
    assert target(asked, Policy())[0] is Tier.FRONTIER
    assert target(pressed(100), Policy(floor=Tier.COMPLEX))[0] is Tier.COMPLEX


def test_the_budget_that_is_used_up_most_decides() -> None:
    caps = (*pressed(85).caps, Cap("bud_2", 100, used=95, pressure=80), Cap("bud_3", 1, used=99))
    tier, why = target(Features(difficulty=Difficulty(0.8, 1.0), caps=caps), Policy())
    assert tier is Tier.MODERATE
    assert "the budget bud_2" in why
