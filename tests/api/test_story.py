"""The story of a request, told from what was written down."""

import pytest
from asking import HELLO
from in_process import Running

from larouter.api.story import Story

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_request_is_told_from_its_decision_to_its_end(it: Running) -> None:
    body = {"model": "auto:complex", "messages": HELLO}
    answer = await it.ask("POST", "/v1/chat/completions", body, x_larouter_tags="feature=search")
    ident = answer.headers["x-larouter-request-id"]
    story = await Story(it.house.database).one(ident, None)
    assert story is not None
    assert (story["asked_model"], story["tags"], story["stream"]) == (
        "auto:complex",
        {"feature": "search"},
        False,
    )
    assert story["decision"]["answered_by"] == "private-cloud/gpt-fake"
    (attempt,) = story["attempts"]
    assert (attempt["status"], attempt["zone"], attempt["error"]) == ("ok", "private", None)
    assert attempt["output_tokens"] == answer.json()["usage"]["completion_tokens"]
    assert story["cloud_egress"] is True
    assert (story["outcome"]["status"], story["outcome"]["error"]) == (200, None)
    assert "hello" not in str(story)


async def test_a_refusal_is_told_too(it: Running) -> None:
    said = await it.ask("POST", "/v1/chat/completions", {"model": "nobody", "messages": HELLO})
    story = await Story(it.house.database).one(said.headers["x-larouter-request-id"], None)
    assert story is not None
    assert (story["attempts"], story["outcome"]["status"]) == ([], 404)
    assert story["outcome"]["error"] == "model_not_found"


async def test_nobody_sees_the_requests_of_another(it: Running) -> None:
    newest = (await it.control("GET", "/api/requests?limit=1")).json()["requests"][0]["id"]
    assert await Story(it.house.database).one(newest, "prj_other") is None
    assert await Story(it.house.database).one("req_unknown", None) is None
