"""Any server that lists models as OpenAI does."""

from looking import look

from larouter.fleet.fetch import Fetch
from larouter.fleet.sighting import Kind, Readiness
from larouter.testing.fake_openai import FakeOpenAI


async def test_any_server_with_openais_list_of_models_will_do(fetch: Fetch) -> None:
    async with FakeOpenAI("b", "a") as fake:
        seen = await look(fetch, f"{fake.url}/v1/")
        assert seen.api == f"{fake.url}/v1"
    assert seen.kind is Kind.OPENAI
    assert [(model.name, model.window, model.capabilities) for model in seen.models] == [
        ("a", 0, None),
        ("b", 0, None),
    ]


async def test_a_server_that_asks_for_a_key_is_locked(fetch: Fetch) -> None:
    async with FakeOpenAI(key="k") as fake:
        assert (await look(fetch, fake.url)).readiness is Readiness.LOCKED
        assert (await look(fetch, fake.url, {"authorization": "Bearer k"})).readiness is Readiness.READY
