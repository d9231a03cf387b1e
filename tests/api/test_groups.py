"""Usage by anything, over the control API."""

import pytest
from in_process import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def say(it: Running) -> None:
    hello = {"model": "auto", "messages": [{"role": "user", "content": "hello"}]}
    await it.ask("POST", "/v1/chat/completions", hello)


async def groups(it: Running, query: str) -> dict[str, object]:
    answer = await it.control("GET", f"/api/usage/groups?{query}")
    assert answer.status == 200, answer.body
    found: dict[str, object] = answer.json()
    return found


async def test_usage_is_told_by_what_is_asked(it: Running) -> None:
    await say(it)
    found = await groups(it, "by=tier&by=zone&period=daily")
    assert found["by"] == ["tier", "zone"]
    assert isinstance(found["groups"], list)
    assert sum(row["calls"] for row in found["groups"]) == found["total"]["calls"] > 0  # type: ignore[index]


async def test_days_may_be_those_of_a_time_zone(it: Running) -> None:
    await say(it)
    found = await groups(it, "by=day&period=weekly&timeZone=Asia/Kolkata")
    assert found["timeZone"] == "Asia/Kolkata"
    assert found["total"]["calls"] > 0  # type: ignore[index]


async def test_moments_may_be_named(it: Running) -> None:
    found = await groups(it, "by=model&from=2020-01-01&until=2020-02-01T12:00Z")
    assert found["groups"] == []
    assert (found["fromMs"], found["untilMs"]) == (1_577_836_800_000, 1_580_558_400_000)


@pytest.mark.parametrize(
    "query",
    [
        "by=colour",
        "by=tag",
        "by=tier&tag=feature",
        "by=day&timeZone=Mars",
        "by=day&from=yesterday",
        "by=day&from=2026-01-02&until=2026-01-01",
        "by=day&until=2026-01-01",
        "tier=huge",
        "zone=mars",
        "limit=0",
        "limit=100000",
        "period=hourly",
        "projectId=nobody",
    ],
)
async def test_what_makes_no_sense_is_refused(it: Running, query: str) -> None:
    assert (await it.control("GET", f"/api/usage/groups?{query}")).status == 400


@pytest.mark.parametrize("text", ["'", "%25", "_", "x' OR 1=1 --", "%00", "a" * 190])
async def test_text_in_a_filter_is_only_text(it: Running, text: str) -> None:
    found = await groups(it, f"by=model&model={text.replace(' ', '%20')}")
    assert found["groups"] == []


async def test_the_sums_agree_with_the_ledger_and_can_be_made_anew(it: Running) -> None:
    await say(it)
    assert (await it.control("GET", "/api/usage/check")).json()["faults"] == []
    assert (await it.control("POST", "/api/usage/rebuild")).json() == {"rebuilding": True}
    checked = (await it.control("GET", "/api/usage/check")).json()
    assert (checked["ok"], checked["not_summed_up_yet"] > 0) == (True, True)


async def test_a_project_sees_its_own_figures_alone(it: Running) -> None:
    made = (await it.control("POST", "/api/projects", {"name": "onlooker"})).json()
    seen = await it.ask("GET", "/api/usage/groups?by=project&period=all", key=made["token"])
    assert seen.json()["groups"] == []
    assert (await it.ask("GET", "/api/usage/groups?projectId=default", key=made["token"])).status == 403
    assert (await it.ask("GET", "/api/usage/check", key=made["token"])).status in (401, 403)
