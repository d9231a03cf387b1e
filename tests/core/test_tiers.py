"""Five tiers, in order, found by name."""

import pytest

from larouter.core.tiers import CLOUD_TIERS, LOCAL_TIERS, Tier, tier_named


def test_tiers_are_ordered_by_what_they_can_do() -> None:
    assert Tier.HEARTBEAT < Tier.SIMPLE < Tier.MODERATE < Tier.COMPLEX < Tier.FRONTIER


@pytest.mark.parametrize("tier", Tier)
def test_a_tier_is_found_by_its_name_in_any_case(tier: Tier) -> None:
    assert tier_named(tier.name) is tier
    assert tier_named(tier.name.lower()) is tier
    assert tier_named(tier.name.title()) is tier


@pytest.mark.parametrize("name", ["", "auto", "complex ", "0", "COMPLEX2"])
def test_another_name_is_no_tier(name: str) -> None:
    assert tier_named(name) is None


def test_every_tier_is_served_either_here_or_in_the_cloud_by_default() -> None:
    assert (*LOCAL_TIERS, *CLOUD_TIERS) == tuple(Tier)
