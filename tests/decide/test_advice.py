"""What a policy comes to in a fleet, in sentences, before anybody is refused."""

from candidates import deployment

from larouter.core.deployment import Fleet
from larouter.core.policy import ALWAYS_LOCAL, Policy
from larouter.core.routes import Alias, Canary, Peer, Rule
from larouter.core.tiers import Tier
from larouter.core.zones import Zone
from larouter.decide.advice import warnings

HERE = deployment(name="here/small", backend="here", model="small", places=(0, 0, 0, -1, -1))
CLOUD = deployment(
    name="cloud/large", backend="cloud", model="large", zone=Zone.PUBLIC, places=(-1, -1, -1, 0, 0)
)
FLEET = Fleet("both", [CLOUD, HERE])


def test_a_tier_without_a_permitted_deployment_names_what_answers_instead() -> None:
    assert warnings(Policy(), FLEET) == [
        f"{tier} has no permitted deployment for internal and confidential requests: "
        "here/small answers them as MODERATE instead"
        for tier in ("COMPLEX", "FRONTIER")
    ]


def test_where_nothing_may_stand_in_requests_are_refused() -> None:
    policy = Policy(zones=ALWAYS_LOCAL, degrade_to=Tier.COMPLEX, floor=Tier.FRONTIER)
    assert warnings(policy, FLEET) == [
        "FRONTIER has no permitted deployment for public, internal and confidential requests: they are refused"
    ]


def test_tiers_beyond_floor_and_ceiling_are_nobodys_concern() -> None:
    assert warnings(Policy(ceiling=Tier.MODERATE), FLEET) == []


def test_what_names_nothing_in_the_fleet_is_said() -> None:
    policy = Policy(
        ceiling=Tier.MODERATE,
        pins=((Tier.SIMPLE, "gone/*"),),
        canaries=(Canary("new/*", 100),),
        rules=(Rule("r", chain=((Peer("lost"),),), groups=("small",)),),
        aliases=(Alias("a", model="missing"), Alias("b", model="small"), Alias("c", group=(Peer("none"),))),
    )
    assert warnings(policy, FLEET) == [
        "the pin of SIMPLE names gone/*, which nothing in the fleet is called",
        "a canary names new/*, which nothing in the fleet is called",
        "the group small names lost, which nothing in the fleet is called",
        "the alias c names none, which nothing in the fleet is called",
        "the alias a means missing, which nothing in the fleet is called",
    ]


def test_an_empty_fleet_tells_nothing() -> None:
    assert len(warnings(Policy(), Fleet("none", []))) == 1
