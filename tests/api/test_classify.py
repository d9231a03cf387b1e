"""The router's own idea of an input, as others may ask for it; nothing is sent to find it."""

from collections.abc import Iterator
from typing import Any

import openai
import pytest
from cast import Cast
from in_process import Running, ask

from larouter.core.tiers import Tier
from larouter.inspect.ballot import ask_decision, heard

pytestmark = pytest.mark.asyncio(loop_scope="module")
PATH = "/v1/decisions"
SECRET = "My social security number is 078-05-1120 and my password is hunter2-Wint3r!"
LARGE = "Design and implement a distributed key-value store in Rust with Raft, snapshots, tests and a migration plan."
TIERS = [tier.name for tier in Tier]


def choice(*options: object, name: str = "it") -> dict[str, object]:
    given = [{"value": option} for option in options]
    return {"type": "choice", "name": name, "instructions": "which?", "choices": given}


async def told(it: Running, text: object, *questions: object, **headers: str) -> list[dict[str, Any]]:
    body = {"model": "larouter", "input": text, "questions": list(questions)}
    said = await it.ask("POST", PATH, body, **headers)
    assert said.status == 200, said.body
    return list(said.json()["answers"])


async def test_a_tier_comes_with_the_likelihood_of_each(it: Running) -> None:
    (answer,) = await told(it, LARGE, choice(*TIERS, name="tier"))
    assert (answer["type"], answer["name"], answer["choice"]) == ("choice", "tier", "FRONTIER")
    assert [row["value"] for row in answer["probabilities"]] == TIERS
    assert sum(row["probability"] for row in answer["probabilities"]) == pytest.approx(1.0, abs=1e-3)
    assert answer["confidence"] > 0.5


async def test_it_is_the_tier_that_the_route_of_decisions_explains(it: Running) -> None:
    (answer,) = await told(it, LARGE, choice(*TIERS))
    said = await it.ask(
        "POST", "/api/route", {"model": "auto", "messages": [{"role": "user", "content": LARGE}]}
    )
    assert said.json()["tier"] == answer["choice"]


async def test_the_history_counts_as_it_does_for_a_request(it: Running) -> None:
    turns = [
        {"role": "user", "content": LARGE},
        {"role": "assistant", "content": "Here is the whole program. ..."},
        {"role": "user", "content": "thanks!"},
    ]
    (answer,) = await told(it, turns, choice(*TIERS))
    assert answer["choice"] == "HEARTBEAT"


async def test_a_score_is_the_expected_level(it: Running) -> None:
    levels = [{"label": name} for name in TIERS]
    question = {"type": "score", "instructions": "how hard?", "levels": levels}
    (easy,) = await told(it, "hi", question)
    (hard,) = await told(it, LARGE, question)
    assert easy["score"] < 0.5
    assert hard["score"] > 3.0
    assert easy["name"] is None


async def test_options_are_found_in_any_case_and_given_back_as_they_came(it: Running) -> None:
    (answer,) = await told(it, "hi", choice("simple", "Heartbeat"))
    assert answer["choice"] == "Heartbeat"


async def test_which_side_is_a_question_too(it: Running) -> None:
    near, far = choice("local", "cloud", name="side"), choice("cloud", "local", name="side")
    assert [one["choice"] for one in await told(it, "hi", near, far)] == ["local", "local"]
    assert [one["choice"] for one in await told(it, LARGE, near, far)] == ["cloud", "cloud"]


async def test_sensitivity_and_the_widest_zone_are_told(it: Running) -> None:
    level = choice("public", "internal", "confidential")
    zone = choice("local", "private", "public")
    assert [one["choice"] for one in await told(it, SECRET, level, zone)] == ["confidential", "local"]
    assert [one["choice"] for one in await told(it, "What is a prime?", level, zone)] == ["public", "public"]
    raised = await told(it, "What is a prime?", level, x_larouter_sensitivity="internal")
    assert raised[0]["choice"] == "internal"


async def test_what_is_found_is_told_also_where_a_policy_takes_it_out(it: Running) -> None:
    made = await it.control(
        "POST", "/api/projects", {"name": "redacting", "policy": {"on_findings": "redact"}}
    )
    body = {"model": "auto", "input": SECRET, "questions": [choice("public", "internal", "confidential")]}
    said = await it.ask("POST", PATH, body, made.json()["token"])
    assert said.json()["answers"][0]["choice"] == "confidential"


async def test_a_question_about_something_else_is_refused_beside_one_that_is_answered(it: Running) -> None:
    other = {"type": "predicate", "name": "angry", "instructions": "Is the writer angry?"}
    first, second = await told(it, "hi", other, choice(*TIERS))
    assert first == {"type": "refusal", "name": "angry"}
    assert second["choice"] == "HEARTBEAT"


async def test_options_none_of_which_fits_are_refused(it: Running) -> None:
    kept, _ = await told(it, SECRET, choice("public", "internal"), choice(*TIERS))
    assert kept["type"] == "refusal"


async def test_where_no_question_is_about_anything_known_the_error_says_what_is(it: Running) -> None:
    body = {"model": "larouter", "input": "hi", "questions": [choice("billing", "technical")]}
    said = await it.ask("POST", PATH, body)
    assert (said.status, said.error["param"]) == (400, "questions")
    assert "tier" in said.error["message"]


async def test_a_project_that_has_learned_is_answered_by_what_it_learned(it: Running) -> None:
    made = await it.control("POST", "/api/projects", {"name": "learned", "policy": {"head": {"shift": 10.0}}})
    assert made.status == 201, made.body
    body = {"model": "auto", "input": "hi", "questions": [choice(*TIERS)]}
    said = await it.ask("POST", PATH, body, made.json()["token"])
    assert said.json()["answers"][0]["choice"] == "FRONTIER"


async def test_a_stranger_and_a_body_that_is_none_are_turned_away(it: Running) -> None:
    assert (await ask(it.app, "POST", PATH, {})).status == 401
    said = await it.ask("POST", PATH, b"{")
    assert said.status == 400
    assert set(said.error) == {"message", "type", "param", "code"}


async def test_it_counts_against_the_rate_and_says_what_is_left(it: Running) -> None:
    made = await it.control(
        "POST", "/api/projects", {"name": "slow", "policy": {"rate": {"requests_per_minute": 1}}}
    )
    body = {"model": "auto", "input": "hi", "questions": [choice(*TIERS)]}
    first = await it.ask("POST", PATH, body, made.json()["token"])
    assert (first.status, first.headers["x-ratelimit-remaining-requests"]) == (200, "0")
    assert (await it.ask("POST", PATH, body, made.json()["token"])).status == 429


async def test_it_costs_nothing_so_a_budget_that_is_used_up_does_not_stop_it_and_the_ledger_is_silent(
    it: Running,
) -> None:
    made = await it.control("POST", "/api/projects", {"name": "poor"})
    await it.control("PUT", "/api/projects/poor/budget", {"amount": 0.000001})
    body = {"model": "auto", "input": "hi", "questions": [choice(*TIERS)]}
    assert (await it.ask("POST", PATH, body, made.json()["token"])).status == 200
    usage = (await it.ask("GET", "/api/requests", key=made.json()["token"])).json()
    assert not usage["requests"]


async def test_a_router_can_be_the_judge_of_another(it: Running) -> None:
    said = await it.ask("POST", PATH, ask_decision("larouter", LARGE))
    likely = heard(said.json())
    assert Tier(likely.index(max(likely))) is Tier.FRONTIER


@pytest.fixture(scope="module")
def sdk(house: Cast) -> Iterator[openai.OpenAI]:
    url = f"{house.router.url}/v1"
    with openai.OpenAI(base_url=url, api_key=house.router.token, max_retries=0) as client:
        yield client


async def test_the_official_package_asks_and_reads_it(sdk: openai.OpenAI) -> None:
    question = {
        "type": "choice",
        "name": "tier",
        "instructions": "?",
        "choices": [{"value": name} for name in TIERS],
    }
    answer = sdk.decisions.create(model="larouter", input=LARGE, questions=[question])  # type: ignore[list-item]
    (first,) = answer.answers
    assert first.type == "choice"
    assert first.choice == "FRONTIER"
    with pytest.raises(openai.NotFoundError):
        sdk.decisions.create(model="gpt-6-luna", input="hi", questions=[question])  # type: ignore[list-item]
