"""What tools make of the router's answers; the answers themselves are in the journeys."""

import json
from collections.abc import Mapping

import pytest

from larouter.core.errors import Unreachable
from larouter.mcp.carry import NO_HEADERS
from larouter.mcp.tools import TOOLS, call, look_up
from larouter.outbound.transport import Response


class Scripted:
    """A router that answers by path."""

    def __init__(self, **answers: object) -> None:
        self.answers = answers
        self.asked: list[tuple[str, object, Mapping[str, str]]] = []

    async def __call__(
        self, method: str, path: str, body: object = None, headers: Mapping[str, str] = NO_HEADERS
    ) -> Response:
        self.asked.append((path, body, headers))
        found = self.answers[path.rpartition("/")[2].partition("?")[0]]
        return found if isinstance(found, Response) else Response(200, {}, json.dumps(found).encode())


ANSWER = Response(
    200,
    {f"x-larouter-{name}": name for name in ("model", "tier", "zone", "request-id")},
    b'{"choices": [{"message": {"content": null, "tool_calls": []}, "finish_reason": "stop"}]}',
)


def story(*, known: bool) -> dict[str, object]:
    return {"cost_usd": 0.25, "attempts": [{"cost_known": known}]}


async def test_an_answer_comes_with_what_it_cost() -> None:
    router = Scripted(completions=ANSWER, **{"request-id": story(known=True)})
    told = await call("delegate_to_expert", {"prompt": "p", "system": "s", "tier": "COMPLEX"}, router)
    assert told.structured is not None
    assert (told.text, told.structured["costUsd"], told.structured["inputTokens"]) == ("", 0.25, 0)
    assert router.asked[0][1] == {
        "model": "auto:complex",
        "messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "p"}],
        "max_tokens": 4096,
    }


async def test_a_cost_that_nobody_knows_is_not_called_zero() -> None:
    for unknown in (story(known=False), Response(404, {}, b"{}")):
        router = Scripted(completions=ANSWER, **{"request-id": unknown})
        told = await call("delegate_to_expert", {"prompt": "p"}, router)
        assert told.structured is not None
        assert told.structured["costUsd"] is None


async def test_local_only_asks_how_far_it_may_go_before_it_sends() -> None:
    router = Scripted(route={"reach": "private"})
    told = await call("delegate_to_expert", {"prompt": "p", "localOnly": True}, router)
    assert told.structured is None
    assert "as far as private" in told.text
    assert [(path, headers) for path, _, headers in router.asked] == [
        ("/api/route", {"x-larouter-sensitivity": "confidential"})
    ]


async def test_models_are_listed_with_their_state() -> None:
    rows = [
        {
            "id": name,
            "larouter": {
                "deployment": name,
                "zone": zone,
                "tiers": tiers,
                "context_window": None,
                "capabilities": [],
            },
        }
        for name, zone, tiers in (("a", "local", ["SIMPLE"]), ("b", "public", []), ("c", "local", []))
    ]
    down = [{"deployment": "c", "rule": "health"}, {"deployment": "b", "rule": "zone"}]
    router = Scripted(models={"data": [{"id": "auto"}, *rows]}, route={"dropped": down})
    told = await call("list_available_models", {}, router)
    assert told.structured is not None
    listed = [(row["id"], row["status"], row["tier"]) for row in told.structured["models"]]
    assert listed == [("a", "running", "SIMPLE"), ("b", "available", None), ("c", "unavailable", None)]


async def test_what_is_thought_of_an_answer_is_passed_on() -> None:
    router = Scripted(feedback={"score": -1.0, "label": "too_weak", "comment": None})
    told = await call("give_feedback", {"requestId": "req_1", "score": -1, "label": "too_weak"}, router)
    assert told.structured == {"requestId": "req_1", "score": -1.0, "label": "too_weak", "comment": None}
    (asked,) = router.asked
    assert asked[:2] == (
        "/v1/feedback",
        {"request_id": "req_1", "score": -1, "label": "too_weak", "comment": ""},
    )
    assert "do not fit" in (await call("give_feedback", {"requestId": "req_1", "score": 2}, router)).text


async def test_what_goes_wrong_is_told_in_the_words_of_the_router() -> None:
    async def gone(*_: object) -> Response:
        raise Unreachable("nobody is there")

    error = Response(429, {}, b'{"error": {"message": "too fast", "code": "rate_limit_exceeded"}}')
    page = Response(502, {}, b"<html>")
    assert (await call("usage_summary", {}, Scripted(usage=error))).text == "too fast (rate_limit_exceeded)"
    assert "status 502" in (await call("usage_summary", {}, Scripted(usage=page))).text
    assert "nobody is there" in (await call("usage_summary", {}, gone)).text


async def test_a_resource_that_the_router_does_not_tell_is_refused_in_its_words() -> None:
    refused = Response(401, {}, b'{"error": {"message": "no token", "code": "invalid_api_key"}}')
    with pytest.raises(LookupError, match="no token"):
        await look_up("larouter://models", Scripted(models=refused))
    assert await look_up("larouter://requests", Scripted(requests={"requests": []})) == '{"requests": []}'


def test_only_what_sends_is_marked_as_more_than_a_look() -> None:
    assert [name for name, tool in TOOLS.items() if not tool.reads] == ["delegate_to_expert", "give_feedback"]
