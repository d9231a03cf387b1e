"""A share of the requests is answered by the other side too and graded, within zone and budget, while nobody waits."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from in_process import Said
from tiered import Tiered, tiered

from larouter.testing.completions import Answer, ToolCall

pytestmark = pytest.mark.asyncio(loop_scope="module")
SHADOW = {"share": 1.0, "judge": "large"}
SECRET = [{"role": "user", "content": "My social security number is 078-05-1120, what is it for?"}]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Tiered]:
    async with tiered(tmp_path_factory.mktemp("tiered")) as it:
        yield it


@pytest.fixture
def it(house: Tiered) -> Tiered:
    house.reset()
    return house


def judging(**good: bool) -> Any:
    """An answer that says of each model's text whether it is good; to anything else what a model says."""

    def say(request: Any) -> Answer:
        asked = str(request.json()["messages"])
        if "You check answers" not in asked:
            return Answer("It is Paris, as everybody knows, says large.")
        verdict = next(value for name, value in good.items() if f"says {name}" in asked)
        return Answer(json.dumps({"good": verdict}))

    return say


async def graded(it: Tiered, said: Said) -> dict[str, Any]:
    """The story of a request once it has ended."""
    for _ in range(400):
        story = await it.story(said)
        if story["outcome"] is not None:
            return story
        await asyncio.sleep(0.01)
    raise AssertionError("it never ended")


async def opinions(it: Tiered, said: Said) -> list[tuple[str, str]]:
    found = await it.router.control("GET", f"/api/feedback?requestId={said.headers['x-larouter-request-id']}")
    return [(one["author"], one["label"]) for one in found.json()["feedback"]]


def made(story: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    return [(one["deployment"].partition("/")[0], one["status"], one["error"]) for one in story["attempts"]]


@pytest.mark.parametrize(
    ("good", "label"),
    [
        ({"small": True, "cloud": True}, "HEARTBEAT-SIMPLE"),
        ({"small": False, "cloud": True}, "MODERATE-COMPLEX"),
        ({"small": False, "cloud": False}, "FRONTIER"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
async def test_both_answers_are_graded_billed_to_the_request_and_kept_as_a_label(
    it: Tiered, good: dict[str, bool], label: str, stream: bool
) -> None:
    it.answers["large"] = judging(**good)
    said = await it.ask(await it.project({"shadow": SHADOW}), stream=stream)
    assert said.headers["x-larouter-model"] == "small/small"
    story = await graded(it, said)
    assert made(story) == [
        ("small", "ok", None),
        ("cloud", "advice", "shadow"),
        *[("large", "advice", "grade")] * 2,
    ]
    assert story["cost_usd"] == pytest.approx(sum(one["cost_usd"] for one in story["attempts"]))
    assert story["outcome"]["answered_by"] == "small/small"
    assert await opinions(it, said) == [("shadow", label)]


async def test_without_the_policy_saying_so_nobody_else_is_asked(it: Tiered) -> None:
    said = await it.ask(await it.project())
    assert made(await graded(it, said)) == [("small", "ok", None)]
    said = await it.ask(await it.project({"shadow": SHADOW | {"share": 0.0}}))
    assert made(await graded(it, said)) == [("small", "ok", None)]


async def test_a_share_is_a_share(it: Tiered) -> None:
    it.answers["large"] = judging(small=True, cloud=True)
    token = await it.project({"shadow": SHADOW | {"share": 0.5}})
    stories = [await graded(it, await it.ask(token)) for _ in range(40)]
    sampled = sum(len(story["attempts"]) > 1 for story in stories)
    assert 3 < sampled < 37  # 1 in 10 million outside


async def test_what_must_stay_is_graded_within_its_zone_or_not_at_all(it: Tiered) -> None:
    it.answers["large"] = judging(small=True, large=True)
    said = await it.ask(await it.project({"shadow": SHADOW}), messages=SECRET)
    story = await graded(it, said)
    assert it.asked("cloud") == 0
    assert {name for name, _, _ in made(story)} == {"small", "large"}
    said = await it.ask(await it.project({"shadow": SHADOW | {"judge": "cloud"}}), messages=SECRET)
    await graded(it, said)
    assert it.asked("cloud") == 0
    assert await opinions(it, said) == []


async def test_a_hard_budget_is_never_overspent_for_it(it: Tiered) -> None:
    it.answers["large"] = judging(small=True, cloud=True)
    plain = (await graded(it, await it.ask(await it.project(), max_tokens=10)))["cost_usd"]
    token = await it.project({"shadow": SHADOW}, budget=plain * 5)
    spent = [
        (await graded(it, said))["cost_usd"]
        for _ in range(4)
        if (said := await it.ask(token, max_tokens=10)).status == 200
    ]
    assert sum(spent) <= plain * 5


async def test_a_model_that_was_asked_for_by_name_and_a_call_of_a_tool_are_not_compared(it: Tiered) -> None:
    token = await it.project({"shadow": SHADOW})
    assert len((await graded(it, await it.ask(token, model="small/small")))["attempts"]) == 1
    tools = [{"type": "function", "function": {"name": "add", "parameters": {"type": "object"}}}]
    it.answers["small"] = Answer("", tool_calls=(ToolCall("add", "{}"),))
    assert len((await graded(it, await it.ask(token, tools=tools)))["attempts"]) == 1


async def test_a_judge_that_babbles_teaches_nothing(it: Tiered) -> None:
    it.answers["large"] = Answer("Both are lovely.")
    said = await it.ask(await it.project({"shadow": SHADOW}))
    await graded(it, said)
    assert await opinions(it, said) == []


async def test_a_policy_with_a_share_and_no_judge_is_refused(it: Tiered) -> None:
    made = await it.router.control(
        "POST", "/api/projects", {"name": "nobody", "policy": {"shadow": {"share": 0.1}}}
    )
    assert (made.status, made.error["param"]) == (400, "policy.shadow.judge")
