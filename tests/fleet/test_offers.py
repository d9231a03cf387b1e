"""What a backend offers: names, zones, prices, windows and capabilities."""

import pytest
from fleets import OPENAI, by_name, elsewhere, fleet, local, tiers_of

from larouter.config.catalog import read_catalog
from larouter.config.settings import Backend as Settings
from larouter.config.settings import Model, Price
from larouter.core.money import FREE, UNKNOWN, rate
from larouter.core.tiers import CLOUD_TIERS, LOCAL_TIERS, Tier
from larouter.core.zones import Zone
from larouter.fleet.backend import Backend, configured
from larouter.fleet.offers import offers
from larouter.fleet.sighting import Kind, SeenModel, Sighting


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


def test_an_openai_compatible_server_of_another_name_is_not_taken_for_openai() -> None:
    backend = configured("acme", Settings(url="https://llm.acme.example/v1", zone="public"))
    assert backend.provider == ""
    assert fleet((backend, None)).deployments == ()


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


@pytest.mark.parametrize(
    "name",
    ["nomic-embed-text-v1.5", "BAAI/bge-m3", "intfloat/e5-large", "all-MiniLM-L6-v2", "Qwen3-Embedding-8B"],
)
def test_a_model_that_is_named_like_one_that_makes_vectors_serves_no_tier(name: str) -> None:
    only = fleet(local(name, kind=Kind.VLLM)).deployments[0]
    assert (only.capabilities, tiers_of(only)) == ({"embeddings"}, ())


@pytest.mark.parametrize("name", ["gemma4:e2b", "bgem", "e5x", "phi-4-mini", "stellar-9b", "genie5-2b"])
def test_other_names_do_not_make_a_model_one_for_vectors(name: str) -> None:
    assert tiers_of(fleet(local(name)).deployments[0])


def test_the_operators_word_on_capabilities_counts_before_the_name() -> None:
    models = (Model(id="bge-chat", capabilities=("tools",)), Model(id="own", capabilities=("embeddings",)))
    backend = configured("there", Settings(url="http://10.0.0.1", zone="private", models=models))
    chat, own = fleet((backend, None)).deployments
    assert (tiers_of(chat), tiers_of(own)) == (CLOUD_TIERS, ())


def test_only_a_model_that_ollama_runs_itself_is_cut_without_a_word() -> None:
    models = (SeenModel("m", "m", 4096), SeenModel("c", "c", 4096, zone=Zone.PUBLIC))
    seen = Sighting(Kind.OLLAMA, "http://h", models)
    found = offers(Backend("o", "http://h"), seen, read_catalog(), 20_777)
    assert {it.deployment.model: it.deployment.cuts for it in found} == {"m": True, "c": False}
    other = offers(
        Backend("v", "http://h"), Sighting(Kind.VLLM, "http://h", models[:1]), read_catalog(), 20_777
    )
    assert not other[0].deployment.cuts
