"""Ollama's shapes and quirks."""

import pytest
from looking import Counting, look, only

from larouter.core.zones import Zone
from larouter.fleet.fetch import Fetch
from larouter.fleet.probe import probe
from larouter.fleet.sighting import Kind
from larouter.testing.fake_ollama import FakeOllama, OllamaModel


async def test_ollama_is_recognised_by_its_greeting_with_capabilities_in_our_words(fetch: Fetch) -> None:
    async with FakeOllama(OllamaModel()) as fake:
        seen = await look(fetch, fake.url)
    assert (seen.kind, seen.version) == (Kind.OLLAMA, "0.32.9")
    assert only(seen).capabilities == {"tools", "vision", "reasoning", "json_object", "json_schema"}


async def test_the_window_of_a_loaded_ollama_model_is_the_one_in_force(fetch: Fetch) -> None:
    async with FakeOllama(OllamaModel(trained=131072), loaded={"gemma4:e2b": 32768}) as fake:
        model = only(await look(fetch, fake.url))
    assert (model.window, model.loaded) == (32768, True)


async def test_the_window_of_an_unloaded_ollama_model_is_the_one_it_asks_for_else_the_smallest(
    fetch: Fetch,
) -> None:
    async with FakeOllama(OllamaModel("a"), OllamaModel("b", num_ctx=16384)) as fake:
        models = (await look(fetch, fake.url)).models
    assert [(model.name, model.window, model.loaded) for model in models] == [
        ("a", 4096, False),
        ("b", 16384, False),
    ]


@pytest.mark.parametrize(
    "model",
    [
        OllamaModel("gpt-oss:120b-cloud", remote_host="https://ollama.com:443"),
        OllamaModel("mine", remote_host="https://ollama.com:443"),
        OllamaModel("deepseek-v4:671b-cloud"),
        OllamaModel("kimi:cloud"),
    ],
    ids=lambda model: f"{model.name}{' remote' if model.remote_host else ''}",
)
async def test_an_ollama_model_that_runs_in_its_cloud_is_public(fetch: Fetch, model: OllamaModel) -> None:
    async with FakeOllama(model) as fake:
        seen = only(await look(fetch, fake.url))
    assert seen.zone is Zone.PUBLIC
    assert seen.window == 131072


async def test_an_ollama_model_that_runs_here_stays_in_the_zone_of_its_server(fetch: Fetch) -> None:
    async with FakeOllama(OllamaModel("cloudy:7b")) as fake:
        assert only(await look(fetch, fake.url)).zone is None


async def test_an_ollama_without_models_is_still_ollama(fetch: Fetch) -> None:
    async with FakeOllama() as fake:
        seen = await look(fetch, fake.url)
    assert (seen.kind, seen.models) == (Kind.OLLAMA, ())


async def test_a_second_look_at_ollama_asks_only_about_what_changed(fetch: Fetch) -> None:
    async with FakeOllama(OllamaModel("a"), OllamaModel("b")) as fake:
        before = await look(fetch, fake.url)
        fake.models["c"] = OllamaModel("c")
        fake.loaded["a"] = 8192
        counting = Counting(fetch)
        after = await probe(counting, fake.url, before=before)
        assert counting.asked.count("POST /api/show") == 2
    assert after is not None
    assert [(model.name, model.window) for model in after.models] == [("a", 8192), ("b", 4096), ("c", 4096)]


async def test_a_model_that_only_makes_vectors_promises_no_answers(fetch: Fetch) -> None:
    async with FakeOllama(OllamaModel("nomic-embed-text", ("embedding",))) as fake:
        assert only(await look(fetch, fake.url)).capabilities == {"embeddings"}
