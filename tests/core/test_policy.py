"""The default policy: nothing confidential leaves, nothing internal leaves what is ours."""

from larouter.core.policy import ALWAYS_LOCAL, Policy
from larouter.core.zones import Sensitivity, Zone


def test_by_default_the_more_sensitive_stays_the_nearer() -> None:
    zones = Policy().zones
    assert zones[Sensitivity.PUBLIC] is Zone.PUBLIC
    assert zones[Sensitivity.INTERNAL] is Zone.PRIVATE
    assert zones[Sensitivity.CONFIDENTIAL] is Zone.LOCAL


def test_always_local_is_local_for_everything() -> None:
    assert {ALWAYS_LOCAL[level] for level in Sensitivity} == {Zone.LOCAL}


def test_there_is_a_zone_for_every_sensitivity_and_a_threshold_between_all_tiers() -> None:
    assert len(Policy().zones) == len(Sensitivity)
    assert list(Policy().thresholds) == sorted(Policy().thresholds)
