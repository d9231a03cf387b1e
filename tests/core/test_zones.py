"""Zones say where bytes go, sensitivity what they are; both are ordered and found by name."""

import pytest

from larouter.core.zones import Sensitivity, Zone, sensitivity_named, zone_named


def test_zones_widen() -> None:
    assert Zone.LOCAL < Zone.PRIVATE < Zone.PUBLIC


def test_sensitivity_rises() -> None:
    assert Sensitivity.PUBLIC < Sensitivity.INTERNAL < Sensitivity.CONFIDENTIAL


@pytest.mark.parametrize("zone", Zone)
def test_a_zone_is_found_by_its_name_in_any_case(zone: Zone) -> None:
    assert zone_named(zone.name) is zone
    assert zone_named(zone.name.lower()) is zone


@pytest.mark.parametrize("level", Sensitivity)
def test_a_sensitivity_is_found_by_its_name_in_any_case(level: Sensitivity) -> None:
    assert sensitivity_named(level.name) is level
    assert sensitivity_named(level.name.lower()) is level


@pytest.mark.parametrize("name", ["", "internal", "secret", " local"])
def test_another_name_is_no_zone(name: str) -> None:
    assert zone_named(name) is None


@pytest.mark.parametrize("name", ["", "local", "secret", " public"])
def test_another_name_is_no_sensitivity(name: str) -> None:
    assert sensitivity_named(name) is None
