"""The control API: errors in the one shape, and nothing for who shows no key."""

import pytest
from in_process import Running, ask

pytestmark = pytest.mark.asyncio(loop_scope="module")

ADMIN_ONLY = [
    ("GET", "/api/projects"),
    ("POST", "/api/projects"),
    ("DELETE", "/api/projects/default"),
    ("PUT", "/api/projects/default/budget"),
    ("GET", "/api/backends"),
    ("GET", "/api/config"),
    ("PATCH", "/api/config"),
]


@pytest.mark.parametrize(("method", "path"), ADMIN_ONLY)
async def test_what_is_for_the_admin_is_for_nobody_else(it: Running, method: str, path: str) -> None:
    for said in (await it.ask(method, path, {}), await ask(it.app, method, path, {})):
        assert (said.status, said.error["code"]) == (401, "invalid_api_key")


@pytest.mark.parametrize("path", ["/api/usage", "/api/requests", "/api/usage/export", "/api/requests/req_1"])
async def test_figures_are_for_who_shows_a_key(it: Running, path: str) -> None:
    assert (await ask(it.app, "GET", path)).status == 401


async def test_a_path_that_is_not_there_is_told_so(it: Running) -> None:
    said = await it.control("GET", "/api/nothing")
    assert (said.status, said.error["code"]) == (404, "unknown_url")
    said = await it.control("DELETE", "/api/usage")
    assert (said.status, said.error["code"]) == (405, "method_not_allowed")


@pytest.mark.parametrize(
    ("body", "param", "said"),
    [
        ({}, "name", "it is missing"),
        ({"name": "x", "surprise": 1}, "surprise", "there is no such setting"),
        ({"name": "x", "policy": {"floor": "HUGE"}}, "policy.floor", "is not a tier"),
        ({"name": 5}, "name", "it must be text"),
        (b"{", None, "JSON"),
    ],
)
async def test_a_wrong_field_is_named(it: Running, body: object, param: str | None, said: str) -> None:
    answer = await it.control("POST", "/api/projects", body)
    assert answer.status == 400
    assert said in answer.error["message"]
    assert param is None or answer.error["param"] == param


async def test_it_describes_itself(it: Running) -> None:
    described = (await it.control("GET", "/api/openapi.json")).json()
    assert {"/api/projects", "/api/usage", "/api/route", "/api/config", "/api/backends"} <= set(
        described["paths"]
    )


async def test_a_foreign_host_gets_nowhere(it: Running) -> None:
    said = await it.ask("GET", "/api/openapi.json", host="evil.example")
    assert (said.status, said.error["code"]) == (403, "permission_denied")
