"""The shapes and quirks of mlx_lm.server and mlx_vlm.server."""

from pathlib import Path

import pytest
from installed import MLX_SERVER, mlx_server, needs_mlx_server
from looking import look, only
from mlx_model import write_mlx

from larouter.fleet.fetch import Fetch
from larouter.fleet.sighting import Kind, Readiness
from larouter.testing.fake_mlx import FakeMlx
from larouter.testing.http_server import Exchange, HttpServer


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


async def test_mlx_vlm_tells_what_is_loaded_and_is_asked_for_that_alone(fetch: Fetch) -> None:
    says = {"server": "mlx_vlm/0.7.10"}

    async def route(exchange: Exchange) -> None:
        if exchange.request.headers.get("authorization") != "Bearer k":
            await exchange.respond_json(401, {"detail": "Invalid or missing API key."}, says)
        elif exchange.request.path == "/health":
            told = {"status": "healthy", "loaded_model": "/models/m", "effective_context_limit": 8192}
            await exchange.respond_json(200, told, says)
        else:
            rows = [{"id": "/models/m", "object": "model", "loaded": True}]
            rows += [{"id": "mlx-community/b", "object": "model", "loaded": False}]
            await exchange.respond_json(200, {"object": "list", "data": rows}, says)

    async with HttpServer(route) as server:
        locked = await look(fetch, server.url)
        seen = await look(fetch, server.url, {"authorization": "Bearer k"})
    assert (locked.kind, locked.readiness) == (Kind.MLX, Readiness.LOCKED)
    assert (seen.kind, seen.version) == (Kind.MLX, "0.7.10")
    assert (only(seen).name, only(seen).upstream_id, only(seen).window) == ("m", "/models/m", 8192)


@needs_mlx_server
async def test_the_installed_server_of_mlx_is_recognised(tmp_path: Path, fetch: Fetch) -> None:
    write_mlx(tmp_path / "m")
    with mlx_server(tmp_path / "m") as url:
        seen = await look(fetch, url)
    assert seen.kind is Kind.MLX
    named = str(tmp_path / "m") if MLX_SERVER.endswith("mlx_vlm.server") else "default_model"
    assert only(seen).upstream_id == named
