"""The quirks of mlx_lm.server, as a client meets them."""

import pytest
from looking import chat

from larouter.fleet.fetch import Fetch
from larouter.testing.fake_mlx import DEFAULT, FakeMlx


async def test_without_the_hubs_cache_the_list_is_200_and_no_bytes(fetch: Fetch) -> None:
    async with FakeMlx(has_cache=False) as fake:
        answer = await fetch("GET", f"{fake.url}/v1/models", {}, b"", 2.0)
    assert (answer.status, answer.body) == (200, b"")


async def test_the_server_says_it_is_pythons(fetch: Fetch) -> None:
    async with FakeMlx() as fake:
        answer = await fetch("GET", f"{fake.url}/health", {}, b"", 2.0)
    assert answer.headers["server"].startswith("BaseHTTP")


async def test_an_unknown_route_is_404_in_plain_text(fetch: Fetch) -> None:
    async with FakeMlx() as fake:
        answer = await fetch("GET", f"{fake.url}/props", {}, b"", 2.0)
    assert (answer.status, answer.headers["content-type"]) == (404, "text/plain")


@pytest.mark.parametrize(("model", "status"), [(DEFAULT, 200), ("/models/a", 200), ("gemma", 404)])
async def test_another_models_name_sends_it_to_the_hub(fetch: Fetch, model: str, status: int) -> None:
    async with FakeMlx("/models/a") as fake:
        answer = await chat(fetch, fake.url, model=model)
    assert answer.status == status
    if status == 404:
        assert isinstance(answer.json()["error"], str)


async def test_a_stream_begins_with_a_comment(fetch: Fetch) -> None:
    async with FakeMlx() as fake:
        answer = await chat(fetch, fake.url, model=DEFAULT, stream=True)
    assert answer.body.startswith(b": keepalive 1/1\n\ndata: {")
    assert answer.body.endswith(b"data: [DONE]\n\n")
