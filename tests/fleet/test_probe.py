"""Which server is there, and what it really offers: the real llama.cpp, and every quirk of the others."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import pytest

from larouter.core.zones import Zone
from larouter.fleet.fetch import Fetch, Response
from larouter.fleet.local.gguf import write_reply, write_sparse, write_tool_call
from larouter.fleet.local.runner import Runner, Server
from larouter.fleet.probe import probe, root
from larouter.fleet.sighting import Kind, Readiness, SeenModel, Sighting
from larouter.testing.fake_lmstudio import FakeLmStudio, LmStudioModel
from larouter.testing.fake_mlx import FakeMlx
from larouter.testing.fake_ollama import FakeOllama, OllamaModel
from larouter.testing.fake_openai import FakeOpenAI
from larouter.testing.fake_vllm import FakeVllm
from larouter.testing.http_server import Exchange, HttpServer

StartLlama = Callable[..., Awaitable[Runner]]


async def look(fetch: Fetch, url: str, headers: Mapping[str, str] | None = None) -> Sighting:
    seen = await probe(fetch, url, headers or {})
    assert seen is not None
    return seen


def only(seen: Sighting) -> SeenModel:
    assert len(seen.models) == 1
    return seen.models[0]


class Counting:
    """A fetch that remembers what was asked."""

    def __init__(self, fetch: Fetch) -> None:
        self.fetch = fetch
        self.asked: list[str] = []

    async def __call__(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, deadline_seconds: float
    ) -> Response:
        self.asked.append(f"{method} {'/' + url.split('/', 3)[3]}")
        return await self.fetch(method, url, headers, body, deadline_seconds)


# llama.cpp, the real one


async def test_a_real_llama_cpp_is_recognised_with_its_window_per_slot(
    tmp_path: Path, start_llama: StartLlama, fetch: Fetch
) -> None:
    write_reply(tmp_path / "m.gguf", context=8192)
    server = await start_llama(tmp_path / "m.gguf", "gemma", slots=3, context=1024)
    seen = await look(fetch, server.url)
    assert (seen.kind, seen.slots, seen.readiness) == (Kind.LLAMA_CPP, 3, Readiness.READY)
    model = only(seen)
    assert (model.name, model.upstream_id, model.window, model.slots) == ("gemma", "gemma", 1024, 3)
    assert model.capabilities == {"json_object", "json_schema"}


async def test_a_template_that_knows_tools_is_seen(
    tmp_path: Path, start_llama: StartLlama, fetch: Fetch
) -> None:
    write_tool_call(tmp_path / "m.gguf")
    server = await start_llama(tmp_path / "m.gguf")
    assert "tools" in (only(await look(fetch, server.url)).capabilities or ())


async def test_a_llama_cpp_that_asks_for_a_key_is_locked_until_it_gets_it(
    tmp_path: Path, start_llama: StartLlama, fetch: Fetch
) -> None:
    write_reply(tmp_path / "m.gguf")
    server = await start_llama(tmp_path / "m.gguf", key="k")
    assert (await look(fetch, server.url)).readiness is Readiness.LOCKED
    opened = await look(fetch, server.url, {"authorization": "Bearer k"})
    assert (opened.readiness, only(opened).name) == (Readiness.READY, "m")


async def test_a_llama_cpp_that_loads_is_seen_as_loading(tmp_path: Path, fetch: Fetch) -> None:
    write_sparse(tmp_path / "slow.gguf", layers=24)
    states: list[Sighting | None] = []
    peeked = asyncio.Event()

    async def peeking(
        method: str, url: str, headers: Mapping[str, str], body: bytes, deadline_seconds: float
    ) -> Response:
        answer = await fetch(method, url, headers, body, deadline_seconds)
        states.append(await probe(fetch, url.removesuffix("/health")))
        peeked.set()
        return answer

    runner = Runner(Server(tmp_path / "slow.gguf", "slow", threads=1, context=256), peeking)
    start = asyncio.ensure_future(runner.start())
    try:
        async with asyncio.timeout(20):
            await peeked.wait()
    finally:
        start.cancel()
        await asyncio.gather(start, return_exceptions=True)
        await runner.stop()
    first = states[0]
    assert first is not None
    assert (first.kind, first.readiness, first.models) == (Kind.LLAMA_CPP, Readiness.LOADING, ())


async def test_looking_never_wakes_a_sleeping_llama_cpp(
    tmp_path: Path, start_llama: StartLlama, fetch: Fetch
) -> None:
    write_reply(tmp_path / "m.gguf")
    server = await start_llama(tmp_path / "m.gguf")
    counting = Counting(fetch)
    await probe(counting, server.url)
    assert counting.asked == ["GET /props", "GET /v1/models"]


async def test_the_router_mode_of_llama_cpp_tells_which_models_are_loaded(fetch: Fetch) -> None:
    async def route(exchange: Exchange) -> None:
        match exchange.request.target:
            case "/props":
                await exchange.respond_json(200, {"role": "router", "max_instances": 1})
            case "/v1/models":
                rows = [
                    {"id": "b", "status": {"value": "unloaded"}},
                    {
                        "id": "a",
                        "status": {"value": "loaded"},
                        "architecture": {"output_modalities": ["text"]},
                    },
                ]
                await exchange.respond_json(200, {"object": "list", "data": rows})
            case "/props?model=a&autoload=false":
                props = {"total_slots": 2, "default_generation_settings": {"n_ctx": 4096}}
                await exchange.respond_json(200, {**props, "modalities": {"vision": True}})
            case target:
                pytest.fail(f"asked for {target}")

    async with HttpServer(route) as server:
        seen = await look(fetch, server.url)
    loaded, unloaded = seen.models
    assert (loaded.name, loaded.window, loaded.slots, loaded.loaded) == ("a", 4096, 2, True)
    assert "vision" in (loaded.capabilities or ())
    assert (unloaded.name, unloaded.window, unloaded.loaded) == ("b", 0, False)


async def test_a_model_named_by_its_path_goes_by_its_file_name(fetch: Fetch) -> None:
    async def route(exchange: Exchange) -> None:
        if exchange.request.path == "/props":
            await exchange.respond_json(
                200, {"total_slots": 1, "default_generation_settings": {"n_ctx": 4096}}
            )
        else:
            await exchange.respond_json(200, {"data": [{"id": "/models/gemma-4-E2B_q4_0-it.gguf"}]})

    async with HttpServer(route) as server:
        model = only(await look(fetch, server.url))
    assert (model.name, model.upstream_id) == ("gemma-4-E2B_q4_0-it.gguf", "/models/gemma-4-E2B_q4_0-it.gguf")


# Ollama


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


# vLLM


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


# LM Studio


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


# MLX


@pytest.mark.parametrize("has_cache", [True, False])
async def test_mlx_is_recognised_and_asked_for_its_default_model(fetch: Fetch, has_cache: bool) -> None:
    async with FakeMlx("/models/gemma-4-e2b-it-4bit", has_cache=has_cache) as fake:
        seen = await look(fetch, fake.url)
    assert seen.kind is Kind.MLX
    assert only(seen).upstream_id == "default_model"
    assert only(seen).name == ("gemma-4-e2b-it-4bit" if has_cache else "default_model")


async def test_the_whole_cache_of_mlx_is_not_taken_for_what_it_runs(fetch: Fetch) -> None:
    async with FakeMlx("/models/a", cached=("mlx-community/b",)) as fake:
        assert [model.upstream_id for model in (await look(fetch, fake.url)).models] == ["default_model"]


# anything else


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


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"<html>hello</html>"),
        (200, b""),
        (200, b"[]"),
        (200, b'{"data": "many"}'),
        (200, b'{"data": [{"name": "no id"}]}'),
        (200, b'{"version": 3, "models": [1, 2], "total": null}'),
        (200, b"\xff\xfe"),
        (401, b"<html>who are you</html>"),
        (404, b'{"error": "not found"}'),
        (500, b'{"total": 1}'),
    ],
)
async def test_a_server_that_speaks_another_language_is_not_recognised(
    fetch: Fetch, status: int, body: bytes
) -> None:
    async def route(exchange: Exchange) -> None:
        await exchange.respond(status, body)

    async with HttpServer(route) as server:
        assert await probe(fetch, server.url) is None


async def test_a_closed_port_costs_one_question_and_less_than_10_ms(
    fetch: Fetch, unused_tcp_port: int
) -> None:
    counting = Counting(fetch)
    await probe(fetch, "http://127.0.0.1:9")  # the first thread is not part of the cost
    began = time.perf_counter()
    assert await probe(counting, f"http://127.0.0.1:{unused_tcp_port}") is None
    assert len(counting.asked) == 1
    assert time.perf_counter() - began < 0.01


async def test_a_server_that_never_answers_costs_no_more_than_the_deadline(fetch: Fetch) -> None:
    async def route(exchange: Exchange) -> None:
        await exchange.request.gone.wait()

    async with HttpServer(route) as server:
        began = time.perf_counter()
        assert await probe(fetch, server.url, deadline_seconds=0.3) is None
        assert time.perf_counter() - began < 2.0


@pytest.mark.parametrize("url", ["http://h:1", "http://h:1/", "http://h:1/v1", "http://h:1/v1/"])
def test_an_address_may_end_with_v1(url: str) -> None:
    assert root(url) == "http://h:1"
