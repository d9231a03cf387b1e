"""After an answer that will not do: only upwards, only within the plan, and never wider."""

from candidates import deployment
from decision_strategies import fleets, policies, requests
from hypothesis import given
from hypothesis import strategies as st

from larouter.core.deployment import Fleet
from larouter.core.features import Difficulty, Features
from larouter.core.money import MicroUSD
from larouter.core.policy import ALWAYS_LOCAL, Policy
from larouter.core.tiers import Tier
from larouter.core.zones import Zone
from larouter.decide.decide import decide
from larouter.decide.escalate import adviser, higher, other_side
from larouter.decide.reach import reach

SMALL = deployment(name="near/small", model="small", upstream_id="small", places=(-1, 0, -1, -1, -1))
LARGE = deployment(name="near/large", model="large", upstream_id="large", places=(-1, -1, 0, -1, -1))
CLOUD = deployment(
    name="far/cloud", model="cloud", upstream_id="cloud", zone=Zone.PUBLIC, places=(-1, -1, -1, 0, 0)
)
FLEET = Fleet("f", [CLOUD, LARGE, SMALL])
EASY = Features(difficulty=Difficulty(0.2, 1.0), max_tokens=100, input_tokens=10, worst_input_tokens=10)
NOBODY: frozenset[str] = frozenset()


def above(features: Features, policy: Policy, tried: frozenset[str] = NOBODY) -> list[str]:
    decision = decide(features, policy, FLEET)
    found = higher(decision, features, policy, decision.plan[0], tried)
    return [step.deployment for step in found.plan] if found else []


def test_the_next_higher_tier_comes_first() -> None:
    assert above(EASY, Policy()) == ["near/large", "far/cloud"]


def test_what_must_stay_local_rises_locally_and_no_further() -> None:
    assert above(EASY, Policy(zones=ALWAYS_LOCAL)) == ["near/large"]


def test_nobody_is_asked_twice() -> None:
    assert above(EASY, Policy(), frozenset({"near/large"})) == ["far/cloud"]


def test_there_is_nothing_above_the_ceiling() -> None:
    assert above(EASY, Policy(ceiling=Tier.MODERATE)) == ["near/large"]
    assert above(EASY, Policy(ceiling=Tier.SIMPLE)) == []


def test_what_the_client_asked_for_by_name_it_gets() -> None:
    named = Features(model="small", max_tokens=100)
    assert above(named, Policy()) == []
    assert above(Features(tier=Tier.SIMPLE, max_tokens=100), Policy()) == []


def other(features: Features, policy: Policy) -> str | None:
    decision = decide(features, policy, FLEET)
    step = other_side(decision, features, decision.plan[0])
    return None if step is None else step.deployment


def test_the_other_side_is_the_cloud_for_a_local_tier_and_the_nearest_local_one_for_the_cloud() -> None:
    assert other(EASY, Policy()) == "far/cloud"
    hard = Features(difficulty=Difficulty(0.6, 1.0), max_tokens=100, input_tokens=10, worst_input_tokens=10)
    assert other(hard, Policy()) == "near/large"


def test_where_only_one_side_is_permitted_the_other_side_is_another_tier_of_it() -> None:
    assert other(EASY, Policy(zones=ALWAYS_LOCAL)) == "near/large"
    assert other(EASY, Policy(allow=("near/small",))) is None
    assert other(Features(tier=Tier.SIMPLE, max_tokens=100), Policy()) is None


@given(requests(), policies(), fleets())
def test_the_other_side_is_never_wider_than_the_decision(
    features: Features, policy: Policy, fleet: Fleet
) -> None:
    decision = decide(features, policy, fleet)
    if decision.plan and (step := other_side(decision, features, decision.plan[0])) is not None:
        assert step in decision.plan
        zones = {one.name: one.zone for one in fleet.deployments}
        assert zones[step.deployment] <= reach(features, policy)[0]


@given(requests(), policies(), fleets(), st.data())
def test_escalation_raises_the_tier_and_never_widens_the_zone(
    request: Features, policy: Policy, fleet: Fleet, data: st.DataObject
) -> None:
    decision = decide(request, policy, fleet)
    if not decision.plan:
        return
    answered = data.draw(st.sampled_from(decision.plan))
    found = higher(decision, request, policy, answered, NOBODY)
    zones = {it.name: it.zone for it in fleet.deployments}
    for step in found.plan if found else ():
        assert step in decision.plan
        assert answered.tier < step.tier <= policy.ceiling
        assert zones[step.deployment] <= reach(request, policy)[0]
        assert request.remaining is None or step.worst_case <= request.remaining


@given(requests(), policies(), fleets(), st.sampled_from(("alpha", "beta", "gamma")))
def test_an_adviser_is_held_to_the_reach_and_the_budget_of_the_request(
    request: Features, policy: Policy, fleet: Fleet, model: str
) -> None:
    step = adviser(request, policy, fleet, model, 1_000, 50)
    if step is not None:
        found = next(it for it in fleet.deployments if it.name == step.deployment)
        assert found.zone <= reach(request, policy)[0]
        assert request.remaining is None or step.worst_case <= request.remaining


def test_who_may_not_read_the_request_gives_no_advice() -> None:
    assert adviser(EASY, Policy(zones=ALWAYS_LOCAL), FLEET, "cloud", 0, 50) is None
    assert adviser(EASY, Policy(deny=("large",)), FLEET, "large", 0, 50) is None
    found = adviser(EASY, Policy(), FLEET, "large", 0, 50)
    assert found is not None
    assert (found.deployment, found.worst_case) == ("near/large", MicroUSD(0))
