"""Projects over the control API: secrets are shown once, and everything is in force at once."""

import pytest
from in_process import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_project_and_its_tokens(it: Running) -> None:
    made = await it.control("POST", "/api/projects", {"name": "search", "policy": {"always_local": True}})
    assert made.status == 201
    first = made.json()["token"]
    second = (await it.control("POST", "/api/projects/search/tokens", {"label": "laptop"})).json()
    shown = await it.control("GET", "/api/projects/search")
    assert first.encode() not in shown.body
    assert second["token"].encode() not in shown.body
    assert [token["label"] for token in shown.json()["tokens"]] == ["first", "laptop"]
    assert shown.json()["policy"]["always_local"] is True
    assert (await it.ask("GET", "/v1/models", key=first)).status == 200
    await it.control("DELETE", f"/api/projects/search/tokens/{made.json()['token_id']}")
    assert (await it.ask("GET", "/v1/models", key=first)).status == 401
    assert (await it.ask("GET", "/v1/models", key=second["token"])).status == 200
    await it.control("DELETE", "/api/projects/search")
    assert (await it.ask("GET", "/v1/models", key=second["token"])).status == 401
    assert [row["name"] for row in (await it.control("GET", "/api/projects")).json()["projects"]] == [
        "default"
    ]


async def test_a_policy_is_read_and_changed(it: Running) -> None:
    await it.control("POST", "/api/projects", {"name": "strict"})
    put = await it.control("PUT", "/api/projects/strict/policy", {"floor": "simple"})
    assert put.json()["policy"]["floor"] == "SIMPLE"
    assert (await it.control("GET", "/api/projects/strict/policy")).json()["floor"] == "SIMPLE"
    refused = await it.control(
        "PUT", "/api/projects/strict/policy", {"floor": "COMPLEX", "ceiling": "SIMPLE"}
    )
    assert refused.status == 400
    assert "so that no tier is left" in refused.error["message"]
    assert (await it.control("GET", "/api/projects/strict/policy")).json()["floor"] == "SIMPLE"


async def test_a_project_that_is_not_there_is_not_found(it: Running) -> None:
    assert (await it.control("GET", "/api/projects/nobody")).status == 404
