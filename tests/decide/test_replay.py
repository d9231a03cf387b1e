"""A recorded decision can be made again, years later, and compared with what another policy would do."""

from candidates import deployment
from decision_strategies import fleets, policies, requests
from hypothesis import given

from larouter.core.decision import Record
from larouter.core.deployment import Fleet
from larouter.core.features import Difficulty, Features
from larouter.core.live import Live
from larouter.core.money import Rates
from larouter.core.policy import ALWAYS_LOCAL, Policy
from larouter.core.zones import Zone
from larouter.decide.decide import decide
from larouter.decide.replay import compare, replay

CLOUD = deployment(name="cloud/m", zone=Zone.PUBLIC, places=(-1, 0, -1, -1, -1), rates=Rates(10**6, 10**6))
FLEET = Fleet("f", [deployment(places=(-1, 1, -1, -1, -1)), CLOUD])
EASY = Features(difficulty=Difficulty(0.2, 1.0), max_tokens=100, worst_input_tokens=10)
LOCAL, ANYWHERE = Policy(zones=ALWAYS_LOCAL), Policy()


def record(policy: Policy, request: Features = EASY, fleet: Fleet = FLEET) -> Record:
    return Record(request, fleet.live, decide(request, policy, fleet))


@given(requests(), policies(), fleets())
def test_the_same_policy_and_fleet_decide_the_same(request: Features, policy: Policy, fleet: Fleet) -> None:
    was = record(policy, request, fleet)
    assert replay(was, policy, fleet) == was.decision
    difference = compare(was, policy, fleet)
    assert difference.identical
    assert (difference.moved, difference.wider, difference.narrower, difference.cost) == (
        False,
        False,
        False,
        0,
    )


def test_a_replay_sees_the_load_of_then_and_not_of_now() -> None:
    one, other = deployment(name="a/m"), deployment(name="b/m")
    then, now = {"a/m": Live(up=False)}, {"b/m": Live(up=False)}
    was = record(Policy(), Features(), Fleet("f", [one, other], then))
    again = replay(was, Policy(), Fleet("f", [one, other], now))
    assert again == was.decision
    assert [step.deployment for step in again.plan] == ["b/m"]


def test_a_policy_that_sends_the_bytes_further_is_said_to_and_what_it_costs() -> None:
    found = compare(record(LOCAL), ANYWHERE, FLEET)
    assert (found.before, found.after, found.moved) == ("here/small", "cloud/m", True)
    assert (found.wider, found.narrower, found.identical) == (True, False, False)
    assert found.cost == decide(EASY, ANYWHERE, FLEET).plan[0].worst_case > 0


def test_a_policy_that_keeps_the_bytes_nearer_is_said_to_and_what_it_saves() -> None:
    found = compare(record(ANYWHERE), LOCAL, FLEET)
    assert (found.before, found.after) == ("cloud/m", "here/small")
    assert (found.wider, found.narrower) == (False, True)
    assert found.cost < 0


def test_who_would_be_refused_now_goes_nowhere() -> None:
    found = compare(record(ANYWHERE), Policy(deny=("*",)), FLEET)
    assert (found.before, found.after, found.wider) == ("cloud/m", "", False)
    assert found.narrower
