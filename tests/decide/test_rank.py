"""Who comes first: the nearest tier, the conversation's own, the list, the price, the load, the latency, the name."""

import dataclasses
import itertools

import pytest
from candidates import candidate, deployment, priced
from hypothesis import given
from hypothesis import strategies as st

from larouter.core.deployment import NO_TIERS, Fleet
from larouter.core.features import Features
from larouter.core.live import Live
from larouter.core.money import UNKNOWN
from larouter.core.policy import Policy
from larouter.core.routes import Canary
from larouter.core.tiers import Tier
from larouter.decide.decide import decide
from larouter.decide.filters import Candidate
from larouter.decide.rank import answering_tier, distance, explain, key

AIM = Tier.SIMPLE
A, B = deployment(name="a/m"), deployment(name="b/m")


def busy(in_flight: int, capacity: int = 0, **changes: object) -> Candidate:
    return candidate(deployment(name="a/m", **changes), live=Live(in_flight=in_flight, capacity=capacity))


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (candidate(B, Features(affinity="b/m")), candidate(A, Features(affinity="b/m"))),
        (candidate(B), candidate(deployment(name="a/m", places=(0, 1, 1, -1, -1)))),
        (priced(10, B), priced(11, A)),
        (priced(10**9, B), priced(0, deployment(name="a/m", rates=UNKNOWN))),
        (candidate(B), busy(1)),
        (busy(3, capacity=4, weight=1), busy(1)),
        (busy(2, weight=3), busy(1)),
        (candidate(B, live=Live(ttft_ms=100)), candidate(A, live=Live(ttft_ms=900))),
        (candidate(B), candidate(A, live=Live(wait_ms=5))),
        (candidate(A), candidate(B)),
    ],
    ids=[
        "affinity",
        "place",
        "price",
        "known price",
        "load",
        "capacity",
        "weight",
        "latency",
        "wait",
        "name",
    ],
)
def test_what_is_better_comes_first(better: Candidate, worse: Candidate) -> None:
    assert key(better, AIM, AIM) < key(worse, AIM, AIM)


def test_the_tier_comes_before_the_price() -> None:
    near, far = priced(10**9, B), candidate(A)
    assert key(near, AIM, AIM) < key(far, Tier.MODERATE, AIM)


def test_a_conversation_stays_where_its_prompt_is_cached_while_that_is_good_enough() -> None:
    its_own, nearer = candidate(A, Features(affinity="a/m")), candidate(B, Features(affinity="a/m"))
    assert key(its_own, Tier.COMPLEX, AIM) < key(nearer, AIM, AIM)
    assert key(nearer, AIM, AIM) < key(its_own, Tier.HEARTBEAT, AIM)
    assert "prompt in its cache" in explain(its_own, Tier.COMPLEX, AIM)


def test_a_loop_of_tools_stays_even_where_more_is_needed_now() -> None:
    loop = Features(affinity="a/m", in_loop=True)
    assert key(candidate(A, loop), Tier.HEARTBEAT, AIM) < key(candidate(B, loop), AIM, AIM)


@given(st.sampled_from(Tier), st.sampled_from(Tier), st.sampled_from(Tier))
def test_the_target_is_nearest_then_upwards_then_downwards(target: Tier, one: Tier, other: Tier) -> None:
    def wanted(tier: Tier) -> tuple[bool, int]:
        return tier < target, abs(tier - target)

    assert (distance(one, target) < distance(other, target)) == (wanted(one) < wanted(other))


@pytest.mark.parametrize("target", Tier)
def test_a_deployment_answers_as_the_nearest_tier_that_lists_it(target: Tier) -> None:
    for served in itertools.chain.from_iterable(itertools.combinations(Tier, n) for n in range(1, 6)):
        places = tuple(0 if tier in served else -1 for tier in Tier)
        assert answering_tier(places, target) is min(served, key=lambda tier: distance(tier, target))


def test_a_deployment_that_no_tier_lists_answers_as_what_was_asked_for() -> None:
    assert answering_tier((-1,) * 5, Tier.COMPLEX) is Tier.COMPLEX


@pytest.mark.parametrize(
    ("it", "tier", "sentence"),
    [
        (candidate(), Tier.SIMPLE, "serves SIMPLE, place 1 of its list; free"),
        (priced(1_500), Tier.SIMPLE, "serves SIMPLE, place 1 of its list; at most $0.001500"),
        (candidate(), Tier.MODERATE, "serves MODERATE, above the target SIMPLE; free"),
        (candidate(), Tier.HEARTBEAT, "stands in for SIMPLE with HEARTBEAT (degraded); free"),
        (candidate(request=Features(model="small")), Tier.SIMPLE, "asked for by name; free"),
        (
            candidate(dataclasses.replace(A, rates=UNKNOWN)),
            Tier.SIMPLE,
            "serves SIMPLE, place 1 of its list; price not known",
        ),
    ],
)
def test_the_place_of_everybody_is_explained(it: Candidate, tier: Tier, sentence: str) -> None:
    assert explain(it, tier, AIM) == sentence


def test_a_pinned_deployment_comes_first_in_its_tier_listed_there_or_not() -> None:
    fleet = Fleet(
        "three",
        [
            deployment(name="a/one", model="one", places=(-1, 0, -1, -1, -1)),
            deployment(name="b/two", model="two", places=(-1, 1, -1, -1, -1)),
            deployment(name="c/three", model="three", places=NO_TIERS),
        ],
    )
    policy = Policy(pins=((Tier.SIMPLE, "three"),))
    decision = decide(Features(tier=Tier.SIMPLE), policy, fleet)
    assert [step.deployment for step in decision.plan] == ["c/three", "a/one", "b/two"]
    assert decision.plan[0].reason == "pinned to SIMPLE by the policy; free"
    other = decide(Features(tier=Tier.COMPLEX), policy, fleet)
    assert "c/three" not in [step.deployment for step in other.plan]


def test_a_canary_gets_its_share_of_the_requests_and_no_more() -> None:
    fleet = Fleet("two", [deployment(name="a/old", model="old"), deployment(name="b/new", model="new")])
    policy = Policy(canaries=(Canary("new", 500),))
    decisions = [
        decide(Features(dice=dice, tier=Tier.SIMPLE), policy, fleet) for dice in range(0, 10_000, 10)
    ]
    assert sum(it.plan[0].deployment == "b/new" for it in decisions) == 50
    assert [(loss.deployment, loss.rule) for loss in decisions[-1].dropped] == [("b/new", "canary")]
    assert decide(Features(dice=9_999, model="new"), policy, fleet).plan[0].deployment == "b/new"
