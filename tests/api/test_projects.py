"""Projects over the control API: secrets are shown once, and everything is in force at once."""

import pytest
from in_process import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_project_and_its_tokens(it: Running) -> None:
    made = await it.control("POST", "/api/projects", {"name": "search", "policy": {"always_local": True}})
    assert made.status == 201
    first = made.json()["token"]
    second = (await it.control("POST", "/api/projects/search/tokens", {"label": "laptop"})).json()
    shown = await it.control("GET", "/api/projects/search")
    assert first.encode() not in shown.body
    assert second["token"].encode() not in shown.body
    assert [token["label"] for token in shown.json()["tokens"]] == ["first", "laptop"]
    assert shown.json()["policy"]["always_local"] is True
    assert (await it.ask("GET", "/v1/models", key=first)).status == 200
    await it.control("DELETE", f"/api/projects/search/tokens/{made.json()['token_id']}")
    assert (await it.ask("GET", "/v1/models", key=first)).status == 401
    assert (await it.ask("GET", "/v1/models", key=second["token"])).status == 200
    await it.control("DELETE", "/api/projects/search")
    assert (await it.ask("GET", "/v1/models", key=second["token"])).status == 401
    assert [row["name"] for row in (await it.control("GET", "/api/projects")).json()["projects"]] == [
        "default"
    ]


async def budgets_of(it: Running, project: str) -> list[dict[str, object]]:
    listed: list[dict[str, object]] = (await it.control("GET", f"/api/projects/{project}/budgets")).json()[
        "budgets"
    ]
    return listed


async def test_a_budget_is_set_changed_and_removed(it: Running) -> None:
    await it.control("POST", "/api/projects", {"name": "frugal"})
    for budget in (
        {"amount": 1.5},
        {"amount": 2},
        {"amount": 1, "hard": False},
        {"window": "total", "amount": 9},
    ):
        await it.control("PUT", "/api/projects/frugal/budget", {"window": "daily"} | budget)
    daily, total = sorted(await budgets_of(it, "frugal"), key=lambda row: str(row["window"]))
    assert (daily["hard"], daily["amount_usd"], daily["spent_usd"]) == (False, 1.0, 0.0)
    assert (total["hard"], total["amount_usd"]) == (True, 9.0)
    gone = await it.control("DELETE", f"/api/projects/frugal/budgets/{daily['id']}")
    assert gone.status in (200, 204)
    assert [row["window"] for row in await budgets_of(it, "frugal")] == ["total"]


async def test_a_budget_that_is_not_there_or_anothers_cannot_be_removed(it: Running) -> None:
    await it.control("POST", "/api/projects", {"name": "frugal"})
    before = await budgets_of(it, "frugal")
    row = before[0]
    for path in (f"default/budgets/{row['id']}", "frugal/budgets/bud_nothing"):
        assert (await it.control("DELETE", f"/api/projects/{path}")).status == 404
    assert await budgets_of(it, "frugal") == before


@pytest.mark.parametrize(
    "budget", [{}, {"amount": -1}, {"amount": 1, "window": "hourly"}, {"amount": "much"}]
)
async def test_a_budget_that_means_nothing_is_refused(it: Running, budget: dict[str, object]) -> None:
    assert (await it.control("PUT", "/api/projects/default/budget", budget)).status == 400


async def test_a_policy_is_read_and_changed(it: Running) -> None:
    await it.control("POST", "/api/projects", {"name": "strict"})
    put = await it.control("PUT", "/api/projects/strict/policy", {"floor": "simple"})
    assert put.json()["policy"]["floor"] == "SIMPLE"
    assert (await it.control("GET", "/api/projects/strict/policy")).json()["floor"] == "SIMPLE"
    refused = await it.control(
        "PUT", "/api/projects/strict/policy", {"floor": "COMPLEX", "ceiling": "SIMPLE"}
    )
    assert refused.status == 400
    assert "so that no tier is left" in refused.error["message"]
    assert (await it.control("GET", "/api/projects/strict/policy")).json()["floor"] == "SIMPLE"


async def test_a_project_that_is_not_there_is_not_found(it: Running) -> None:
    assert (await it.control("GET", "/api/projects/nobody")).status == 404
