"""The application: the model routes by their exact path, the control API behind them, errors in one shape."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from in_process import Running, ask, running

import larouter.server
from larouter.api.asgi import App
from larouter.compose import House
from larouter.testing.fake_openai import FakeOpenAI

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def it(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    folder = tmp_path_factory.mktemp("router")
    async with FakeOpenAI() as backend, running(folder, PRIVATE_CLOUD_URL=backend.url) as it:
        yield it


async def test_a_path_that_is_not_served_is_told_what_is(it: Running) -> None:
    said = await it.ask("POST", "/v1/nothing")
    assert (said.status, said.error["code"]) == (404, "unknown_url")
    assert "POST /v1/chat/completions" in said.error["message"]


async def test_a_wrong_method_is_told_the_right_one(it: Running) -> None:
    said = await it.ask("GET", "/v1/chat/completions")
    assert (said.status, said.error["code"]) == (405, "method_not_allowed")
    assert "answers POST, not GET" in said.error["message"]


@pytest.mark.parametrize("path", ["/health", "/health/live", "/health/ready"])
async def test_health_needs_no_key(it: Running, path: str) -> None:
    await it.ask("GET", "/v1/models")  # waits until the fleet has been looked at
    assert (await ask(it.app, "GET", path)).status == 200


async def test_one_model_is_served_under_its_name(it: Running) -> None:
    assert (await it.ask("GET", "/v1/models/gpt-fake")).json()["id"] == "gpt-fake"
    assert (await it.ask("GET", "/v1/models/nobody")).error["code"] == "model_not_found"


async def test_the_control_api_is_behind_the_same_door(it: Running) -> None:
    assert (await it.control("GET", "/api/projects")).status == 200
    said = await ask(it.app, "GET", "/api/openapi.json", origin="https://evil.example")
    assert said.status == 403


async def test_the_control_api_is_loaded_when_somebody_comes_for_it_and_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads: list[House] = []
    load = larouter.server._control

    def counting(house: House) -> App:
        loads.append(house)
        if len(loads) == 1:
            raise OSError("the disk is away for a moment")
        return load(house)

    monkeypatch.setattr("larouter.server._control", counting)
    async with running(tmp_path) as it:
        assert (await ask(it.app, "GET", "/health/live")).status == 200
        assert not loads
        with pytest.raises(OSError, match="away for a moment"):
            await it.control("GET", "/api/projects")
        for _ in range(2):
            assert (await it.control("GET", "/api/projects")).status == 200
    assert len(loads) == 2


@pytest.mark.parametrize("path", ["/health", "/health/ready", "/v1/models", "/v1/models/auto"])
async def test_what_can_be_got_can_be_asked_for_its_head(it: Running, path: str) -> None:
    assert (await it.ask("HEAD", path)).status == 200


async def test_the_head_of_what_cannot_be_got_is_a_wrong_method(it: Running) -> None:
    said = await it.ask("HEAD", "/v1/chat/completions")
    assert (said.status, said.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/chat/completions", "POST /v1/chat/completions"),
        ("/v1/chat/completions/", "POST /v1/chat/completions"),
        ("/v1/v1/messages", "POST /v1/messages"),
        ("//v1/responses", "POST /v1/responses"),
        ("/models", "GET /v1/models"),
        ("/v1beta/v1beta/models/auto:generateContent", "POST /v1/models/auto:generateContent"),
    ],
)
async def test_a_slip_in_a_path_is_told_what_was_meant(it: Running, path: str, meant: str) -> None:
    message = (await it.ask("POST", path)).json()["error"]["message"]
    assert f", but {meant} is" in message


@pytest.mark.parametrize("path", ["/v1/nothing", "/", "/v1", "/x/v1/models"])
async def test_a_path_that_is_near_nothing_is_guessed_at_by_nobody(it: Running, path: str) -> None:
    assert ", but " not in (await it.ask("POST", path)).error["message"]
