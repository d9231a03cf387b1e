"""Equal deployments share the load, by weight and by what they have to do; an outlier is set aside."""

from collections import Counter

from candidates import deployment
from hypothesis import given
from hypothesis import strategies as st

from larouter.core.deployment import Deployment, Fleet
from larouter.core.features import Features
from larouter.core.live import Live
from larouter.core.policy import Policy
from larouter.core.tiers import Tier
from larouter.core.zones import Zone
from larouter.decide.decide import decide
from larouter.decide.peers import drawn


def peers(number: int, **changes: object) -> list[Deployment]:
    return [deployment(name=f"b{at}/m", backend=f"b{at}", model="m", **changes) for at in range(number)]


def plan(fleet: list[Deployment], dice: int = 0, **live: Live) -> list[str]:
    moving = {f"{name}/m": reading for name, reading in live.items()}
    decision = decide(Features(tier=Tier.SIMPLE, dice=dice), Policy(), Fleet("f", fleet, moving))
    return [step.deployment for step in decision.plan]


def firsts(fleet: list[Deployment], **live: Live) -> Counter[str]:
    return Counter(plan(fleet, dice, **live)[0] for dice in range(10_000))


def test_idle_equals_get_equal_shares() -> None:
    for count in firsts(peers(4)).values():
        assert 2_200 < count < 2_800


def test_shares_follow_the_weights() -> None:
    one, other = peers(2)
    heavy = deployment(name="b2/m", backend="b2", model="m", weight=8)
    shares = firsts([one, other, heavy])
    assert 7_500 < shares["b2/m"] < 8_500
    assert shares["b0/m"] > 700


def test_the_less_loaded_of_two_comes_first() -> None:
    assert set(firsts(peers(2), b0=Live(in_flight=3), b1=Live(in_flight=2))) == {"b1/m"}


def test_the_most_loaded_of_many_never_comes_first() -> None:
    shares = firsts(peers(3), b0=Live(in_flight=9), b1=Live(in_flight=2), b2=Live(in_flight=1))
    assert "b0/m" not in shares
    assert shares["b1/m"] > 2_000  # so that all who decide at this moment do not run to one


def test_the_slower_one_gets_less() -> None:
    slow, quick = Live(in_flight=1, peak_ms=4_000), Live(in_flight=3, peak_ms=100)
    assert set(firsts(peers(2), b0=slow, b1=quick)) == {"b1/m"}


def test_a_free_slot_comes_before_a_queue() -> None:
    queue, free = Live(in_flight=2, capacity=2, wait_ms=10), Live(in_flight=7, capacity=8)
    assert set(firsts(peers(2), b0=queue, b1=free)) == {"b1/m"}


def test_a_newcomer_gets_a_small_share_at_first() -> None:
    assert 500 < firsts(peers(2), b0=Live(share=10, in_flight=0))["b0/m"] < 1_500


def test_one_that_fails_far_more_than_its_equals_is_set_aside_and_the_decision_says_so() -> None:
    fleet = peers(3)
    live = {"b1/m": Live(failing=60), "b0/m": Live(failing=2)}
    decision = decide(Features(tier=Tier.SIMPLE), Policy(), Fleet("f", fleet, live))
    assert decision.plan[-1].deployment == "b1/m"
    assert "set aside: 60 % of its last requests failed" in decision.plan[-1].reason
    assert "b1/m" not in firsts(fleet, b1=Live(failing=60))


def test_when_all_fail_alike_nobody_is_an_outlier() -> None:
    failing = {f"b{at}": Live(failing=50) for at in range(3)}
    assert len(firsts(peers(3), **failing)) == 3


def test_one_that_recovers_comes_back_gently() -> None:
    assert 500 < firsts(peers(2), b0=Live(failing=29))["b0/m"] < 4_000


def test_other_models_of_the_same_place_stay_in_their_order() -> None:
    fleet = [*peers(2), deployment(name="a/other", backend="a", model="other")]
    assert {plan(fleet, dice)[0] for dice in range(50)} == {"a/other"}


def test_who_is_dearer_or_further_away_is_no_equal() -> None:
    here, there = peers(1), deployment(name="c/m", backend="c", model="m", zone=Zone.PRIVATE)
    assert plan([*here, there], b0=Live(in_flight=100)) == ["b0/m", "c/m"]


def test_the_decision_says_between_whom_was_drawn() -> None:
    decision = decide(Features(tier=Tier.SIMPLE), Policy(), Fleet("f", peers(2), {"b0/m": Live(in_flight=4)}))
    assert "drawn with b0/m from 2 equals, their load 0 and 4" in decision.plan[0].reason


@given(st.lists(st.floats(0.1, 100), min_size=2, max_size=9), st.integers(0, 9_999))
def test_two_different_ones_are_drawn_the_same_ones_each_time(weights: list[float], dice: int) -> None:
    first, second = drawn(weights, dice)
    assert first != second
    assert {first, second} <= set(range(len(weights)))
    assert drawn(weights, dice) == (first, second)
