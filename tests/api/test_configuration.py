"""Settings over the control API."""

import pytest
from in_process import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_settings_are_shown_with_their_origins_and_changed_at_once(it: Running) -> None:
    changed = await it.control("PATCH", "/api/config", {"deadlines": {"connect": 3}})
    assert changed.status == 200
    shown = (await it.control("GET", "/api/config")).json()["settings"]
    assert shown["deadlines.connect"] == {"value": 3.0, "origin": "changed at run time"}
    assert shown["discovery.enabled"]["origin"] == "environment LAROUTER_DISCOVERY"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"server": {"port": 1}}, "takes a restart"),
        ({"discovery": {"enabled": True}}, "is fixed by environment LAROUTER_DISCOVERY"),
        ({"deadlines": {"connect": -1}}, "deadlines.connect"),
        ({"deadlines": 5}, "deadlines"),
        ({"backends": 5}, "backends"),
    ],
)
async def test_a_change_that_cannot_be_made_says_why(
    it: Running, changes: dict[str, object], said: str
) -> None:
    answer = await it.control("PATCH", "/api/config", changes)
    assert answer.status == 400
    assert said in answer.error["message"]
    assert (await it.control("GET", "/api/config")).status == 200
