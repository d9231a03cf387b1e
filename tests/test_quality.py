"""Answers that will not do are replaced by a higher tier's, within everything that was decided, and shown beside it."""

import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from tiered import Tiered, tiered

from larouter.testing import faults
from larouter.testing.completions import Answer, ToolCall

pytestmark = pytest.mark.asyncio(loop_scope="module")
UNABLE = Answer("I'm sorry, I don't know the answer.")
WEATHER = {
    "type": "function",
    "function": {"name": "add", "parameters": {"type": "object", "required": ["a"]}},
}
JUDGE = '{"good": %s}'


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Tiered]:
    async with tiered(tmp_path_factory.mktemp("tiered")) as it:
        yield it


@pytest.fixture
def it(house: Tiered) -> Tiered:
    house.reset()
    return house


async def test_a_good_answer_stays_and_nobody_else_is_asked(it: Tiered) -> None:
    said = await it.ask(await it.project())
    assert said.headers["x-larouter-model"] == "small/small"
    assert "x-larouter-escalated" not in said.headers
    assert await it.attempts(said) == [("small", "ok", None)]


async def test_an_answer_that_fails_is_replaced_by_the_next_tier_and_shown(it: Tiered) -> None:
    it.answers["small"] = UNABLE
    said = await it.ask(await it.project())
    assert b"says large" in said.body
    assert said.headers["x-larouter-tier"] == "MODERATE"
    assert said.headers["x-larouter-escalated"] == "small/small (unable)"
    story = await it.story(said)
    assert await it.attempts(said) == [("small", "rejected", "unable"), ("large", "ok", None)]
    spent = story["attempts"][0]["cost_usd"]
    assert spent > 0
    assert float(said.headers["x-larouter-rejected-cost-usd"]) == pytest.approx(spent)
    assert story["rejected_cost_usd"] == pytest.approx(spent)
    assert story["outcome"]["answered_by"] == "large/large"
    assert story["cost_usd"] == pytest.approx(sum(one["cost_usd"] for one in story["attempts"]))


@pytest.mark.parametrize(
    ("answer", "members", "flaw"),
    [
        (Answer(""), {}, "empty"),
        (Answer("It is", finish_reason="length"), {}, "truncated"),
        (Answer("one by " * 60), {}, "loop"),
        (Answer("Sure!"), {"response_format": {"type": "json_object"}}, "format"),
        (Answer("", tool_calls=(ToolCall("add", "{}"),)), {"tools": [WEATHER]}, "tools"),
        (Answer("Это город, который стоит на реке и известен своими мостами."), {}, "language"),
    ],
)
async def test_each_flaw_leads_upwards(
    it: Tiered, answer: Answer, members: dict[str, object], flaw: str
) -> None:
    it.answers["small"] = answer
    it.answers["large"] = Answer('{"a": 1}') if flaw == "format" else it.answers["large"]
    said = await it.ask(await it.project(), **members)
    assert said.headers["x-larouter-model"] == "large/large"
    assert (await it.attempts(said))[0] == ("small", "rejected", flaw)


async def test_it_goes_on_rising_as_often_as_the_settings_say(it: Tiered) -> None:
    it.answers |= {"small": UNABLE, "large": UNABLE, "cloud": UNABLE}
    said = await it.ask(await it.project())
    assert said.headers["x-larouter-model"] == "cloud/cloud"
    assert said.headers["x-larouter-escalated"] == "small/small (unable), large/large (unable)"
    assert len(await it.attempts(said)) == 3


async def test_what_must_stay_local_never_rises_to_a_cloud(it: Tiered) -> None:
    it.answers |= {"small": UNABLE, "large": UNABLE}
    said = await it.ask(await it.project(), {"x_larouter_sensitivity": "confidential"})
    assert said.headers["x-larouter-zone"] == "local"
    assert it.asked("cloud") == 0
    assert it.fakes["cloud"].connections == 0 or not it.fakes["cloud"].received


@pytest.mark.parametrize(
    "refusal",
    [
        Answer(refusal="I will not."),
        Answer("I cannot say.", finish_reason="content_filter"),
        Answer("I can't help with that."),
    ],
)
async def test_a_refusal_is_never_repaired(it: Tiered, refusal: Answer) -> None:
    it.answers["small"] = refusal
    said = await it.ask(await it.project({"escalation": {"agreement": "large", "judge": "large"}}))
    assert said.headers["x-larouter-model"] == "small/small"
    assert it.asked("large") == it.asked("cloud") == 0


async def test_a_model_that_was_asked_for_by_name_keeps_its_word(it: Tiered) -> None:
    it.answers["small"] = UNABLE
    said = await it.ask(await it.project(), model="small")
    assert said.headers["x-larouter-model"] == "small/small"
    assert "x-larouter-flaw" not in said.headers


async def test_when_nobody_above_answers_the_answer_in_hand_is_given(it: Tiered) -> None:
    it.answers["small"] = UNABLE
    for name in ("large", "cloud"):
        it.fakes[name].faults.append(faults.Status(500))
    said = await it.ask(await it.project())
    assert said.status == 200
    assert said.json()["choices"][0]["message"]["content"] == UNABLE.text
    assert said.headers["x-larouter-flaw"] == "unable"
    assert [(name, status) for name, status, _ in await it.attempts(said)] == [
        ("small", "ok"),
        ("large", "failed"),
        ("cloud", "failed"),
    ]


async def test_a_rate_bounds_what_gaming_can_cost(it: Tiered) -> None:
    it.answers["small"] = UNABLE
    token = await it.project({"escalation": {"per_minute_token": 1}})
    first, second = await it.ask(token), await it.ask(token)
    assert first.headers["x-larouter-model"] == "large/large"
    assert second.headers["x-larouter-model"] == "small/small"
    assert second.headers["x-larouter-flaw"] == "unable"


async def test_a_project_can_do_without_or_leave_checks_out(it: Tiered) -> None:
    it.answers["small"] = UNABLE
    for escalation in ({"enabled": False}, {"skip": ["unable"]}):
        said = await it.ask(await it.project({"escalation": escalation}))
        assert said.headers["x-larouter-model"] == "small/small"


async def test_the_budget_bounds_it_too(it: Tiered) -> None:
    it.answers["small"] = UNABLE
    token = await it.project(budget=0.0045)  # enough for one answer of 400 tokens, not for two
    said = await it.ask(token, max_tokens=400)
    assert said.headers["x-larouter-model"] == "small/small"
    assert it.asked("large") == 0


async def test_a_stream_rises_only_as_far_as_it_is_kept_back(it: Tiered) -> None:
    it.answers["small"] = UNABLE
    plain = await it.ask(await it.project(), stream=True)
    assert plain.headers["x-larouter-model"] == "small/small"
    for hold in ("all", "first:5"):
        said = await it.ask(await it.project({"hold": hold}), stream=True)
        assert said.headers["x-larouter-model"] == "large/large"
        assert b"says" in said.body
        assert b"know the" not in said.body
        assert said.body.endswith(b"data: [DONE]\n\n")
        assert (await it.attempts(said))[0] == ("small", "rejected", "unable")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (
            "/v1/messages",
            {"max_tokens": 900, "messages": [{"role": "user", "content": "What is that, please?"}]},
        ),
        ("/v1/responses", {"input": "What is that, please?"}),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
async def test_it_works_in_every_protocol(
    it: Tiered, path: str, body: dict[str, object], stream: bool
) -> None:
    it.answers["small"] = UNABLE
    token = await it.project({"hold": "all"})
    said = await it.router.ask("POST", path, {"model": "auto", "stream": stream, **body}, token)
    assert said.headers["x-larouter-escalated"] == "small/small (unable)"
    assert b"says" in said.body


async def test_a_second_model_that_disagrees_leads_upwards(it: Tiered) -> None:
    it.answers |= {"small": Answer("The answer is 7."), "large": Answer("The answer is 8.")}
    token = await it.project({"escalation": {"agreement": "large"}})
    said = await it.ask(token)
    assert await it.attempts(said) == [
        ("small", "rejected", "disagreement"),
        ("large", "advice", "agreement"),
        ("large", "ok", None),
    ]
    it.answers["large"] = Answer("The answer is 7, as I see it.")
    agreed = await it.ask(token)
    assert agreed.headers["x-larouter-model"] == "small/small"
    assert ("large", "advice", "agreement") in await it.attempts(agreed)


async def test_a_judge_gets_the_answer_and_its_verdict_counts(it: Tiered) -> None:
    token = await it.project({"escalation": {"judge": "large"}})
    it.answers["large"] = lambda request: Answer(
        JUDGE % "false" if b"You check" in request.body else "It is Paris."
    )
    said = await it.ask(token)
    assert said.headers["x-larouter-escalated"] == "small/small (judged)"
    assert json.loads(it.fakes["large"].chats[0].body)["messages"][0]["role"] == "system"
    it.answers["large"] = Answer(JUDGE % "true")
    assert (await it.ask(token)).headers["x-larouter-model"] == "small/small"


async def test_who_may_not_read_the_request_is_asked_for_no_opinion(it: Tiered) -> None:
    token = await it.project({"escalation": {"judge": "cloud", "agreement": "cloud"}})
    said = await it.ask(token, {"x_larouter_sensitivity": "confidential"})
    assert said.headers["x-larouter-model"] == "small/small"
    assert it.asked("cloud") == 0


async def test_an_adviser_that_fails_leaves_the_answer_as_it_is(it: Tiered) -> None:
    it.fakes["large"].faults.append(faults.Status(500))
    said = await it.ask(await it.project({"escalation": {"judge": "large"}}))
    assert said.headers["x-larouter-model"] == "small/small"
    assert ("large", "failed", "upstream_error") in await it.attempts(said)


async def test_usage_adds_up_over_all_of_it(it: Tiered) -> None:
    usage = (await it.router.control("GET", "/api/usage?period=all")).json()
    for breakdown in ("byModel", "byTier", "byZone", "byProject"):
        assert sum(part["costMicroUsd"] for part in usage[breakdown].values()) == usage["totalCostMicroUsd"]
        assert sum(part["calls"] for part in usage[breakdown].values()) == usage["totalCalls"]
