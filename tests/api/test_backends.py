"""The servers that could answer, as the admin sees and changes them."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from in_process import Running

from larouter.testing.fake_openai import FakeOpenAI

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def other() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI("other-model") as server:
        yield server


async def backends(it: Running) -> dict[str, dict[str, Any]]:
    told = (await it.control("GET", "/api/backends")).json()["backends"]
    return {row["name"]: row for row in told}


async def ask(it: Running, model: str) -> int:
    body = {"model": model, "messages": [{"role": "user", "content": "hi"}]}
    return (await it.ask("POST", "/v1/chat/completions", body)).status


async def last_act(it: Running) -> dict[str, Any]:
    return dict((await it.control("GET", "/api/audit/acts?limit=1")).json()["acts"][0])


async def test_a_backend_is_shown_with_what_it_offers_and_how_it_is(it: Running) -> None:
    await it.ask("GET", "/v1/models")  # waits until the fleet has been looked at
    backend = (await backends(it))["private-cloud"]
    assert (backend["zone"], backend["up"], backend["drained"]) == ("private", True, False)
    assert backend["origin"] == "environment PRIVATE_CLOUD_URL"
    (deployment,) = backend["deployments"]
    assert (deployment["name"], deployment["breaker"], deployment["price_known"]) == (
        "private-cloud/gpt-fake",
        "closed",
        False,
    )
    assert deployment["usd_per_million_in"] is None


async def test_a_backend_is_added_edited_drained_and_removed_while_requests_go_on(
    it: Running, other: FakeOpenAI
) -> None:
    wanted = {"name": "new", "url": other.url, "zone": "local", "models": ["other-model"]}
    added = await it.control("POST", "/api/backends", wanted)
    assert (added.status, added.json()["trial"]["ok"]) == (201, True)
    assert added.json()["trial"]["models"] == ["other-model"]
    assert await ask(it, "other-model") == 200
    assert (await last_act(it))["detail"] == {key: wanted[key] for key in ("url", "zone", "models")}
    assert (await it.control("POST", "/api/backends", wanted)).error["code"] == "backend_exists"

    edited = await it.control("PATCH", "/api/backends/new", {"region": "attic", "capacity": 3})
    assert edited.status == 200
    row = (await backends(it))["new"]
    assert (row["region"], row["origin"], row["deployments"][0]["capacity"]) == (
        "attic",
        "changed at run time",
        3,
    )

    drained = await it.control("POST", "/api/backends/new/drain")
    assert drained.json() == {"name": "new", "drained": True, "in_flight": 0}
    assert await ask(it, "other-model") == 503
    assert (await backends(it))["new"]["drained"]
    await it.control("POST", "/api/backends/new/resume")
    assert await ask(it, "other-model") == 200

    assert (await it.control("DELETE", "/api/backends/new")).json() == {"name": "new", "removed": True}
    assert "new" not in await backends(it)
    assert await ask(it, "other-model") == 404
    act = await last_act(it)
    assert (act["action"], act["subject"], act["actor"]) == ("backend.remove", "new", "admin key")


async def test_a_local_backend_at_a_public_address_is_refused(it: Running) -> None:
    wanted = {"name": "far", "url": "http://8.8.8.8:9", "zone": "local"}
    said = await it.control("POST", "/api/backends", wanted)
    assert said.status == 400
    assert "8.8.8.8 is a public address, so it is not local" in said.error["message"]
    assert "JSON" not in said.error["message"]
    assert "far" not in await backends(it)
    assert (await it.control("POST", "/api/backends/test", wanted)).status == 400


async def test_a_deployment_says_when_its_provider_ends_it(it: Running, other: FakeOpenAI) -> None:
    body = {"name": "openai", "url": other.url, "zone": "public", "models": ["o1"]}
    assert (await it.control("POST", "/api/backends", body)).status == 201
    (deployment,) = (await backends(it))["openai"]["deployments"]
    assert deployment["ends"].startswith("openai/o1 was retired by its provider on 2026-10-23")
    assert (await backends(it))["private-cloud"]["deployments"][0]["ends"] is None
    await it.control("DELETE", "/api/backends/openai")


async def test_trying_changes_nothing(it: Running, other: FakeOpenAI) -> None:
    wanted = {"name": "maybe", "url": other.url, "zone": "local"}
    assert (await it.control("POST", "/api/backends/test", wanted)).json()["ok"] is True
    assert "maybe" not in await backends(it)
    told = (await it.control("POST", "/api/backends/private-cloud/test")).json()
    assert (told["ok"], told["models"]) == (True, ["gpt-fake"])


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "said"),
    [
        ("POST", "/api/backends", {"name": "a b", "url": "http://h", "zone": "local"}, 400, "name"),
        ("POST", "/api/backends", {"name": "x", "url": "h", "zone": "local"}, 400, "http://"),
        ("POST", "/api/backends", {"name": "x", "url": "http://h", "zone": "mine"}, 400, "zone"),
        ("POST", "/api/backends/private-cloud/explode", None, 400, "action"),
        ("PATCH", "/api/backends/private-cloud", {"region": "x"}, 400, "fixed by environment"),
        ("DELETE", "/api/backends/private-cloud", None, 400, "stands in environment PRIVATE_CLOUD_URL"),
        ("PATCH", "/api/backends/nobody", {"region": "x"}, 404, "no backend 'nobody'"),
        ("DELETE", "/api/backends/nobody", None, 404, "no backend"),
        ("POST", "/api/backends/nobody/test", None, 404, "no backend"),
    ],
)
async def test_what_cannot_be_done_is_told(
    it: Running, method: str, path: str, body: object, status: int, said: str
) -> None:
    answer = await it.control(method, path, body)
    assert (answer.status, said in answer.error["message"]) == (status, True), answer.body
