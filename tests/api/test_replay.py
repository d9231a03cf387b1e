"""Past requests decided again, as they were or under another policy; nothing is sent."""

import pytest
from asking import HELLO
from in_process import Running

from larouter.api.replay import MOST_SHOWN, Findings
from larouter.decide.replay import Difference

pytestmark = pytest.mark.asyncio(loop_scope="module")
SAME = Difference("a", "a", 0, wider=False, narrower=False, identical=True)
MOVED = Difference("a", "", -2_000_000, wider=False, narrower=True, identical=False)


async def asked(it: Running) -> str:
    said = await it.ask("POST", "/v1/chat/completions", {"model": "gpt-fake", "messages": HELLO})
    assert said.status == 200
    return said.headers["x-larouter-request-id"]


async def replay(it: Running, **members: object) -> dict[str, object]:
    said = await it.control("POST", "/api/replay", members)
    assert said.status == 200, said.body
    return dict(said.json())


async def test_replaying_is_for_the_admin_alone(it: Running) -> None:
    assert (await it.ask("POST", "/api/replay", {})).status == 401


async def test_under_their_own_policy_requests_are_decided_just_the_same(it: Running) -> None:
    await asked(it)
    found = await replay(it)
    assert found["decisions"] == found["identical"] != 0
    assert (found["moved"], found["unreadable"], found["examples"]) == (0, 0, [])


async def test_another_policy_says_who_would_move_and_nobody_is_asked(it: Running) -> None:
    ident = await asked(it)
    before = (await it.control("GET", "/api/usage")).json()["totalCalls"]
    found = await replay(it, policy={"deny": ["*"]}, last=1)
    assert (found["decisions"], found["moved"], found["examples"]) == (1, 1, [ident])
    assert found["moves"] == [{"from": "private-cloud/gpt-fake", "to": "nobody", "count": 1}]
    assert "1 of 1 would move" in str(found["summary"])
    assert (await it.control("GET", "/api/usage")).json()["totalCalls"] == before


async def test_only_what_was_asked_for_is_decided_again(it: Running) -> None:
    await asked(it)
    assert (await replay(it, since_ms=9_999_999_999_999))["decisions"] == 0
    assert (await replay(it, project="default", last=1))["decisions"] == 1
    assert (await it.control("POST", "/api/replay", {"project": "nobody"})).status == 404
    assert (await it.control("POST", "/api/replay", {"surprise": 1})).status == 400


async def test_findings_add_up_and_show_only_some_examples() -> None:
    found = Findings()
    found.note("req_0", SAME)
    for number in range(MOST_SHOWN + 5):
        found.note(f"req_{number}", MOVED)
    shape = found.shape()
    assert (shape["decisions"], shape["identical"], shape["moved"]) == (MOST_SHOWN + 6, 1, MOST_SHOWN + 5)
    assert (shape["narrower"], shape["worst_case_change_usd"]) == (MOST_SHOWN + 5, -2.0 * (MOST_SHOWN + 5))
    assert len(shape["examples"]) == MOST_SHOWN
    assert shape["summary"].endswith("at worst, none wider")
