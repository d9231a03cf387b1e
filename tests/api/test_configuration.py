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


async def test_keys_are_named_and_never_shown(it: Running) -> None:
    keys = {key["name"]: key for key in (await it.control("GET", "/api/config")).json()["keys"]}
    assert keys["OPENAI_API_KEY"]["used_by"] == ["backends.openai"]
    assert {"name", "used_by", "present", "origin"} == set(keys["OPENAI_API_KEY"])


async def test_settings_are_read_again_when_that_is_asked_for(it: Running) -> None:
    told = await it.control("POST", "/api/config/reload")
    assert told.status == 200
    assert told.json()["settings"] == (await it.control("GET", "/api/config")).json()["settings"]
    acts = (await it.control("GET", "/api/audit/acts")).json()["acts"]
    assert acts[0]["action"] == "settings.reload"
