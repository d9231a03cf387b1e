"""Too much to do nearby: the request goes further where it may, waits where it may not, and the decision says why."""

import dataclasses

from candidates import deployment
from decision_strategies import fleets, policies, requests
from hypothesis import given

from larouter.core.decision import Decision
from larouter.core.deployment import Fleet
from larouter.core.features import Features
from larouter.core.live import OPEN, Live
from larouter.core.money import Rates
from larouter.core.policy import Policy
from larouter.core.tiers import Tier
from larouter.core.zones import Sensitivity, Zone
from larouter.decide.decide import decide

HERE = deployment(name="here/m", backend="here", model="m", places=(0, 0, 0, -1, -1))
CLOUD = deployment(
    name="cloud/m", backend="cloud", model="m", zone=Zone.PUBLIC, rates=Rates(input=10**6, output=10**6)
)
SMALL = deployment(name="here/small", model="small", places=(0, -1, -1, -1, -1))
BUSY = Live(in_flight=2, capacity=2, queued=9, wait_ms=3_200)
CEILING = Policy(latency_ceiling_ms=2_000)
SIMPLE = Features(tier=Tier.SIMPLE, worst_input_tokens=1_000, max_tokens=100)
SECRET = dataclasses.replace(SIMPLE, sensitivity=Sensitivity.CONFIDENTIAL)


def decided(request: Features, policy: Policy = CEILING, live: Live = BUSY) -> Decision:
    return decide(request, policy, Fleet("f", [HERE, CLOUD], {"here/m": live}))


def names(decision: Decision) -> list[str]:
    return [step.deployment for step in decision.plan]


def test_a_queue_longer_than_the_ceiling_spills_over_to_the_next_zone_and_says_so() -> None:
    decision = decided(SIMPLE)
    assert names(decision) == ["cloud/m"]
    assert decision.spilled
    assert decision.plan[0].reason.endswith(
        "spilled over from here/m: its first token is expected after 3,200 ms, 3,200 ms of them in its queue; "
        "the ceiling is 2,000 ms"
    )
    assert [(loss.deployment, loss.rule) for loss in decision.dropped] == [("here/m", "latency")]


def test_without_a_ceiling_it_waits_until_the_queue_is_full() -> None:
    assert names(decided(SIMPLE, Policy())) == ["here/m", "cloud/m"]
    full = decided(SIMPLE, Policy(), dataclasses.replace(BUSY, full=True))
    assert (names(full), full.spilled) == (["cloud/m"], True)


def test_what_must_stay_waits_and_says_so() -> None:
    decision = decided(SECRET)
    assert (names(decision), decision.spilled) == (["here/m"], False)
    assert "expected after 3,200 ms, beyond the ceiling of 2,000 ms" in decision.plan[0].reason


def test_what_must_stay_is_refused_where_the_policy_would_rather_not_wait() -> None:
    assert names(decided(SECRET, dataclasses.replace(CEILING, waits=False))) == []


def test_what_must_stay_is_refused_when_the_queue_is_full() -> None:
    decision = decided(SECRET, live=dataclasses.replace(BUSY, full=True))
    assert names(decision) == []
    assert {loss.rule for loss in decision.dropped} == {"load", "zone"}


def test_it_spills_only_within_the_budget() -> None:
    decision = decided(dataclasses.replace(SIMPLE, remaining=10))
    assert (names(decision), decision.spilled) == (["here/m"], False)


def test_a_batch_waits_for_whom_it_would_have_had() -> None:
    assert names(decided(dataclasses.replace(SIMPLE, batch=True))) == ["here/m", "cloud/m"]


def test_an_unmet_ceiling_lowers_the_tier_and_a_batch_waits_for_the_capable_model() -> None:
    moderate = Features(tier=Tier.MODERATE, sensitivity=Sensitivity.CONFIDENTIAL)
    fleet = Fleet("f", [HERE, SMALL], {"here/m": BUSY})
    quick = decide(moderate, CEILING, fleet)
    assert (names(quick), quick.plan[0].tier) == (["here/small"], Tier.HEARTBEAT)
    patient = decide(dataclasses.replace(moderate, batch=True), CEILING, fleet)
    assert names(patient) == ["here/m", "here/small"]


def test_a_busy_deployment_that_would_not_have_come_first_is_no_spill() -> None:
    fleet = Fleet("f", [SMALL, CLOUD], {"here/small": BUSY})
    decision = decide(SIMPLE, CEILING, fleet)
    assert (names(decision), decision.spilled) == (["cloud/m"], False)


def test_when_all_circuits_are_open_on_several_backends_they_are_tried_all_the_same() -> None:
    other = dataclasses.replace(HERE, name="near/m", backend="near")
    fleet = Fleet("f", [HERE, other], {"here/m": Live(breaker=OPEN), "near/m": Live(breaker=OPEN)})
    decision = decide(SECRET, Policy(), fleet)
    assert sorted(names(decision)) == ["here/m", "near/m"]
    assert "tried all the same" in decision.plan[0].reason
    down = Fleet("f", [HERE, other], {"here/m": Live(breaker=OPEN), "near/m": Live(up=False)})
    assert names(decide(SECRET, Policy(), down)) == []


def test_whom_an_open_circuit_keeps_out_of_the_plan_is_its_last_resort() -> None:
    other = dataclasses.replace(HERE, name="near/m", backend="near")
    third = dataclasses.replace(HERE, name="next/m", backend="next")
    live = {"here/m": Live(breaker=OPEN), "next/m": Live(up=False)}
    decision = decide(SECRET, Policy(), Fleet("f", [HERE, other, third, CLOUD], live))
    assert names(decision) == ["near/m"]
    assert [step.deployment for step in decision.resorts] == ["here/m"]
    assert [(loss.deployment, loss.rule) for loss in decision.dropped if loss.rule == "health"] == [
        ("here/m", "health"), ("next/m", "health"),
    ]  # fmt: skip


def test_one_backend_alone_whose_circuit_is_open_is_left_alone() -> None:
    decision = decide(SECRET, Policy(), Fleet("f", [HERE], {"here/m": Live(breaker=OPEN)}))
    assert (decision.plan, decision.resorts) == ((), ())


@given(requests(), policies(), fleets())
def test_a_last_resort_is_permitted_and_would_be_planned_if_its_circuit_were_closed(
    request: Features, policy: Policy, fleet: Fleet
) -> None:
    decision = decide(request, policy, fleet)
    zones = {it.name: it.zone for it in fleet.deployments}
    lost = {loss.deployment: loss.rule for loss in decision.dropped}
    idle = Fleet("f", fleet.deployments, {name: Live(it.up) for name, it in fleet.live.items()})
    everybody = set(names(decide(request, policy, idle)))
    for step in decision.resorts:
        assert zones[step.deployment] <= decision.reach
        assert lost[step.deployment] == "health"
        assert step.deployment in everybody


@given(requests(), policies(), fleets())
def test_load_never_widens_the_reach(request: Features, policy: Policy, fleet: Fleet) -> None:
    decision = decide(request, policy, fleet)
    zones = {it.name: it.zone for it in fleet.deployments}
    assert all(zones[step.deployment] <= decision.reach for step in decision.plan)


@given(requests(), policies(), fleets())
def test_who_waits_was_permitted_by_every_other_rule(request: Features, policy: Policy, fleet: Fleet) -> None:
    idle = Fleet("f", fleet.deployments, {name: Live(it.up) for name, it in fleet.live.items()})
    everybody = set(names(decide(request, policy, idle)))
    assert set(names(decide(request, policy, fleet))) <= everybody
