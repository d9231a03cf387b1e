"""What operators change is written down, with who did it and without secrets."""

import pytest
from in_process import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_change_of_settings_is_written_down_with_what_it_was(it: Running) -> None:
    changes = {"deadlines": {"idle": 77}}
    assert (await it.control("PATCH", "/api/config", changes)).status == 200
    (act,) = (await it.control("GET", "/api/audit/acts?limit=1")).json()["acts"]
    assert (act["action"], act["subject"], act["actor"]) == ("settings.change", "deadlines", "admin key")
    assert act["detail"] == changes
    assert (await it.control("GET", f"/api/audit/acts?before_ms={act['at_ms']}")).json()["acts"] == []


async def test_what_was_refused_is_no_act(it: Running) -> None:
    before = (await it.control("GET", "/api/audit/acts")).json()["acts"]
    assert (await it.control("PATCH", "/api/config", {"log": {"level": "loud"}})).status == 400
    assert (await it.control("GET", "/api/audit/acts")).json()["acts"] == before


async def test_acts_are_for_the_admin(it: Running) -> None:
    assert (await it.ask("GET", "/api/audit/acts")).status == 401
