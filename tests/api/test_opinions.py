"""Feedback in the control API: votes, and lists that stay within a project."""

import pytest
from asking import HELLO
from in_process import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def answered(it: Running) -> str:
    said = await it.ask("POST", "/v1/chat/completions", {"model": "gpt-fake", "messages": HELLO})
    return said.headers["x-larouter-request-id"]


async def test_the_admin_votes_on_any_answer_and_may_change_his_mind(it: Running) -> None:
    ident = await answered(it)
    for label in ("good", "too_strong"):
        assert (await it.control("POST", f"/api/requests/{ident}/feedback", {"label": label})).status == 201
    listed = (await it.control("GET", f"/api/feedback?requestId={ident}")).json()["feedback"]
    assert [(one["author"], one["label"]) for one in listed] == [("admin", "too_strong")]
    assert listed[0]["project_id"].startswith("prj_")


async def test_a_project_sees_what_was_said_of_its_own_answers_alone(it: Running) -> None:
    other = (await it.control("POST", "/api/projects", {"name": "neighbour"})).json()["token"]
    ident = await answered(it)
    await it.ask("POST", f"/api/requests/{ident}/feedback", {"score": 1})
    mine = (await it.ask("GET", "/api/feedback")).json()["feedback"]
    assert ident in [one["request_id"] for one in mine]
    assert (await it.ask("GET", "/api/feedback", key=other)).json()["feedback"] == []
    assert (await it.ask("GET", "/api/feedback?projectId=default", key=other)).status == 403
    vote = await it.ask("POST", f"/api/requests/{ident}/feedback", {"score": -1}, key=other)
    assert vote.status == 404


async def test_the_list_comes_a_page_at_a_time(it: Running) -> None:
    for _ in range(3):
        await it.control("POST", f"/api/requests/{await answered(it)}/feedback", {"score": 0.5})
    first = (await it.control("GET", "/api/feedback?projectId=default&limit=2")).json()
    rest = (await it.control("GET", f"/api/feedback?limit=500&after={first['next']}")).json()
    seen = [one["request_id"] for one in (*first["feedback"], *rest["feedback"])]
    assert len(first["feedback"]) == 2
    assert len(seen) == len(set(seen))
    assert rest["next"] is None


@pytest.mark.parametrize("after", ["soon", "-req_1", "1"])
async def test_a_place_that_no_page_named_is_refused(it: Running, after: str) -> None:
    assert (await it.control("GET", f"/api/feedback?after={after}")).status == 400


@pytest.mark.parametrize("vote", [{}, {"label": "meh"}, {"score": 2}, {"stars": 5}])
async def test_a_vote_that_says_nothing_is_refused(it: Running, vote: dict[str, object]) -> None:
    ident = await answered(it)
    assert (await it.control("POST", f"/api/requests/{ident}/feedback", vote)).status == 400
