"""The whole decision for a request, without sending anything."""

import pytest
from asking import HELLO
from in_process import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_decision_is_told_and_nothing_is_recorded(it: Running) -> None:
    said = await it.ask("POST", "/api/route", {"model": "auto:complex", "messages": HELLO})
    told = said.json()
    assert said.status == 200
    assert (told["tier"], told["answered_by"]) == ("COMPLEX", "private-cloud/gpt-fake")
    assert {"difficulty", "confidence", "sensitivity", "plan", "reasons"} <= set(told)
    assert (await it.control("GET", "/api/requests")).json()["requests"] == []


async def test_a_body_that_is_no_chat_is_refused_as_the_real_route_does(it: Running) -> None:
    said = await it.ask("POST", "/api/route", {"model": "auto"})
    assert (said.status, said.error["param"]) == (400, "messages")
