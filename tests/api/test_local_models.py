"""Local models over the control API: catalogue, downloads, start and stop, with a real llama.cpp."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from in_process import Running, running
from model_source import ModelSource, model_source

from larouter.fleet.local.gguf import write_reply

pytestmark = pytest.mark.asyncio(loop_scope="module")
REPLY = "Fetched and started over the API."


@pytest.fixture(scope="module")
def source() -> Iterator[ModelSource]:
    with model_source() as source:
        yield source


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def router(source: ModelSource, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    folder = tmp_path_factory.mktemp("models")
    write_reply(folder / "m.gguf", REPLY)
    sha256 = source.put("/m.gguf", (folder / "m.gguf").read_bytes())
    (folder / "larouter.toml").write_text(
        f'[models.mine]\nurl = "{source.url}/m.gguf"\nsha256 = "{sha256}"\ncontext = 1024\n'
        f'[models.huge]\npath = "{folder / "m.gguf"}"\nmemory_gb = 100000\ncontext = 1024\n'
    )
    async with running(folder, LAROUTER_MODELS=str(folder / "models")) as it:
        yield it


async def row(router: Running, name: str) -> dict[str, Any]:
    told = (await router.control("GET", "/api/models/catalog")).json()
    return next(dict(one) for one in told["models"] if one["name"] == name)


async def ended(router: Running, number: str) -> dict[str, Any]:
    async with asyncio.timeout(10):
        while True:
            told = (await router.control("GET", f"/api/models/downloads/{number}")).json()
            if told["state"] not in ("waiting", "running"):
                return dict(told)
            await asyncio.sleep(0.01)


async def test_a_model_is_fetched_started_asked_and_stopped(router: Running) -> None:
    assert (await row(router, "mine"))["here"] is None
    begun = await router.control("POST", "/api/models/download", {"model": "mine"})
    assert begun.status == 202
    done = await ended(router, begun.json()["id"])
    assert (done["state"], done["error"]) == ("done", None)
    assert (
        done["progress"]["bytes"] == done["progress"]["total"] == (await row(router, "mine"))["here"]["bytes"]
    )
    started = (await router.control("POST", "/api/models/mine/start")).json()
    assert (started["state"], started["context"]) == ("ready", 1024)
    body = {"model": "mine", "messages": [{"role": "user", "content": "hi"}]}
    answer = await router.ask("POST", "/v1/chat/completions", body)
    assert answer.json()["choices"][0]["message"]["content"] == REPLY
    assert (await row(router, "mine"))["running"]["backend"] == "local-mine"
    assert (await router.control("POST", "/api/models/mine/stop")).json()["state"] == "stopped"
    assert (await row(router, "mine"))["running"] is None
    assert (await router.control("GET", "/api/backends")).json()["backends"] == []


async def test_a_download_can_be_cancelled(router: Running, source: ModelSource) -> None:
    source.failures = [503] * 20
    (Path(router.house.runtime.loaded.environment["LAROUTER_MODELS"]) / "mine" / "m.gguf").unlink(
        missing_ok=True
    )
    number = (await router.control("POST", "/api/models/download", {"model": "mine"})).json()["id"]
    assert (await router.control("DELETE", f"/api/models/downloads/{number}")).json()["state"] == "cancelled"
    listed = (await router.control("GET", "/api/models/downloads")).json()["downloads"]
    assert listed[-1]["id"] == number
    source.failures.clear()


async def test_a_download_is_followed_by_events_until_it_has_ended(
    router: Running, source: ModelSource
) -> None:
    source.pause_seconds = 0.02
    files = Path(router.house.runtime.loaded.environment["LAROUTER_MODELS"]) / "mine"
    for file in files.glob("*.gguf*"):
        file.unlink()
    number = (await router.control("POST", "/api/models/download", {"model": "mine"})).json()["id"]
    said = (await router.control("GET", f"/api/models/downloads/{number}/events")).body
    events = [json.loads(event.removeprefix(b"data: ")) for event in said.split(b"\n\n") if event]
    assert len(events) > 1
    assert [event["state"] for event in events][-1] == "done"
    assert {event["state"] for event in events[:-1]} <= {"waiting", "running"}
    source.pause_seconds = 0.0


async def test_what_does_not_fit_says_so_when_started_and_in_the_catalogue(router: Running) -> None:
    refused = await router.control("POST", "/api/models/huge/start")
    assert (refused.status, refused.error["code"]) == (409, "model_does_not_run")
    assert "100000.0 GB of memory" in refused.error["message"]
    assert "100000.0 GB" in (await row(router, "huge"))["problem"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/models/download", {"model": "other"}),
        ("POST", "/api/models/other/start", None),
        ("POST", "/api/models/other/stop", None),
        ("GET", "/api/models/downloads/dl_0", None),
        ("DELETE", "/api/models/downloads/dl_0", None),
    ],
)
async def test_what_is_not_there_is_404(router: Running, method: str, path: str, body: object) -> None:
    assert (await router.control(method, path, body)).status == 404


async def test_only_the_admin_may(router: Running) -> None:
    ask: Callable[..., Any] = router.ask
    assert (await ask("GET", "/api/models/catalog")).status in (401, 403)
    assert (await ask("POST", "/api/models/download", {"model": "mine"})).status in (401, 403)
