"""Savings over the control API."""

import pytest
from in_process import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_savings_name_their_baseline(it: Running) -> None:
    told = (await it.control("GET", "/api/savings?period=daily")).json()
    assert told["baselineModel"] == "claude-opus-5-5"
    assert told["saved"] == told["baseline"] - told["paid"]
    other = (await it.control("GET", "/api/savings?baseline=gpt-6.1-sol")).json()
    assert other["baselineModel"] == "gpt-6.1-sol"


async def test_a_baseline_that_nobody_knows_is_refused(it: Running) -> None:
    assert (await it.control("GET", "/api/savings?baseline=gpt-99")).status == 400


async def test_a_project_sees_its_own_savings(it: Running) -> None:
    seen = await it.ask("GET", "/api/savings")
    assert seen.status == 200
    assert seen.json()["projectId"]


async def test_every_baseline_that_is_offered_can_be_asked_for(it: Running) -> None:
    offered = (await it.control("GET", "/api/savings")).json()["baselines"]
    assert offered[0] == "claude-opus-5-5"
    for name in offered:
        told = await it.control("GET", f"/api/savings?baseline={name}")
        assert told.json()["baselineModel"] == name
