"""A deployment knows which tiers it serves; a fleet that says nothing of load is idle."""

from larouter.core.deployment import NO_TIERS, NOT_SERVED, Deployment, Fleet
from larouter.core.tiers import Tier
from larouter.core.zones import Zone


def test_a_deployment_serves_the_tiers_in_whose_lists_it_stands() -> None:
    it = Deployment("b/m", "b", "m", "m", Zone.LOCAL, places=(NOT_SERVED, 0, 3, NOT_SERVED, NOT_SERVED))
    assert [tier for tier in Tier if it.serves(tier)] == [Tier.SIMPLE, Tier.MODERATE]


def test_a_deployment_that_nobody_placed_serves_no_tier() -> None:
    it = Deployment("b/m", "b", "m", "m", Zone.LOCAL)
    assert it.places == NO_TIERS
    assert len(NO_TIERS) == len(Tier)
    assert not any(it.serves(tier) for tier in Tier)


def test_fleets_do_not_share_what_moves() -> None:
    assert Fleet("a", []).live is not Fleet("b", []).live
