"""Downloads that the router does: several at once, watched, cancelled."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from model_source import ModelSource

from larouter.config.local_models import LocalModel, ModelFile
from larouter.fleet.local import pulls as module
from larouter.fleet.local import shelf
from larouter.fleet.local.download import Surroundings
from larouter.fleet.local.pull import Place, Source
from larouter.fleet.local.pulls import Pulls, Stage
from larouter.fleet.local.shelf import NotAModel
from larouter.outbound.transport import Transport

DATA = b"GGUF" + bytes(2_000_000)


@pytest.fixture
def models(source: ModelSource) -> dict[str, LocalModel]:
    def row(name: str) -> LocalModel:
        url = f"{source.url}/{name}.gguf"
        return LocalModel(
            name, name, ModelFile(f"{name}.gguf", url=url, sha256=hashlib.sha256(DATA).hexdigest())
        )

    for name in "abc":
        source.put(f"/{name}.gguf", DATA)
    return {name: row(name) for name in "abc"}


@pytest.fixture
async def pulls(
    models: dict[str, LocalModel], tmp_path: Path, source: ModelSource, transport: Transport
) -> AsyncIterator[Pulls]:
    place = Place(tmp_path / "models", Source(source.url))
    pulls = Pulls(lambda: models, lambda: place, Surroundings(transport.send))
    yield pulls
    await pulls.close()


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - what is waited for happens in another thread
            await asyncio.sleep(0.01)


async def test_a_download_is_watched_until_it_is_done(pulls: Pulls, tmp_path: Path) -> None:
    pulling = pulls.begin("a")
    await until(lambda: pulling.ended)
    assert (pulling.stage, pulling.error) == (Stage.DONE, "")
    assert pulling.progress is not None
    assert pulling.progress.bytes == len(DATA)
    assert shelf.find(tmp_path / "models", {}, "a").bytes == len(DATA)
    assert pulls.find(pulling.id) is pulling


async def test_no_more_than_two_run_at_once_and_none_twice(pulls: Pulls, source: ModelSource) -> None:
    source.pause_seconds = 0.01
    first, second, third = (pulls.begin(name) for name in "abc")
    assert pulls.begin("a") is first
    await until(lambda: source.sent)
    assert [one.stage for one in (first, second, third)] == [Stage.RUNNING, Stage.RUNNING, Stage.WAITING]
    await pulls.cancel(first)
    await until(lambda: third.stage is Stage.RUNNING)


async def test_cancelled_it_can_be_taken_up_again(pulls: Pulls, source: ModelSource) -> None:
    source.pause_seconds = 0.01
    pulling = pulls.begin("a")
    await until(lambda: pulling.progress is not None and pulling.progress.bytes > 100_000)
    await pulls.cancel(pulling)
    assert pulling.stage is Stage.CANCELLED
    source.pause_seconds = 0.0
    again = pulls.begin("a")
    await until(lambda: again.ended)
    assert again.stage is Stage.DONE
    assert source.asked[-1][1].get("range")


async def test_a_failure_is_told(pulls: Pulls, source: ModelSource) -> None:
    source.put("/a.gguf", b"GGUF, and another")
    pulling = pulls.begin("a")
    await until(lambda: pulling.ended)
    assert pulling.stage is Stage.FAILED
    assert "expected sha256" in pulling.error


async def test_what_the_catalogue_does_not_have_is_not_fetched(pulls: Pulls) -> None:
    with pytest.raises(NotAModel, match="not in the catalogue"):
        pulls.begin("other")


async def test_only_so_many_that_ended_are_remembered(
    pulls: Pulls, source: ModelSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_KEPT", 2)
    for _ in range(4):
        pulling = pulls.begin("a")
        await until(lambda: pulling.ended)  # noqa: B023 - awaited at once
    assert len(pulls.everything) == 2
