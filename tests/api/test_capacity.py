"""How busy deployments are and were, for the admin."""

import pytest
from in_process import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_deployment_that_answered_has_its_busiest_hour(it: Running) -> None:
    body = {"model": "auto", "messages": [{"role": "user", "content": "Hello"}]}
    assert (await it.ask("POST", "/v1/chat/completions", body)).status == 200
    told = (await it.control("GET", "/api/capacity?days=1")).json()
    row = next(row for row in told["deployments"] if row["name"] == "private-cloud/gpt-fake")
    assert (told["days"], row["requests"] >= 1, row["busiest_hour"]["requests"] >= 1) == (1, True, True)
    assert (row["capacity"], row["plan"]) == (None, [])


async def test_with_a_capacity_there_is_a_plan(it: Running) -> None:
    wanted = {
        "name": "roomy", "url": "http://127.0.0.1:9", "zone": "local", "models": ["gpt-fake"], "capacity": 2,
    }  # fmt: skip
    assert (await it.control("POST", "/api/backends", wanted)).status == 201
    told = (await it.control("GET", "/api/capacity")).json()
    row = next(row for row in told["deployments"] if row["name"] == "roomy/gpt-fake")
    assert (row["capacity"], row["requests"], row["plan"]) == (2, 0, [])
    assert (await it.control("DELETE", "/api/backends/roomy")).status == 200


async def test_capacity_is_for_the_admin(it: Running) -> None:
    assert (await it.ask("GET", "/api/capacity")).status == 401
    assert (await it.control("GET", "/api/capacity?days=0")).status == 400
