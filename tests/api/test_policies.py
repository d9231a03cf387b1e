"""What a policy would do, asked before it is put in force."""

import pytest
from asking import HELLO
from in_process import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def ask(it: Running, what: str, **members: object) -> dict[str, object]:
    said = await it.control("POST", f"/api/policies/{what}", members)
    assert said.status == 200, said.body
    return dict(said.json())


async def test_asking_is_for_the_admin_alone(it: Running) -> None:
    assert (await it.ask("POST", "/api/policies/check", {"policy": {}})).status == 401


async def test_a_policy_that_cannot_be_used_is_refused_with_its_sentence(it: Running) -> None:
    body = {"policy": {"rules": [{"name": "r", "use": ["x"]}]}}
    said = await it.control("POST", "/api/policies/check", body)
    assert said.status == 400
    assert "uses the group 'x'" in said.error["message"]


async def test_a_tier_without_a_permitted_deployment_is_a_warning(it: Running) -> None:
    found = await ask(it, "check", policy={"always_local": True})
    assert any("has no permitted deployment" in warning for warning in found["warnings"])  # type: ignore[attr-defined]
    put = await it.control("PUT", "/api/projects/default/policy", {})
    assert "warnings" in put.json()


async def test_a_difference_names_the_fields_and_who_would_have_moved(it: Running) -> None:
    await it.ask("POST", "/v1/chat/completions", {"model": "gpt-fake", "messages": HELLO})
    found = await ask(it, "diff", project="default", policy={"deny": ["*"]}, last=1)
    assert found["changes"] == [{"field": "deny", "before": [], "after": ["*"]}]
    assert found["replay"]["summary"].startswith("1 of 1 would move")  # type: ignore[index]
    same = await ask(it, "diff", project="default", policy={}, last=0)
    assert (same["changes"], same["replay"], same["version"]) == ([], None, same["in_force"])


async def test_examples_hold_or_say_what_came_instead(it: Running) -> None:
    card = "My card is 4539 1488 0343 6467, expires 11/29."
    examples = [
        {"name": "a card stays", "text": card, "expect": {"sensitivity": "confidential", "refused": True}},
        {"name": "named", "text": "hi", "model": "gpt-fake", "expect": {"deployment": "private-cloud/*"}},
        {"name": "wrong", "text": card, "expect": {"sensitivity": "public", "never": ["private-cloud/*"]}},
        {"name": "tagged", "request": {"model": "auto", "messages": HELLO}, "headers": {"X-LARouter-Tags": "a=b"},
         "at": "2026-01-05T03:00:00Z", "expect": {"tier": "frontier", "refused": False}},
    ]  # fmt: skip
    rule = {"name": "r", "when": {"tag": {"a": "b"}, "between": ["02:00", "04:00"]}, "tier": "FRONTIER"}
    found = await ask(it, "test", policy={"rules": [rule]}, examples=examples, last=0)
    passed = {result["name"]: result["passed"] for result in found["examples"]}  # type: ignore[attr-defined]
    assert passed == {"a card stays": True, "named": True, "wrong": False, "tagged": True}
    assert found["failed"] == 1
    assert "sensitivity is confidential, not public" in str(found["examples"])
    assert card not in str(found)
