"""vLLM's shapes and quirks."""

from looking import look, only

from larouter.fleet.fetch import Fetch
from larouter.fleet.sighting import Kind, Readiness
from larouter.testing.fake_vllm import FakeVllm


async def test_vllm_is_recognised_with_its_window(fetch: Fetch) -> None:
    async with FakeVllm("google/gemma-4-12b-it", window=65536) as fake:
        seen = await look(fetch, fake.url)
    assert (seen.kind, seen.version) == (Kind.VLLM, "0.33.0")
    assert (only(seen).name, only(seen).window, only(seen).capabilities) == (
        "google/gemma-4-12b-it",
        65536,
        None,
    )


async def test_a_vllm_that_asks_for_a_key_is_locked_although_its_health_is_open(fetch: Fetch) -> None:
    async with FakeVllm(key="k") as fake:
        locked = await look(fetch, fake.url)
        opened = await look(fetch, fake.url, {"authorization": "Bearer k"})
    assert (locked.kind, locked.readiness) == (Kind.VLLM, Readiness.LOCKED)
    assert opened.readiness is Readiness.READY
