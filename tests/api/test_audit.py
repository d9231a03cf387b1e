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


async def test_a_correction_is_added_once_with_its_act(it: Running) -> None:
    asked = await it.ask("POST", "/v1/chat/completions", {"model": "gpt-fake", "messages": HELLO})
    ident = asked.headers["x-larouter-request-id"]
    body = {"request_id": ident, "amount_usd": 0.25, "reason": "invoice 7"}
    done = await it.control("POST", "/api/audit/corrections", body)
    assert (done.status, done.json()["costMicroUsd"]) == (200, 250_000)
    story = (await it.control("GET", f"/api/requests/{ident}")).json()
    assert [one["status"] for one in story["attempts"]] == ["ok", "correction"]
    (act,) = [
        one
        for one in (await it.control("GET", "/api/audit/acts")).json()["acts"]
        if one["action"] == "ledger.correct"
    ]
    assert (act["subject"], act["detail"]["reason"]) == (ident, "invoice 7")
    assert (await it.control("GET", "/api/audit/verify")).json()["ok"]
    for wrong in ({"amount_usd": -9}, {"amount_usd": 1e-9}, {"reason": ""}, {"attempt": 5}, {"more": 1}):
        assert (await it.control("POST", "/api/audit/corrections", body | wrong)).status == 400, wrong
    gone = await it.control("POST", "/api/audit/corrections", body | {"request_id": "req_no"})
    assert gone.status == 404
    assert (await it.ask("POST", "/api/audit/corrections", body)).status in (401, 403)
