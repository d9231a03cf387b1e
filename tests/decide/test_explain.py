"""A decision told to programs and to people, in the sentences of the decision itself."""

import json

from candidates import deployment
from decision_strategies import fleets, policies, requests
from hypothesis import given

from larouter.core.deployment import Fleet
from larouter.core.features import Difficulty, Features
from larouter.core.policy import Policy
from larouter.core.zones import Zone
from larouter.decide.decide import decide
from larouter.decide.explain import as_json, reasons

HARD = Features(difficulty=Difficulty(0.95, 1.0, ("asks for a proof",)), input_tokens=12)
FLEET = Fleet("f", [deployment(), deployment(name="cloud/m", region="us", zone=Zone.PUBLIC)])


def test_the_whole_decision_is_told() -> None:
    decision = decide(HARD, Policy(deny=("cloud/*",)), FLEET)
    told = as_json(decision, HARD)
    assert (told["tier"], told["answered_by"], told["degraded"]) == ("FRONTIER", "here/small", True)
    assert (told["difficulty"], told["confidence"], told["sensitivity"]) == (0.95, 1.0, "public")
    assert (told["reach"], told["input_tokens"]) == ("public", 12)
    assert told["dropped"] == [
        {"deployment": "cloud/m", "rule": "allowed", "reason": "the policy denies cloud/*"}
    ]


def test_the_argument_is_told_in_the_order_in_which_it_was_made() -> None:
    decision = decide(HARD, Policy(deny=("cloud/*",)), FLEET)
    assert reasons(decision) == [
        "difficulty 0.95 (confidence 1.00) is FRONTIER: asks for a proof",
        "public content may reach any backend",
        "1. here/small: stands in for FRONTIER with MODERATE (degraded); free",
        "not cloud/m: the policy denies cloud/*",
    ]


def test_a_difficulty_of_which_nothing_is_known_is_not_told() -> None:
    assert as_json(decide(Features(), Policy(), FLEET), Features())["difficulty"] is None


def test_an_empty_plan_is_answered_by_nobody() -> None:
    told = as_json(decide(HARD, Policy(), Fleet("none", [])), HARD)
    assert (told["answered_by"], told["degraded"], told["plan"]) == (None, False, [])


@given(requests(), policies(), fleets())
def test_every_decision_can_be_told_in_json(request: Features, policy: Policy, fleet: Fleet) -> None:
    decision = decide(request, policy, fleet)
    told = as_json(decision, request)
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert len(reasons(decision)) == 2 + len(fleet.deployments)
