"""Which model serves which tier, and in which order."""

import dataclasses

from fleets import OPENAI, fleet, local, order, tiers_of
from hypothesis import given
from hypothesis import strategies as st

from larouter.core.tiers import Tier
from larouter.fleet.backend import toy
from larouter.fleet.sighting import SeenModel
from larouter.fleet.snapshot import body, read_body


def test_known_local_models_stand_in_the_order_of_the_catalogue() -> None:
    both = fleet(local("gemma4:e2b", "gemma4:26b"))
    assert order(both, Tier.HEARTBEAT) == ["here/gemma-4-e2b", "here/gemma-4-26b-a4b"]
    assert order(both, Tier.MODERATE) == ["here/gemma-4-26b-a4b", "here/gemma-4-e2b"]


def test_the_lower_tiers_are_local_first_even_when_the_cloud_is_known_and_the_local_model_is_not() -> None:
    mixed = fleet(local("mystery"), (OPENAI, None))
    assert order(mixed, Tier.SIMPLE) == ["here/mystery", "openai/gpt-6-luna"]
    assert order(mixed, Tier.COMPLEX) == ["openai/gpt-6.1-terra"]
    assert order(mixed, Tier.FRONTIER) == ["openai/gpt-6.1-sol"]


def test_a_key_alone_covers_all_five_tiers() -> None:
    cloud = fleet((OPENAI, None))
    assert all(order(cloud, tier) for tier in Tier)


def test_the_operators_list_is_obeyed_as_it_stands() -> None:
    wanted = {"SIMPLE": ("openai/gpt-6.1-sol", "mystery")}
    mixed = fleet(local("mystery", "gemma4:e2b"), (OPENAI, None), tiers=wanted)
    assert order(mixed, Tier.SIMPLE) == ["openai/gpt-6.1-sol", "here/mystery"]
    assert order(mixed, Tier.HEARTBEAT)[0] == "here/gemma-4-e2b"


def test_among_unknown_models_the_loaded_one_comes_first() -> None:
    models = (SeenModel("a", "a", loaded=False), SeenModel("b", "b"))
    assert order(fleet(local(*models)), Tier.SIMPLE) == ["here/b", "here/a"]


def test_the_same_model_on_two_servers_shares_one_place() -> None:
    twins = fleet(local("gemma4:e4b", name="one"), local("gemma4:e4b", name="two"))
    assert twins.deployments[0].places == twins.deployments[1].places


def test_the_toy_serves_everything_only_as_long_as_nothing_else_is_there() -> None:
    box = toy("http://127.0.0.1:1")
    alone = fleet((box, None))
    assert [(d.name, tiers_of(d)) for d in alone.deployments] == [("toy/toy", tuple(Tier))]
    assert alone.deployments[0].capabilities == {"json_object"}  # neither calls tools nor fills in a schema
    assert [d.name for d in fleet((box, None), local("m")).deployments] == ["here/m"]


NAMES = st.lists(st.sampled_from(["a", "b", "gemma4:e2b", "gemma4:26b"]), unique=True)


@given(NAMES, NAMES, st.randoms())
def test_the_order_in_which_servers_are_seen_changes_nothing(
    one: list[str], two: list[str], dice: object
) -> None:
    backends = [local(*one, name="one"), local(*two, name="two"), (OPENAI, None)]
    first = fleet(*backends)
    dice.shuffle(backends)  # type: ignore[attr-defined]
    assert fleet(*backends) == first
    assert [d.name for d in first.deployments] == sorted(d.name for d in first.deployments)


@given(NAMES, NAMES)
def test_fleets_have_one_version_exactly_when_they_are_equal(one: list[str], two: list[str]) -> None:
    first, second = fleet(local(*one)), fleet(local(*two))
    assert (first.version == second.version) == (first.deployments == second.deployments)


def test_a_stored_fleet_comes_back_as_it_was() -> None:
    stored = fleet(local("gemma4:e2b", "x"), (OPENAI, None))
    assert read_body(body(stored.deployments)) == dataclasses.replace(stored, live={})
