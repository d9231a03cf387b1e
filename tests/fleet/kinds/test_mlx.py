"""The shapes and quirks of mlx_lm.server."""

import pytest
from looking import look, only

from larouter.fleet.fetch import Fetch
from larouter.fleet.sighting import Kind
from larouter.testing.fake_mlx import FakeMlx


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
