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


async def test_a_token_with_limits_of_its_own_is_told_them_and_held_to_them(it: Running) -> None:
    await it.control("POST", "/api/projects", {"name": "paced"})
    made = (
        await it.control(
            "POST", "/api/projects/paced/tokens", {"label": "slow", "rate": {"requests_per_minute": 2}}
        )
    ).json()
    assert made["rate"] == {"requests_per_minute": 2, "tokens_per_minute": 0, "concurrency": 0}
    body = {"model": "nobody", "messages": [{"role": "user", "content": "hello"}]}
    answers = [await it.ask("POST", "/v1/chat/completions", body, key=made["token"]) for _ in range(3)]
    assert [answer.status for answer in answers] == [404, 404, 429]
    assert answers[2].headers["x-ratelimit-limit-requests"] == "2"
    assert answers[2].headers["x-ratelimit-remaining-requests"] == "0"
    assert "this token may make 2 requests a minute" in answers[2].error["message"]
    path = f"/api/projects/paced/tokens/{made['id']}/rate"
    changed = await it.control("PUT", path, {"concurrency": 1})
    assert changed.json()["rate"] == {"requests_per_minute": 0, "tokens_per_minute": 0, "concurrency": 1}
    for _ in range(3):  # what was refused has given its place back
        assert (await it.ask("POST", "/v1/chat/completions", body, key=made["token"])).status == 404
    listed = (await it.control("GET", "/api/projects/paced/tokens")).json()["tokens"]
    assert [token["rate"]["concurrency"] for token in listed] == [0, 1]
    assert (await it.control("PUT", path, {"concurrency": -1})).status == 400
    assert (await it.control("PUT", path.replace("tok_", "gone_"), {})).status == 404
