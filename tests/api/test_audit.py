"""The audit record over HTTP: verified and exported for the admin, and for nobody else."""

import json

import pytest
from asking import HELLO
from in_process import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("path", ["/api/audit/verify", "/api/audit/export"])
async def test_the_record_is_for_the_admin_alone(it: Running, path: str) -> None:
    assert (await it.ask("GET", path)).status == 401


async def test_what_was_asked_is_in_the_chain_and_in_the_export_without_its_words(it: Running) -> None:
    body = {"model": "gpt-fake", "messages": [{"role": "user", "content": "xyzzy"}]}
    ident = (await it.ask("POST", "/v1/chat/completions", body)).headers["x-larouter-request-id"]
    verdict = (await it.control("GET", "/api/audit/verify")).json()
    assert (verdict["ok"], verdict["faults"]) == (True, [])
    assert verdict["links"] >= 1
    said = await it.control("GET", "/api/audit/export")
    assert said.headers["content-type"].startswith("application/x-ndjson")
    assert 'filename="larouter-audit.jsonl"' in said.headers["content-disposition"]
    stories = [json.loads(line) for line in said.body.splitlines()]
    assert ident in [story["id"] for story in stories]
    assert b"xyzzy" not in said.body


async def test_an_export_is_of_the_time_that_was_asked_for(it: Running) -> None:
    await it.ask("POST", "/v1/chat/completions", {"model": "gpt-fake", "messages": HELLO})
    assert (await it.control("GET", "/api/audit/export?since_ms=9999999999999")).body == b""
    assert (await it.control("GET", "/api/audit/export?until_ms=1")).body == b""
    assert (await it.control("GET", "/api/audit/export?since_ms=-1")).status == 400


async def test_the_export_is_also_a_table(it: Running) -> None:
    await it.ask("POST", "/v1/chat/completions", {"model": "gpt-fake", "messages": HELLO})
    said = await it.control("GET", "/api/audit/export?form=csv")
    assert said.headers["content-type"].startswith("text/csv")
    assert said.body.startswith(b"id,at_ms,project_id,")
    assert b"req_" in said.body


async def test_a_prompt_is_kept_only_where_the_policy_says_so(it: Running) -> None:
    made = await it.control("POST", "/api/projects", {"name": "kept", "policy": {"keep_prompts_days": 1}})
    body = {"model": "gpt-fake", "messages": [{"role": "user", "content": "xyzzy"}]}
    plain = await it.ask("POST", "/v1/chat/completions", body)
    kept = await it.ask("POST", "/v1/chat/completions", body, key=made.json()["token"])
    for _ in range(500):
        path = f"/api/audit/prompts/{kept.headers['x-larouter-request-id']}"
        said = await it.control("GET", path)
        if said.status == 200:
            break
    assert said.json()["request"]["messages"] == body["messages"]
    assert (await it.ask("GET", path)).status == 401
    path = f"/api/audit/prompts/{plain.headers['x-larouter-request-id']}"
    assert (await it.control("GET", path)).status == 404
