"""The genuine llama.cpp, and its router mode from recorded shapes."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from installed import llama_router, llama_server, needs_llama_server
from looking import Counting, look, only

from larouter.fleet.fetch import Fetch, Response
from larouter.fleet.local.gguf import write_reply, write_sparse, write_tool_call
from larouter.fleet.local.runner import Runner, Server
from larouter.fleet.probe import probe
from larouter.fleet.sighting import Kind, Readiness, Sighting
from larouter.testing.http_server import Exchange, HttpServer

StartLlama = Callable[..., Awaitable[Runner]]


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


@needs_llama_server
async def test_the_installed_llama_server_shows_what_the_embedded_one_shows(
    tmp_path: Path, start_llama: StartLlama, fetch: Fetch
) -> None:
    write_reply(tmp_path / "m.gguf")
    embedded = await start_llama(tmp_path / "m.gguf", slots=2, context=1024)
    ours = await look(fetch, embedded.url)
    with llama_server(tmp_path / "m.gguf") as url:
        theirs = await look(fetch, url)
        for path in ("/metrics", "/slots"):
            assert (await fetch("GET", url + path, {}, b"", 5.0)).status == 200
    assert (theirs.kind, theirs.slots) == (ours.kind, ours.slots)
    assert only(theirs) == replace(only(ours), window=2048)  # its two slots share what both may have


@needs_llama_server
async def test_the_installed_llama_server_in_router_mode_tells_what_is_loaded(
    tmp_path: Path, fetch: Fetch
) -> None:
    for name in ("a", "b"):
        write_reply(tmp_path / f"{name}.gguf")
    json_body = {"content-type": "application/json"}
    with llama_router(tmp_path) as url:
        first = await look(fetch, url)
        body = b'{"model":"a","messages":[{"role":"user","content":"hi"}]}'
        assert (await fetch("POST", f"{url}/v1/chat/completions", json_body, body, 60.0)).status == 200
        loaded = await look(fetch, url)
        await fetch("POST", f"{url}/models/unload", json_body, b'{"model":"a"}', 30.0)
        async with asyncio.timeout(20):
            while (await look(fetch, url)).models[0].loaded:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.1)
    assert first.kind is Kind.LLAMA_CPP
    assert [(model.name, model.loaded) for model in first.models] == [("a", False), ("b", False)]
    assert [(model.name, model.loaded) for model in loaded.models] == [("a", True), ("b", False)]
    assert loaded.models[0].window > 0
    assert loaded.models[0].slots == 2
