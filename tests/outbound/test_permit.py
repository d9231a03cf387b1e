"""A permit covers the zones up to its reach, and nothing beyond."""

import itertools

import pytest

from larouter.core.zones import Zone
from larouter.outbound.permit import OPERATOR, EgressForbidden, Permit


@pytest.mark.parametrize(("reach", "zone"), [*itertools.product(Zone, Zone)])
def test_bytes_go_as_far_as_the_permit_and_no_further(reach: Zone, zone: Zone) -> None:
    if zone <= reach:
        Permit(reach).check(zone, "near")
        return
    with pytest.raises(EgressForbidden) as stopped:
        Permit(reach, "req_1").check(zone, "near")
    assert stopped.value.status == 403
    said = f"near is {zone.name.lower()}, the permit ends at {reach.name.lower()}"
    assert stopped.value.operator_detail == said
    assert "near" not in stopped.value.caller_detail


def test_the_operator_may_go_anywhere_and_carries_no_request() -> None:
    assert Permit(Zone.PUBLIC, "") == OPERATOR
