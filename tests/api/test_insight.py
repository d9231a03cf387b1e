"""Usage and requests: each project its own, the admin all of them."""

import pytest
from asking import HELLO
from in_process import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_request_is_found_in_all_figures_of_its_project_and_in_no_other(it: Running) -> None:
    other = (await it.control("POST", "/api/projects", {"name": "other"})).json()["token"]
    answer = await it.ask("POST", "/v1/chat/completions", {"model": "gpt-fake", "messages": HELLO})
    assert answer.status == 200
    ident = answer.headers["x-larouter-request-id"]
    for path, counted in (("/api/usage", "totalCalls"), ("/api/usage?projectId=default", "totalCalls")):
        assert (await it.control("GET", path)).json()[counted] == 1
    assert (await it.ask("GET", "/api/usage")).json()["totalCalls"] == 1
    assert (await it.ask("GET", "/api/usage", key=other)).json()["totalCalls"] == 0
    assert [row["id"] for row in (await it.ask("GET", "/api/requests")).json()["requests"]] == [ident]
    assert (await it.ask("GET", "/api/requests", key=other)).json()["requests"] == []
    assert (await it.ask("GET", f"/api/requests/{ident}", key=other)).status == 404
    assert (await it.ask("GET", f"/api/requests/{ident}")).json()["id"] == ident
    assert len((await it.ask("GET", "/api/usage/models")).json()["models"]) == 1
    assert (await it.ask("GET", "/api/usage/daily")).json()["days"]


async def test_figures_of_a_project_outlive_it(it: Running) -> None:
    token = (await it.control("POST", "/api/projects", {"name": "gone"})).json()["token"]
    hello = {"model": "gpt-fake", "messages": HELLO}
    assert (await it.ask("POST", "/v1/chat/completions", hello, key=token)).status == 200
    assert (await it.control("DELETE", "/api/projects/gone")).status == 200
    assert (await it.control("GET", "/api/usage?projectId=gone")).json()["totalCalls"] == 1
    export = await it.control("GET", "/api/usage/export?format=jsonl&projectId=gone")
    assert len(export.body.splitlines()) == 1


async def test_rows_can_be_taken_away_narrowed_as_figures_are(it: Running) -> None:
    asked = {"model": "gpt-fake", "messages": HELLO, "metadata": {"feature": "export"}}
    assert (await it.ask("POST", "/v1/chat/completions", asked)).status == 200
    path = "/api/usage/export?format=jsonl&from=2000-01-01&timeZone=Asia/Kolkata"
    for query, count in (
        ("&tag=feature=export", 1),
        ("&tag=feature=else", 0),
        ("&tag=feature&model=none", 0),
    ):
        said = await it.control("GET", path + query)
        assert len(said.body.splitlines()) == count, query
    assert 'filename="larouter-usage.jsonl"' in said.headers["content-disposition"]


async def test_figures_can_be_taken_away_as_csv(it: Running) -> None:
    said = await it.control("GET", "/api/usage/export?period=daily")
    assert said.headers["content-type"].startswith("text/csv")
    assert 'filename="larouter-usage-daily.csv"' in said.headers["content-disposition"]


@pytest.mark.parametrize("query", ["period=yearly", "projectId=nobody"])
async def test_what_does_not_exist_is_refused(it: Running, query: str) -> None:
    assert (await it.control("GET", f"/api/usage?{query}")).status == 400


async def test_a_project_does_not_ask_for_another(it: Running) -> None:
    assert (await it.ask("GET", "/api/usage?projectId=somebody")).status == 403


@pytest.mark.parametrize("limit", ["0", "1001", "many"])
async def test_a_limit_has_limits(it: Running, limit: str) -> None:
    assert (await it.control("GET", f"/api/requests?limit={limit}")).status == 400


@pytest.mark.parametrize(
    "path", ["/api/usage?project=other", "/api/usage/export?since=7d", "/api/requests?q=1"]
)
async def test_a_filter_that_is_not_known_is_refused_not_passed_over(it: Running, path: str) -> None:
    refused = await it.control("GET", path)
    assert refused.status == 400
    assert "projectId" in refused.json()["error"]["message"]


async def test_an_address_without_filters_says_so(it: Running) -> None:
    refused = await it.control("GET", "/api/usage/check?fast=1")
    assert (refused.status, "there are none here" in refused.json()["error"]["message"]) == (400, True)
