"""An application says what it thinks of an answer: through its own token, about its own requests."""

import pytest
from asking import HELLO
from in_process import Running, ask

pytestmark = pytest.mark.asyncio(loop_scope="module")
PATH = "/v1/feedback"


async def answered(it: Running, **changes: object) -> str:
    said = await it.ask("POST", "/v1/chat/completions", {"model": "gpt-fake", "messages": HELLO} | changes)
    assert said.status == 200
    return said.headers["x-larouter-request-id"]


async def test_what_is_said_of_an_answer_is_kept(it: Running) -> None:
    ident = await answered(it)
    said = await it.ask(
        "POST", PATH, {"request_id": ident, "score": -0.5, "label": "complex", "comment": "shallow"}
    )
    assert said.status == 201
    body = said.json()
    assert (body["request_id"], body["score"], body["label"]) == (ident, -0.5, "COMPLEX")
    listed = (await it.control("GET", f"/api/feedback?requestId={ident}")).json()["feedback"]
    assert [(one["score"], one["label"], one["comment"]) for one in listed] == [(-0.5, "COMPLEX", "shallow")]


async def test_the_answer_to_a_stream_can_be_judged_as_soon_as_it_has_ended(it: Running) -> None:
    ident = await answered(it, stream=True)
    assert (await it.ask("POST", PATH, {"request_id": ident, "label": "good"})).status == 201


async def test_another_projects_request_does_not_exist(it: Running) -> None:
    ident = await answered(it)
    other = (await it.control("POST", "/api/projects", {"name": "strangers"})).json()["token"]
    said = await it.ask("POST", PATH, {"request_id": ident, "label": "bad"}, key=other)
    assert said.status == 404
    assert (await it.control("GET", f"/api/feedback?requestId={ident}")).json()["feedback"] == []


async def test_who_shows_no_token_is_not_heard(it: Running) -> None:
    assert (await ask(it.app, "POST", PATH, {"request_id": "req_1", "label": "good"})).status == 401


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        {},
        {"request_id": "req_1"},
        {"request_id": "req_1", "label": "meh"},
        {"request_id": "req_1", "score": 7},
        {"request_id": "req_1", "score": "high"},
        {"request_id": "req_1", "label": "good", "mood": "sunny"},
    ],
)
async def test_what_cannot_be_used_is_refused_with_the_reason(it: Running, body: object) -> None:
    said = await it.ask("POST", PATH, body)
    assert said.status == 400
    assert said.error["message"]


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({}, "request_id"),
        ({"request_id": 5}, "request_id"),
        ({"request_id": "req_1", "score": "x"}, "score"),
        ({"request_id": "req_1", "label": 5}, "label"),
        ({"request_id": "req_1", "comment": []}, "comment"),
        ({"request_id": "req_1", "model": "auto"}, "model"),
    ],
)
async def test_what_is_wrong_in_an_opinion_is_named(it: Running, body: dict[str, object], param: str) -> None:
    said = await it.ask("POST", PATH, body)
    assert (said.status, said.error["param"]) == (400, param)
    assert said.error["message"].startswith(param)
