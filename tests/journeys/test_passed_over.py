"""Who is first in the plan and not asked: told wherever the request is, and counted nowhere."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import in_process
import pytest
from backstage import Backstage
from serving import HELLO, Serving, running

from larouter.account.audit import verify
from larouter.account.ledger import Ledger
from larouter.account.windows import window
from larouter.store import balances
from larouter.testing.fake_anthropic import KEY, FakeAnthropic
from larouter.testing.fake_openai import FakeOpenAI

SETTINGS = """
[backends.dear]
kind = "anthropic"
url = "{dear}"
zone = "local"
key_env = "DEAR_KEY"
models = [{{ id = "dear", tiers = ["COMPLEX"], price = {{ input = 1.0, output = 10.0 }} }}]

[backends.free]
url = "{free}"
zone = "local"
models = [{{ id = "free", tiers = ["SIMPLE"] }}]

[backends.strict]
kind = "google"
url = "http://127.0.0.1:9"
zone = "local"
key_env = "STRICT_KEY"
models = [{{ id = "strict", tiers = [], capabilities = ["json_schema"] }}]
"""
FIRST, SECOND = "dear/dear", "free/free"


@pytest.fixture(scope="module")
def fakes(backstage: Backstage) -> tuple[FakeAnthropic, FakeOpenAI]:
    return backstage.start(FakeAnthropic("dear")), backstage.start(FakeOpenAI("free"))


@pytest.fixture(scope="module")
def settings(fakes: tuple[FakeAnthropic, FakeOpenAI]) -> str:
    return SETTINGS.format(dear=fakes[0].url, free=fakes[1].url)


@pytest.fixture(scope="module")
def router(tmp_path_factory: pytest.TempPathFactory, settings: str) -> Iterator[Serving]:
    with running(tmp_path_factory.mktemp("router"), settings, DEAR_KEY=KEY, STRICT_KEY="x") as router:
        yield router


def figures(router: Serving) -> dict[str, Any]:
    """What usage says of the first of the plan."""
    return dict(router.control("GET", "/api/usage?period=all")["byModel"].get("dear", {}))


def test_who_cannot_be_told_a_parameter_is_told_of(
    router: Serving, fakes: tuple[FakeAnthropic, FakeOpenAI]
) -> None:
    answer = router.chat("auto:complex", n=2)
    assert answer.status == 200
    assert answer.headers["x-larouter-model"] == SECOND
    told = router.story(answer.request_id)
    assert told["decision"]["plan"][0]["deployment"] == FIRST
    assert told["passed_over"] == [
        {
            "deployment": FIRST,
            "tier": "COMPLEX",
            "error": "unsupported_parameter",
            "param": "n",
            "reason": "it cannot be told n",
        }
    ]
    assert [(one["number"], one["deployment"], one["status"]) for one in told["attempts"]] == [
        (0, SECOND, "ok")
    ]
    explained = router.cli("explain", answer.request_id).stdout
    assert f"{FIRST}: not asked, it cannot be told n (unsupported_parameter)" in explained
    assert fakes[0].received == []


def test_it_is_no_attempt_in_any_figure_and_the_record_holds(router: Serving) -> None:
    answer = router.chat("auto:complex", n=2)
    assert len(router.story(answer.request_id)["attempts"]) == 1
    assert figures(router) == {}
    exported = router.call("GET", "/api/usage/export?period=all", key=router.admin).body.decode()
    assert FIRST not in exported
    assert SECOND in exported
    assert 'larouter_attempts_total{backend="dear"' not in router.call("GET", "/metrics").body.decode()
    verified = router.cli("audit", "verify")
    assert verified.returncode == 0, verified.stdout


def test_who_is_passed_over_is_told_where_nobody_answers_too(router: Serving) -> None:
    refused = router.chat("dear", n=2)
    assert (refused.status, refused.error["code"]) == (400, "unsupported_parameter")
    told = router.story(refused.request_id)
    assert [one["deployment"] for one in told["passed_over"]] == [FIRST]
    assert told["attempts"] == []


def test_nobody_is_passed_over_where_the_first_answers(router: Serving) -> None:
    answer = router.chat("auto:complex")
    assert answer.headers["x-larouter-model"] == FIRST
    assert router.story(answer.request_id)["passed_over"] == []


def test_no_more_of_a_place_is_written_down_than_a_client_cannot_have_made_up(router: Serving) -> None:
    schema = {"type": "object", "properties": {"diagnosis_of_alice": {"not": {"type": "null"}}}}
    asked = {"type": "json_schema", "json_schema": {"name": "x", "strict": True, "schema": schema}}
    refused = router.chat("strict", response_format=asked)
    assert "diagnosis_of_alice" in refused.error["param"]
    told = router.story(refused.request_id)
    assert [one["param"] for one in told["passed_over"]] == ["response_format.json_schema"]
    assert "diagnosis_of_alice" not in str(told)


async def test_a_budget_that_does_not_cover_the_first_is_told_and_the_chain_notices_when_that_is_removed(
    tmp_path: Path,
    settings: str,
    fakes: tuple[FakeAnthropic, FakeOpenAI],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "larouter.toml").write_text(settings)
    path = tmp_path / "larouter.db"
    asked = len(fakes[0].received)
    async with in_process.running(tmp_path, DEAR_KEY=KEY, STRICT_KEY="x") as router:
        made = (await router.control("POST", "/api/projects", {"name": "capped"})).json()
        await router.control("PUT", "/api/projects/capped/budget", {"amount": 1})
        with closing(sqlite3.connect(path)) as elsewhere:
            # Another router has spent it all, and this one has not yet been told.
            monkeypatch.setattr(Ledger, "refresh", _nothing)
            (budget,) = elsewhere.execute("SELECT budget_id FROM budgets").fetchone()
            now = time.time_ns() // 1_000_000
            start = window("monthly", now, "UTC").piece_ms
            balances.move(elsewhere, budget, "", start, 1_000_000, 0)
            elsewhere.commit()
            body = {"model": "auto:complex", "messages": HELLO}
            answer = await router.ask("POST", "/v1/chat/completions", body, key=made["token"])
            assert answer.headers["x-larouter-model"] == SECOND
            ident = answer.headers["x-larouter-request-id"]
            told = (await router.control("GET", f"/api/requests/{ident}")).json()
            assert told["decision"]["answered_by"] == FIRST
            assert [(one["deployment"], one["error"], one["reason"]) for one in told["passed_over"]] == [
                (FIRST, "insufficient_quota", "a hard budget had no room left for what it may cost")
            ]
            assert [(one["number"], one["deployment"]) for one in told["attempts"]] == [(0, SECOND)]
            assert told["cost_usd"] == 0
            assert len(fakes[0].received) == asked
            assert verify(elsewhere).faults == []
            assert elsewhere.execute("DELETE FROM passed").rowcount == 1
            assert [ident in fault for fault in verify(elsewhere).faults] == [True]


async def _nothing(_ledger: Ledger) -> None:
    return None
