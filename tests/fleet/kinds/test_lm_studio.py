"""LM Studio's shapes and quirks, newer and older."""

from looking import look, only

from larouter.fleet.fetch import Fetch
from larouter.fleet.sighting import Kind
from larouter.testing.fake_lmstudio import FakeLmStudio, LmStudioModel


async def test_lm_studio_is_recognised_although_it_answers_200_to_everything(fetch: Fetch) -> None:
    async with FakeLmStudio(LmStudioModel(windows=(8192,), parallel=4)) as fake:
        seen = await look(fetch, fake.url)
        assert (await fetch("GET", f"{fake.url}/props", {}, b"", 2.0)).status == 200
    assert seen.kind is Kind.LM_STUDIO
    model = only(seen)
    assert (model.window, model.slots, model.loaded) == (8192, 4, True)
    assert model.capabilities == {"vision", "tools", "json_object", "json_schema"}


async def test_every_loaded_instance_of_lm_studio_is_a_model_of_its_own(fetch: Fetch) -> None:
    async with FakeLmStudio(LmStudioModel("m", windows=(4096, 16384))) as fake:
        seen = await look(fetch, fake.url)
    assert [(model.upstream_id, model.window) for model in seen.models] == [("m", 4096), ("m:2", 16384)]


async def test_a_downloaded_lm_studio_model_is_not_taken_for_loaded(fetch: Fetch) -> None:
    async with FakeLmStudio(LmStudioModel(windows=())) as fake:
        model = only(await look(fetch, fake.url))
    assert (model.loaded, model.window) == (False, 4096)


async def test_an_embedding_model_of_lm_studio_cannot_chat(fetch: Fetch) -> None:
    async with FakeLmStudio(LmStudioModel("embed", type="embedding")) as fake:
        assert only(await look(fetch, fake.url)).capabilities == {"embeddings"}


async def test_an_older_lm_studio_is_recognised_by_the_state_of_its_models(fetch: Fetch) -> None:
    models = (LmStudioModel("a", windows=(8192,)), LmStudioModel("b", windows=(), vision=False))
    async with FakeLmStudio(*models, older=True) as fake:
        seen = await look(fetch, fake.url)
    assert seen.kind is Kind.LM_STUDIO
    assert [(model.name, model.loaded, model.window) for model in seen.models] == [
        ("a", True, 8192),
        ("b", False, 4096),
    ]
    assert "vision" in (seen.models[0].capabilities or ())
