"""Calibration over HTTP: a curve once there is enough traffic, for the admin and for the project itself."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from in_process import Running, running

from larouter.learn.calibrate import LEAST_REQUESTS
from larouter.testing.fake_openai import FakeOpenAI

pytestmark = pytest.mark.asyncio(loop_scope="module")
ASKED = (
    "hi", "thanks!", "What is the capital of Norway?", "Explain how vaccines work.",
    "Prove that the square root of two is irrational.", "Design a distributed database with sharding in Rust.",
)  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def it(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    """A router that has answered a number of requests, some of which were spoken of."""
    async with (
        FakeOpenAI() as backend,
        running(tmp_path_factory.mktemp("calibrated"), PRIVATE_CLOUD_URL=backend.url) as it,
    ):
        for number in range(LEAST_REQUESTS + 4):
            text = ASKED[number % len(ASKED)]
            body = {"model": "auto", "messages": [{"role": "user", "content": text}]}
            said = await it.ask("POST", "/v1/chat/completions", body)
            assert said.status == 200, said.body
            if number % 2:
                ident = said.headers["x-larouter-request-id"]
                label = "too_weak" if "Explain" in text else "good"
                await it.ask("POST", "/v1/feedback", {"request_id": ident, "label": label})
        yield it


async def test_a_project_sees_its_curve_its_present_point_and_a_proposal(it: Running) -> None:
    found = (await it.ask("GET", "/api/calibration")).json()
    assert found["project"] == "default"
    assert found["requests"] == sum(found["distribution"]) == LEAST_REQUESTS + 4
    assert found["opinions"] > 0
    assert found["thresholds"] == found["curve"]["present"]["thresholds"] == [0.1, 0.3, 0.5, 0.75]
    assert found["drift"] is None
    for point in found["curve"]["points"]:
        low, high = point["quality_interval"]
        assert 0 <= low <= point["quality"] <= high <= 1


async def test_asking_changes_nothing(it: Running) -> None:
    before = (await it.control("GET", "/api/projects/default/policy")).json()
    for query in ("cloud=0.1", "quality=0.9", "daily_usd=1"):
        assert (await it.control("GET", f"/api/calibration?projectId=default&{query}")).status == 200
    assert (await it.control("GET", "/api/projects/default/policy")).json() == before


async def test_other_thresholds_are_tried_beside_those_in_force(it: Running) -> None:
    whole = (await it.ask("GET", "/api/calibration")).json()["curve"]
    same = (await it.ask("GET", "/api/calibration/trial?at=0.1&at=0.3&at=0.5&at=0.75")).json()
    assert same["tried"] == same["present"]
    for name in ("quality", "cost_usd", "cloud", "thresholds"):
        assert same["present"][name] == whole["present"][name]
    dear = (await it.ask("GET", "/api/calibration/trial?at=0&at=0&at=0&at=0")).json()["tried"]
    assert (dear["thresholds"], dear["dial"]) == ([0, 0, 0, 0], None)
    assert dear["quality"] >= same["present"]["quality"]
    assert 0 < dear["moves"] <= LEAST_REQUESTS + 4


@pytest.mark.parametrize("at", ["at=0.1&at=0.3", "at=0.5&at=0.3&at=0.6&at=0.7", "at=0&at=0&at=0&at=2"])
async def test_thresholds_that_make_no_sense_are_not_tried(it: Running, at: str) -> None:
    assert (await it.ask("GET", f"/api/calibration/trial?{at}")).status == 400


async def test_two_wishes_at_once_are_refused(it: Running) -> None:
    assert (await it.ask("GET", "/api/calibration?cloud=0.1&quality=0.9")).status == 400


async def test_the_admin_names_a_project_and_a_project_sees_no_other(it: Running) -> None:
    assert (await it.control("GET", "/api/calibration")).status == 400
    assert (await it.control("GET", "/api/calibration?projectId=nobody")).status == 404
    other = (await it.control("POST", "/api/projects", {"name": "quiet"})).json()["token"]
    assert (await it.ask("GET", "/api/calibration?projectId=default", key=other)).status == 403
    quiet = (await it.ask("GET", "/api/calibration", key=other)).json()
    assert (quiet["requests"], quiet["curve"], quiet["needed"]) == (0, None, LEAST_REQUESTS)


async def test_lessons_hold_numbers_and_marks_and_no_text(it: Running) -> None:
    said = await it.control("GET", "/api/lessons?projectId=default")
    found = said.json()
    assert len(found["opinions"]) > 5
    assert set(found["opinions"][0]) == {"odds", "marks", "low", "high", "sure", "times"}
    assert all(text.encode() not in said.body for text in ASKED[2:])


async def test_a_head_in_the_policy_decides_from_then_on_and_the_past_still_replays(it: Running) -> None:
    policy = (await it.control("GET", "/api/projects/default/policy")).json()
    body = {"model": "auto", "messages": [{"role": "user", "content": ASKED[3]}]}
    before = (await it.ask("POST", "/api/route", body)).json()
    changed = {**policy, "head": {"shift": 10.0}}
    assert (await it.control("PUT", "/api/projects/default/policy", changed)).status == 200
    after = (await it.ask("POST", "/api/route", body)).json()
    assert (before["tier"], after["tier"]) == ("MODERATE", "FRONTIER")
    assert "as this project's own head sees it" in after["reasons"][0]
    replayed = (await it.control("POST", "/api/replay", {})).json()
    assert replayed["decisions"] == replayed["identical"] > 0
    await it.control("PUT", "/api/projects/default/policy", policy)


async def test_drift_is_measured_for_metrics(it: Running) -> None:
    await it.house.upkeep.measure_drift()
    assert it.house.upkeep.drifts == {}
    it.house.upkeep.drifts = {"prj_x": 0.4}
    said = await it.control("GET", "/metrics")
    assert b'larouter_difficulty_drift{project="prj_x"} 0.4' in said.body
    assert b"prj_x" not in (await it.ask("GET", "/metrics")).body
