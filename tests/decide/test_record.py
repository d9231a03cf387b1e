"""A decision is written down so that it can be read back, word for word."""

import msgspec
import pytest
from decision_strategies import fleets, policies, requests
from hypothesis import given

from larouter.core.decision import Record
from larouter.core.deployment import Fleet
from larouter.core.features import Features
from larouter.core.policy import Policy
from larouter.decide.decide import decide
from larouter.decide.record import decode, encode


@given(requests(), policies(), fleets())
def test_a_record_read_back_is_the_same(request: Features, policy: Policy, fleet: Fleet) -> None:
    record = Record(request, fleet.live, decide(request, policy, fleet))
    assert decode(encode(record)) == record


@pytest.mark.parametrize("text", [b"", b"{}", b"[]", b'{"features": 1}'])
def test_what_is_no_record_is_refused(text: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode(text)
