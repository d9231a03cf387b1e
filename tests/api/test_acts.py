"""What operators change is written down, with who did it and without secrets."""

import inspect
import json

import pytest
from fastapi.routing import APIRoute
from in_process import Running

from larouter.api import control

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


# What these do is no change that anybody has to answer for.
CHANGE_NOTHING = {
    *("check", "diff", "run_examples", "replay", "decide_again", "route", "try_new", "try_known", "test"),
    *("sign_in", "sign_out", "vote", "cancel"),
}


async def test_every_route_that_changes_something_writes_it_down() -> None:
    silent = []
    for module in control._ROUTES:
        for route in module.router.routes:
            assert isinstance(route, APIRoute)
            written = any(way in inspect.getsource(route.endpoint) for way in ("note(", "act_of("))
            if route.methods - {"GET"} and not written:
                silent.append(route.endpoint.__name__)
    assert sorted(silent) == sorted(CHANGE_NOTHING)


async def test_who_changed_which_project_token_budget_and_policy_is_written_down(it: Running) -> None:
    made = (await it.control("POST", "/api/projects", {"name": "watched"})).json()
    added = (await it.control("POST", "/api/projects/watched/tokens", {"label": "laptop"})).json()
    budgets = (await it.control("PUT", "/api/projects/watched/budget", {"amount": 3})).json()["budgets"]
    await it.control("PUT", "/api/projects/watched/policy", {"always_local": True})
    await it.control("DELETE", f"/api/projects/watched/budgets/{budgets[0]['id']}")
    await it.control("DELETE", f"/api/projects/watched/tokens/{added['id']}")
    await it.control("DELETE", "/api/projects/watched")
    acts = (await it.control("GET", "/api/audit/acts?limit=7")).json()["acts"]
    assert [act["action"] for act in reversed(acts)] == [
        *("project.create", "token.add", "budget.set", "policy.set"),
        *("budget.remove", "token.revoke", "project.remove"),
    ]
    said = json.dumps(acts)
    assert made["token"] not in said
    assert added["token"] not in said
    verdict = (await it.control("GET", "/api/audit/verify")).json()
    assert verdict["faults"] == []
    assert verdict["acts"] >= 7
