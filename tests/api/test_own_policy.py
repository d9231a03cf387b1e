"""A project's own policy, for whoever has its token."""

import pytest
from in_process import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_token_shows_its_own_projects_policy(it: Running) -> None:
    made = await it.control("POST", "/api/projects", {"name": "shy", "policy": {"always_local": True}})
    mine = await it.ask("GET", "/api/policy", key=made.json()["token"])
    assert mine.json() == (await it.control("GET", "/api/projects/shy/policy")).json()
    assert mine.json()["always_local"] is True


async def test_without_a_token_nothing_is_shown(it: Running) -> None:
    assert (await it.ask("GET", "/api/policy", key="lr_wrong")).status == 401
