"""How far bytes may travel: never wider than the policy says, for the more sensitive of two opinions."""

import itertools

import pytest
from decision_strategies import policies, requests
from hypothesis import given

from larouter.core.features import Features, Finding
from larouter.core.policy import Policy
from larouter.core.zones import Sensitivity, Zone
from larouter.decide.reach import permit, reach


@given(requests(), policies())
def test_a_permit_is_no_wider_than_the_policy(request: Features, policy: Policy) -> None:
    zone = permit(request, policy, "req_1").reach
    assert zone == reach(request, policy)[0]
    assert zone <= policy.zones[request.sensitivity]
    assert zone <= policy.zones[policy.sensitivity]


@pytest.mark.parametrize(("found", "assumed"), [*itertools.product(Sensitivity, Sensitivity)])
def test_the_more_sensitive_opinion_counts(found: Sensitivity, assumed: Sensitivity) -> None:
    zone, _ = reach(Features(sensitivity=found), Policy(sensitivity=assumed))
    assert zone == Policy().zones[max(found, assumed)]


@given(requests(), policies())
def test_more_sensitive_never_travels_further(request: Features, policy: Policy) -> None:
    zones = [reach(Features(sensitivity=level), policy)[0] for level in Sensitivity]
    assert zones == sorted(zones, reverse=True)


def test_the_reason_names_the_level_what_was_found_and_where_it_may_go() -> None:
    request = Features(
        sensitivity=Sensitivity.CONFIDENTIAL, findings=(Finding("iban", 2), Finding("email", 1))
    )
    assert reach(request, Policy())[1] == (
        "confidential content (found iban 2 times, email 1 times) may reach local backends only"
    )
    assert reach(Features(), Policy())[1] == "public content may reach any backend"


def test_a_permit_names_the_request_whose_bytes_it_covers() -> None:
    assert permit(Features(), Policy(), "req_1").request == "req_1"
    assert permit(Features(sensitivity=Sensitivity.INTERNAL), Policy(), "req_1").reach is Zone.PRIVATE
