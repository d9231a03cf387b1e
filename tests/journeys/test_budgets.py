"""A cap is a cap: over the control API, over the command line, under load, and in every figure."""

import csv
import io
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from backstage import Backstage
from serving import Answer, Serve, Serving, eventually, running

from larouter.testing.completions import Answer as Said
from larouter.testing.fake_openai import FakeOpenAI, Pace
from larouter.testing.http_server import Exchange, HttpServer

# 1 USD for a million tokens in, 10 for a million out: a tenth of a cent is 100 tokens of answer.
SETTINGS = """
[backends.dear]
url = "{dear}"
zone = "public"
models = [{{ id = "dear", tiers = ["COMPLEX"], price = {{ input = 1.0, output = 10.0 }} }}]

[backends.free]
url = "{free}"
zone = "local"
models = [{{ id = "free", tiers = ["HEARTBEAT", "SIMPLE", "MODERATE"] }}]

[backends.secretive]
url = "{dear}"
zone = "public"
models = [{{ id = "secretive", upstream_id = "dear", tiers = [] }}]
"""
ASKED = {"max_tokens": 100, "messages": [{"role": "user", "content": "Hello"}]}
WORST_MICRO_USD = 1000


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory, backstage: Backstage) -> Iterator[Serving]:
    said = Said("word " * 100)
    dear = backstage.start(FakeOpenAI("dear", answer=said, pace=Pace(first_seconds=0.1)))
    free = backstage.start(FakeOpenAI("free", answer=said))
    with running(tmp_path_factory.mktemp("bank"), SETTINGS.format(dear=dear.url, free=free.url)) as router:
        yield router


def capped(bank: Serving, name: str, amount: float, **more: object) -> str:
    token = bank.project(name)
    bank.control("PUT", f"/api/projects/{name}/budget", {"amount": amount, **more})
    return token


def spent(bank: Serving, token: str) -> int:
    return int(bank.call("GET", "/api/usage?period=all", key=token).json()["totalCostMicroUsd"])


def test_the_budget_of_the_command_line_is_in_force_at_once(bank: Serving) -> None:
    token = bank.project("by hand")
    assert bank.chat("dear", token, **ASKED).status == 200
    set_ = bank.cli("projects", "budget", "by hand", "--amount", "0.0011", "--window", "daily")
    assert set_.returncode == 0, set_.stderr
    assert "daily" in set_.stdout
    assert "hard" in set_.stdout
    refused = bank.chat("dear", token, **ASKED)
    assert refused.status == 402
    shown = bank.cli("projects", "show", "by hand", "--json")
    budget = json.loads(shown.stdout)["budgets"][0]
    assert (budget["amount_usd"], budget["window"], budget["hard"]) == (0.0011, "daily", True)
    assert budget["spent_usd"] == spent(bank, token) / 1e6 > 0
    assert budget["reserved_usd"] == 0


@pytest.mark.parametrize("window", ["daily", "weekly", "monthly", "total"])
def test_a_402_says_what_is_left_and_when_it_starts_anew(bank: Serving, window: str) -> None:
    token = capped(bank, f"window-{window}", 0.0005, window=window)
    answer = bank.chat("dear", token, **ASKED)
    assert answer.status == 402
    error = answer.error
    assert (error["code"], error["type"]) == ("insufficient_quota", "insufficient_quota")
    assert "the budget has $0.000500 left" in error["message"]
    if window == "total":
        assert "never starts anew" in error["message"]
    if window == "daily":
        tomorrow = datetime.now(UTC).date() + timedelta(days=1)
        assert f"{tomorrow}T00:00:00Z" in error["message"]


def test_at_the_cap_the_free_local_model_still_answers(bank: Serving) -> None:
    token = capped(bank, "broke", 0)
    assert bank.chat("dear", token, **ASKED).status == 402
    answer = bank.chat("auto:complex", token, **ASKED)
    assert answer.headers["x-larouter-model"] == "free/free"
    assert answer.headers["x-larouter-degraded"] == "true"
    reasons = bank.story(answer.request_id)["decision"]["reasons"]
    assert any("dear/dear" in reason and "the budget has $0.000000 left" in reason for reason in reasons)


def test_a_model_of_unknown_price_is_refused_under_a_hard_cap(bank: Serving) -> None:
    token = capped(bank, "careful", 5)
    answer = bank.chat("secretive", token, **ASKED)
    assert answer.status == 402
    assert "price is not known" in answer.error["message"]


def test_a_soft_budget_counts_and_refuses_nothing(bank: Serving) -> None:
    token = capped(bank, "soft", 0, hard=False)
    assert bank.chat("dear", token, **ASKED).status == 200
    budget = bank.control("GET", "/api/projects/soft/budgets")["budgets"][0]
    assert budget["spent_usd"] > budget["amount_usd"]


def test_fifty_requests_at_once_never_exceed_the_cap(bank: Serving) -> None:
    cap = 4 * (WORST_MICRO_USD + 100)
    token = capped(bank, "crowd", cap / 1e6)

    def one(number: int) -> Answer:
        return bank.chat("dear", token, **ASKED, stream=number % 2 == 0)

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(one, range(50)))
    statuses = [answer.status for answer in answers]
    assert set(statuses) == {200, 402}
    assert 1 <= statuses.count(200) <= 4
    assert 0 < spent(bank, token) <= cap

    def settled() -> dict[str, Any] | None:  # just after the last byte of a stream
        it: dict[str, Any] = bank.control("GET", "/api/projects/crowd/budgets")["budgets"][0]
        return it if it["reserved_usd"] == 0 else None

    budget = eventually(settled)
    assert budget["spent_usd"] == spent(bank, token) / 1e6


def test_without_max_tokens_the_answer_is_kept_to_what_was_set_aside(
    bank: Serving, backstage: Backstage
) -> None:
    token = capped(bank, "modest", 1)
    answer = bank.chat("dear", token)
    story = bank.story(answer.request_id)
    assert story["cost_usd"] <= story["decision"]["plan"][0]["worst_case_usd"]


def test_totals_equal_every_breakdown_for_the_admin_and_for_a_project(bank: Serving) -> None:
    token = bank.project("counted")
    for model in ("dear", "free", "auto", "nobody", "secretive"):
        bank.chat(model, token, **ASKED)
    mine = bank.call("GET", "/api/usage?period=all", key=token).json()
    assert (mine["totalCalls"], mine["succeededCalls"]) == (5, 4)
    assert mine["unpricedAttempts"] == 1
    assert list(mine["byProject"]) == [mine["projectId"]]
    everyone = bank.control("GET", "/api/usage?period=all")
    by_name = bank.control("GET", "/api/usage?period=all&projectId=counted")
    assert by_name == mine
    for usage in (mine, everyone):
        for breakdown in ("byModel", "byTier", "byBackend", "byZone", "byProject"):
            parts = usage[breakdown].values()
            for total, part in (
                ("totalCalls", "calls"),
                ("succeededCalls", "succeededCalls"),
                ("totalCostMicroUsd", "costMicroUsd"),
                ("inputTokens", "inputTokens"),
                ("outputTokens", "outputTokens"),
                ("attempts", "attempts"),
            ):
                assert sum(row[part] for row in parts) == usage[total], (breakdown, total)
        assert sum(day["costMicroUsd"] for day in usage["dailyCosts"]) == usage["totalCostMicroUsd"]
    assert everyone["byProject"][mine["projectId"]]["costMicroUsd"] == mine["totalCostMicroUsd"]
    assert everyone["totalCalls"] > mine["totalCalls"]


def test_the_export_has_every_attempt_and_the_same_total(bank: Serving) -> None:
    token = bank.project("exported")
    for model in ("dear", "free", "nobody"):
        bank.chat(model, token, **ASKED)
    usage = bank.call("GET", "/api/usage?period=all", key=token).json()
    export = bank.call("GET", "/api/usage/export?period=all", key=token)
    assert export.headers["content-type"].startswith("text/csv")
    assert "attachment" in export.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(export.body.decode())))
    assert [row["status"] for row in rows] == ["ok", "ok", "none"]
    assert sum(int(row["costMicroUsd"]) for row in rows) == usage["totalCostMicroUsd"]
    assert {row["projectId"] for row in rows} == {usage["projectId"]}
    by_command = bank.cli("usage", "--csv", "--period", "all", "--project", "exported").stdout
    assert list(csv.DictReader(io.StringIO(by_command))) == rows


def test_the_budget_outlives_a_restart(tmp_path: Path, backstage: Backstage) -> None:
    fake = backstage.start(FakeOpenAI("dear", answer=Said("word " * 100)))
    settings = SETTINGS.format(dear=fake.url, free=fake.url)
    with running(tmp_path, settings) as router:
        token = capped(router, "kept", 0.0015)
        assert router.chat("dear", token, **ASKED).status == 200
    with running(tmp_path, settings) as router:
        assert router.chat("dear", token, **ASKED).status == 402


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"amount": -1}, "amount"),
        ({"amount": "much"}, "amount"),
        ({}, "amount"),
        ({"amount": 1, "window": "yearly"}, "window"),
        ({"amount": 1, "currency": "EUR"}, "currency"),
        ({"amount": 1e30}, "amount"),
    ],
)
def test_a_budget_that_means_nothing_is_refused(bank: Serving, change: dict[str, object], param: str) -> None:
    answer = bank.call("PUT", "/api/projects/default/budget", change, bank.admin)
    assert answer.status == 400
    assert answer.error["param"] == param


class Rambling(HttpServer):
    """Answers with 400 tokens, whatever the limit is."""

    def __init__(self) -> None:
        super().__init__(self._route)

    async def _route(self, exchange: Exchange) -> None:
        if exchange.request.method == "GET":
            await exchange.respond_json(200, {"object": "list", "data": [{"id": "m", "object": "model"}]})
            return
        message = {"role": "assistant", "content": "word " * 400}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        usage = {"prompt_tokens": 10, "completion_tokens": 400, "total_tokens": 410}
        answer = {"id": "c", "object": "chat.completion", "created": 1, "model": "m"}
        await exchange.respond_json(200, {**answer, "choices": [choice], "usage": usage})


def test_an_answer_beyond_its_limit_is_charged_and_an_alert_says_by_how_much(
    serve: Serve, backstage: Backstage
) -> None:
    fake = backstage.start(Rambling())
    settings = f'[backends.far]\nurl = "{fake.url}"\nzone = "public"\n'
    settings += 'models = [{ id = "m", tiers = ["SIMPLE"], price = { input = 1.0, output = 10.0 } }]\n'
    router = serve(settings, LAROUTER_TOY="false")
    router.control("PUT", "/api/projects/default/budget", {"amount": 0.002})
    assert router.chat("m", max_tokens=20).status == 200
    (told,) = eventually(
        lambda: [one for one in router.control("GET", "/api/alerts")["alerts"] if "set aside" in one["words"]]
    )
    assert told["words"].startswith("an answer of far/m cost 0.004010 USD, ")
    budget = router.control("GET", "/api/projects/default/budgets")["budgets"][0]
    assert budget["spent_usd"] == 0.00401 > budget["amount_usd"]
    assert router.chat("m", max_tokens=20).status == 402
