"""A recorded decision can be made again, years later, from what was written down."""

import msgspec
import pytest
from candidates import deployment
from decision_strategies import fleets, policies, requests
from hypothesis import given

from larouter.core.decision import Record
from larouter.core.deployment import Fleet
from larouter.core.features import Difficulty, Features
from larouter.core.live import Live
from larouter.core.policy import ALWAYS_LOCAL, Policy
from larouter.core.zones import Zone
from larouter.decide.decide import decide
from larouter.decide.record import decode, encode, replay


@given(requests(), policies(), fleets())
def test_a_record_read_back_is_the_same(request: Features, policy: Policy, fleet: Fleet) -> None:
    record = Record(request, fleet.live, decide(request, policy, fleet))
    assert decode(encode(record)) == record


def test_a_replay_sees_the_load_of_then_and_not_of_now() -> None:
    one, other = deployment(name="a/m"), deployment(name="b/m")
    then, now = {"a/m": Live(up=False)}, {"b/m": Live(up=False)}
    decision = decide(Features(), Policy(), Fleet("f", [one, other], then))
    again = replay(Record(Features(), then, decision), Policy(), Fleet("f", [one, other], now))
    assert again == decision
    assert [step.deployment for step in again.plan] == ["b/m"]


def test_another_policy_can_be_tried_on_it() -> None:
    fleet = Fleet("f", [deployment(), deployment(name="cloud/m", zone=Zone.PUBLIC)])
    request = Features(difficulty=Difficulty(0.2, 1.0))
    record = Record(request, {}, decide(request, Policy(), fleet))
    strict = replay(record, Policy(zones=ALWAYS_LOCAL), fleet)
    assert [loss.deployment for loss in strict.dropped] == ["cloud/m"]


@pytest.mark.parametrize("text", [b"", b"{}", b"[]", b'{"features": 1}'])
def test_what_is_no_record_is_refused(text: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode(text)
