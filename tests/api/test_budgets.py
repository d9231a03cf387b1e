"""Budgets over the control API."""

import pytest
from in_process import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


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
    "budget",
    [
        {},
        {"amount": -1},
        {"amount": 1, "window": "hourly"},
        {"amount": "much"},
        {"amount": 1, "time_zone": "Mars"},
        {"amount": 1, "tiers": ["HUGE"]},
        {"amount": 1, "thresholds": [0]},
        {"amount": 1, "value": "x"},
        {"amount": 1, "scope": "tag"},
        {"amount": 1, "pressure": 100},
        {"amount": 1, "models": ["a\nb"]},
    ],
)
async def test_a_budget_that_means_nothing_is_refused(it: Running, budget: dict[str, object]) -> None:
    assert (await it.control("PUT", "/api/projects/default/budget", budget)).status == 400


async def test_a_budget_says_all_that_it_covers(it: Running) -> None:
    await it.control("POST", "/api/projects", {"name": "detailed"})
    wanted = {
        "amount": 3,
        "window": "7d",
        "scope": "user",
        "value": "ann",
        "time_zone": "Europe/Berlin",
        "tiers": ["frontier"],
        "models": ["claude-*"],
        "thresholds": [90, 10],
        "pressure": 75,
    }
    put = await it.control("PUT", "/api/projects/detailed/budget", wanted)
    (row,) = put.json()["budgets"]
    assert (row["scope"], row["value"], row["window"]) == ("tag", "user=ann", "7d")
    assert (row["tiers"], row["models"]) == (["FRONTIER"], ["claude-*"])
    assert (row["thresholds"], row["pressure"], row["time_zone"]) == ([10, 90], 75, "Europe/Berlin")
    again = await it.control("PUT", "/api/projects/detailed/budget", wanted | {"amount": 4})
    assert [other["amount_usd"] for other in again.json()["budgets"]] == [4.0]


async def test_a_budget_for_a_token_that_is_not_in_force_is_refused(it: Running) -> None:
    made = (await it.control("POST", "/api/projects", {"name": "tokened"})).json()
    budget = {"amount": 1, "scope": "token", "value": made["token_id"]}
    assert (await it.control("PUT", "/api/projects/tokened/budget", budget)).status == 200
    for wrong in ("tok_nobody", (await it.control("GET", "/api/projects/default")).json()["tokens"][0]["id"]):
        refused = await it.control("PUT", "/api/projects/tokened/budget", budget | {"value": wrong})
        assert (refused.status, wrong in refused.json()["error"]["message"]) == (400, True)
    await it.control("DELETE", f"/api/projects/tokened/tokens/{made['token_id']}")
    assert (await it.control("PUT", "/api/projects/tokened/budget", budget)).status == 400


async def test_an_amount_that_would_be_rounded_to_nothing_is_refused(it: Running) -> None:
    refused = await it.control("PUT", "/api/projects/default/budget", {"amount": 0.0000004})
    assert (refused.status, "0.000001" in refused.json()["error"]["message"]) == (400, True)
