"""Which model serves which tier, under which name, in which zone, at which price."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.config.catalog import read_catalog
from larouter.config.settings import Backend as Settings
from larouter.config.settings import Model, Price
from larouter.core.deployment import Deployment, Fleet
from larouter.core.money import FREE, UNKNOWN, rate
from larouter.core.tiers import CLOUD_TIERS, LOCAL_TIERS, Tier
from larouter.core.zones import Zone
from larouter.fleet.backend import Backend, configured, found, names_of, toy
from larouter.fleet.sighting import Kind, SeenModel, Sighting
from larouter.fleet.snapshot import body, read_body, snapshot

CATALOG = read_catalog()
TODAY = 20_777  # 2026-11-20
OPENAI = configured("openai", Settings(url="https://api.openai.com", zone="public", key_env="OPENAI_API_KEY"))


def fleet(
    *backends: tuple[Backend, Sighting | None], tiers: dict[str, tuple[str, ...]] | None = None
) -> Fleet:
    return snapshot(backends, CATALOG, tiers or {}, TODAY)


def local(
    *models: str | SeenModel, name: str = "here", kind: Kind = Kind.LLAMA_CPP
) -> tuple[Backend, Sighting]:
    seen = tuple(model if isinstance(model, SeenModel) else SeenModel(model, model) for model in models)
    sighting = Sighting(kind, f"http://127.0.0.1/{name}", seen)
    return found(name, sighting, Zone.LOCAL), sighting


def elsewhere(zone: Zone, *models: str) -> tuple[Backend, Sighting]:
    seen = tuple(SeenModel(model, model) for model in models)
    return Backend("there", "http://10.0.0.1", zone), Sighting(Kind.OPENAI, "http://10.0.0.1", seen)


def tiers_of(deployment: Deployment) -> tuple[Tier, ...]:
    return tuple(tier for tier in Tier if deployment.serves(tier))


def order(fleet: Fleet, tier: Tier) -> list[str]:
    serving = [deployment for deployment in fleet.deployments if deployment.serves(tier)]
    return [deployment.name for deployment in sorted(serving, key=lambda d: (d.places[tier], d.name))]


def by_name(fleet: Fleet, name: str) -> Deployment:
    return next(deployment for deployment in fleet.deployments if deployment.name == name)


def test_an_unknown_local_model_serves_the_lower_tiers_for_nothing() -> None:
    only = fleet(local("mystery")).deployments[0]
    assert tiers_of(only) == LOCAL_TIERS
    assert (only.name, only.zone, only.rates) == ("here/mystery", Zone.LOCAL, FREE)


@pytest.mark.parametrize("zone", [Zone.PRIVATE, Zone.PUBLIC])
def test_an_unknown_model_elsewhere_serves_the_upper_tiers_at_an_unknown_price(zone: Zone) -> None:
    only = fleet(elsewhere(zone, "mystery")).deployments[0]
    assert tiers_of(only) == CLOUD_TIERS
    assert (only.zone, only.rates) == (zone, UNKNOWN)


def test_a_known_local_model_goes_by_the_catalogues_id_and_is_asked_for_by_its_servers() -> None:
    only = fleet(local("gemma4:e2b", name="ollama")).deployments[0]
    assert (only.name, only.model, only.upstream_id) == ("ollama/gemma-4-e2b", "gemma-4-e2b", "gemma4:e2b")


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


def test_a_known_cloud_model_that_no_list_names_answers_by_name_only_at_the_price_of_the_day() -> None:
    model = by_name(fleet((OPENAI, None)), "openai/gpt-4o")
    assert tiers_of(model) == ()
    assert (model.rates.input, model.rates.output) == (rate("2.5"), rate(10))
    assert (model.retires_on, model.replacement) == (20832, "gpt-6-luna")


def test_a_provider_behind_another_address_offers_what_it_lists() -> None:
    settings = Settings(url="http://127.0.0.1:9999/v1", zone="public", key_env="OPENAI_API_KEY")
    backend = configured("openai", settings)
    assert backend.watched
    listed = Sighting(
        Kind.OPENAI, backend.url, (SeenModel("gpt-6.1-sol", "gpt-6.1-sol"), SeenModel("own", "own"))
    )
    offered = fleet((backend, listed))
    assert [deployment.name for deployment in offered.deployments] == ["openai/gpt-6.1-sol", "openai/own"]
    assert tiers_of(offered.deployments[0]) == (Tier.FRONTIER,)
    assert tiers_of(offered.deployments[1]) == CLOUD_TIERS
    assert len(fleet((backend, None)).deployments) > 10


def test_an_official_provider_is_not_asked_what_it_has() -> None:
    assert not OPENAI.watched
    assert (OPENAI.provider, OPENAI.url) == ("openai", "https://api.openai.com")


def test_an_openai_compatible_server_of_another_name_is_not_taken_for_openai() -> None:
    backend = configured("acme", Settings(url="https://llm.acme.example/v1", zone="public"))
    assert backend.provider == ""
    assert fleet((backend, None)).deployments == ()


def test_the_operators_list_is_obeyed_as_it_stands() -> None:
    wanted = {"SIMPLE": ("openai/gpt-6.1-sol", "mystery")}
    mixed = fleet(local("mystery", "gemma4:e2b"), (OPENAI, None), tiers=wanted)
    assert order(mixed, Tier.SIMPLE) == ["openai/gpt-6.1-sol", "here/mystery"]
    assert order(mixed, Tier.HEARTBEAT)[0] == "here/gemma-4-e2b"


def test_what_the_operator_says_of_a_model_wins_over_server_and_catalogue() -> None:
    said = Model(
        id="big", upstream_id="gemma4:e2b", tiers=("complex",), capabilities=("tools",), window=1000,
        price=Price(input=0.5, output=2), weight=3,
    )  # fmt: skip
    settings = Settings(url="http://127.0.0.1:1", zone="local", models=(said,))
    seen = Sighting(Kind.OLLAMA, "http://127.0.0.1:1", (SeenModel("gemma4:e2b", "gemma4:e2b", 4096),))
    only = fleet((configured("box", settings), seen)).deployments[0]
    assert (only.name, only.upstream_id, only.window, only.weight) == ("box/big", "gemma4:e2b", 1000, 3)
    assert (only.capabilities, tiers_of(only)) == ({"tools"}, (Tier.COMPLEX,))
    assert (only.rates.input, only.rates.output, only.rates.cache_read) == (rate("0.5"), rate(2), rate("0.5"))


def test_a_configured_model_takes_its_window_from_the_server() -> None:
    settings = Settings(url="http://127.0.0.1:1", zone="local", models=("m",))
    seen = Sighting(Kind.OPENAI, "http://127.0.0.1:1", (SeenModel("m", "/models/m", 2048),))
    only = fleet((configured("box", settings), seen)).deployments[0]
    assert (only.model, only.window) == ("m", 2048)


def test_an_unknown_window_of_a_local_server_is_not_taken_from_the_catalogue() -> None:
    assert fleet(local("gemma4:e2b")).deployments[0].window == 0
    assert by_name(fleet((OPENAI, None)), "openai/gpt-6-luna").window == 1_050_000


def test_a_model_of_ollamas_cloud_is_public_though_its_server_is_local() -> None:
    cloud = SeenModel("gpt-oss:120b-cloud", "gpt-oss:120b-cloud", zone=Zone.PUBLIC)
    only = fleet(local(cloud, name="ollama", kind=Kind.OLLAMA)).deployments[0]
    assert (only.zone, only.rates, tiers_of(only)) == (Zone.PUBLIC, UNKNOWN, CLOUD_TIERS)


def test_gemma_in_ollamas_cloud_is_not_taken_for_local_gemma() -> None:
    cloud = SeenModel("gemma4:31b", "gemma4:31b", zone=Zone.PUBLIC)
    only = fleet(local(cloud)).deployments[0]
    assert (only.model, only.zone, tiers_of(only)) == ("gemma4:31b", Zone.PUBLIC, CLOUD_TIERS)


def test_an_embedding_model_serves_no_tier() -> None:
    only = fleet(local(SeenModel("e", "e", capabilities=frozenset({"embeddings"})))).deployments[0]
    assert tiers_of(only) == ()


def test_the_server_is_believed_about_what_its_model_can_do() -> None:
    blind = SeenModel("gemma4:e2b", "gemma4:e2b", capabilities=frozenset({"tools"}))
    assert fleet(local(blind)).deployments[0].capabilities == {"tools"}
    assert "vision" in fleet(local("gemma4:e2b")).deployments[0].capabilities


def test_mlx_runs_text_only_whatever_the_model_can_do() -> None:
    only = fleet(local("gemma-4-e2b-it-4bit", kind=Kind.MLX)).deployments[0]
    assert only.capabilities == {"tools", "reasoning", "json_object", "json_schema"}


def test_two_forms_of_a_model_on_one_server_keep_two_names_and_the_loaded_one_keeps_the_short_one() -> None:
    cold, warm = (
        SeenModel("gemma4:e2b", "gemma4:e2b", loaded=False),
        SeenModel("gemma4:e2b-q8_0", "gemma4:e2b-q8_0"),
    )
    names = {d.name: d.upstream_id for d in fleet(local(cold, warm)).deployments}
    assert names == {"here/gemma-4-e2b": "gemma4:e2b-q8_0", "here/gemma4:e2b": "gemma4:e2b"}


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
    assert "tools" in alone.deployments[0].capabilities
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


@pytest.mark.parametrize(
    ("kind", "url", "first"),
    [
        (Kind.OLLAMA, "http://localhost:11434", "ollama"),
        (Kind.OLLAMA, "http://localhost:5000", "ollama-5000"),
        (Kind.LLAMA_CPP, "http://127.0.0.1:9931", "llamacpp-9931"),
        (Kind.MLX, "http://127.0.0.1:8080", "mlx"),
        (Kind.OPENAI, "http://127.0.0.1:8000", "server-8000"),
    ],
)
def test_what_is_found_is_named_after_its_kind_and_an_unusual_port(kind: Kind, url: str, first: str) -> None:
    assert names_of(Sighting(kind, url))[0] == first
