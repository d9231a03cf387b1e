"""What must hold of every decision, for all requests, policies and fleets."""

from random import Random

from decision_strategies import fleets, policies, requests
from hypothesis import given, settings
from hypothesis import strategies as st

from larouter.core.decision import Record
from larouter.core.deployment import Deployment, Fleet
from larouter.core.features import Difficulty, Features
from larouter.core.policy import ALWAYS_LOCAL, Policy
from larouter.core.prices import charge
from larouter.core.tiers import Tier
from larouter.core.usage import Usage
from larouter.core.zones import Sensitivity, Zone
from larouter.decide.decide import decide
from larouter.decide.record import decode, encode
from larouter.decide.replay import replay
from larouter.store.budgets import names_one

LOCAL = Deployment("here/small", "here", "small", "small", Zone.LOCAL, places=(0, 0, 0, -1, -1))
CLOUD = Deployment("cloud/large", "cloud", "large", "large", Zone.PUBLIC, places=(-1, -1, -1, 0, 0))
FLEET = Fleet("both", [CLOUD, LOCAL])
HARD = Features(difficulty=Difficulty(0.95, 1.0, ("asks for a design",)))


@given(requests(), policies(), fleets())
@settings(max_examples=400)
def test_nothing_in_a_plan_is_beyond_the_permitted_zone(
    request: Features, policy: Policy, fleet: Fleet
) -> None:
    decision = decide(request, policy, fleet)
    zones = {it.name: it.zone for it in fleet.deployments}
    permitted = policy.zones[max(request.sensitivity, policy.sensitivity)]
    assert decision.reach == permitted
    assert all(zones[step.deployment] <= permitted for step in decision.plan)


@given(requests(), policies(), fleets(), st.integers())
@settings(max_examples=200)
def test_shuffling_the_fleet_changes_nothing(
    request: Features, policy: Policy, fleet: Fleet, seed: int
) -> None:
    shuffled = list(fleet.deployments)
    Random(seed).shuffle(shuffled)
    assert decide(request, policy, Fleet(fleet.version, shuffled, fleet.live)) == decide(
        request, policy, fleet
    )


@given(requests(), policies(), fleets())
@settings(max_examples=200)
def test_every_candidate_is_planned_or_explained_and_never_both(
    request: Features, policy: Policy, fleet: Fleet
) -> None:
    decision = decide(request, policy, fleet)
    planned = [step.deployment for step in decision.plan]
    explained = [loss.deployment for loss in decision.dropped]
    assert sorted(planned + explained) == sorted(it.name for it in fleet.deployments)
    assert all(step.reason for step in decision.plan)
    assert all(loss.reason for loss in decision.dropped)


@given(requests(), policies(), fleets(), st.data())
@settings(max_examples=200)
def test_no_planned_deployment_can_exceed_what_the_budget_leaves(
    request: Features, policy: Policy, fleet: Fleet, data: st.DataObject
) -> None:
    decision = decide(request, policy, fleet)
    by_name = {it.name: it for it in fleet.deployments}
    for step in decision.plan:
        tokens = data.draw(st.integers(0, request.worst_input_tokens))
        said = data.draw(st.integers(0, step.max_output * request.answers))
        cached = data.draw(st.integers(0, tokens))
        cost = charge(Usage(tokens, said, cached), by_name[step.deployment].rates)
        assert cost <= step.worst_case
        if request.remaining is not None:
            assert step.worst_case <= request.remaining
        for cap in request.caps:
            covers = not cap.models or names_one(cap.models, step.deployment)
            if cap.left is not None and covers and (not cap.tiers or step.tier in cap.tiers):
                assert step.worst_case <= cap.left


@given(requests(), policies(), fleets())
@settings(max_examples=200)
def test_a_decision_read_back_from_its_record_is_made_again_the_same(
    request: Features, policy: Policy, fleet: Fleet
) -> None:
    decision = decide(request, policy, fleet)
    record = decode(encode(Record(request, fleet.live, decision)))
    assert record.decision == decision
    assert replay(record, policy, Fleet(fleet.version, fleet.deployments)) == decision


def test_a_hard_request_goes_to_the_cloud_and_falls_back_to_what_is_here() -> None:
    decision = decide(HARD, Policy(), FLEET)
    assert [step.deployment for step in decision.plan] == ["cloud/large", "here/small"]
    assert "degraded" in decision.plan[1].reason


def test_a_confidential_request_is_answered_here_and_the_cloud_is_told_why_not() -> None:
    decision = decide(
        Features(difficulty=HARD.difficulty, sensitivity=Sensitivity.CONFIDENTIAL), Policy(), FLEET
    )
    assert [step.deployment for step in decision.plan] == ["here/small"]
    assert [(loss.deployment, loss.rule) for loss in decision.dropped] == [("cloud/large", "zone")]


def test_always_local_keeps_even_public_content_here() -> None:
    decision = decide(HARD, Policy(zones=ALWAYS_LOCAL), FLEET)
    assert decision.reach is Zone.LOCAL
    assert [step.deployment for step in decision.plan] == ["here/small"]


def test_no_signal_is_not_simple_but_the_middle_tier() -> None:
    decision = decide(Features(), Policy(), FLEET)
    assert decision.target is Tier.MODERATE
    assert "unclear" in decision.why_target


def test_fallbacks_go_within_the_tier_then_upwards_then_downwards() -> None:
    fleet = Fleet(
        "tiers",
        [
            Deployment(f"b/{name}", "b", name, name, Zone.LOCAL, places=places)
            for name, places in {
                "low": (0, -1, -1, -1, -1),
                "middle2": (-1, -1, 1, -1, -1),
                "middle1": (-1, -1, 0, -1, -1),
                "high": (-1, -1, -1, -1, 0),
            }.items()
        ],
    )
    decision = decide(Features(tier=Tier.MODERATE), Policy(), fleet)
    assert [step.deployment for step in decision.plan] == ["b/middle1", "b/middle2", "b/high", "b/low"]


def test_a_model_asked_for_by_name_is_the_only_one_planned() -> None:
    decision = decide(Features(model="small"), Policy(), FLEET)
    assert [step.deployment for step in decision.plan] == ["here/small"]
    assert decision.dropped[0].rule == "model"


def test_the_floor_on_degrading_refuses_rather_than_answers_badly() -> None:
    decision = decide(HARD, Policy(zones=ALWAYS_LOCAL, degrade_to=Tier.COMPLEX), FLEET)
    assert decision.plan == ()
    assert {loss.rule for loss in decision.dropped} == {"zone", "floor"}
