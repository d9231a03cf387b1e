"""`/api/models`: models that run on this machine: the catalogue, downloads, start and stop. Admin only."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from typing import Any

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from larouter.api.acts import note
from larouter.api.answers.fleet import (
    Downloads,
    DownloadTold,
    LocalModels,
    ModelRemoved,
    ModelStarted,
    ModelStopped,
    ProgressTold,
    RunningTold,
)
from larouter.api.caller import Admin
from larouter.background import spawn
from larouter.config.local_models import local_models
from larouter.core.errors import BadRequest, RouterError, UnknownModel
from larouter.fleet.local import shelf
from larouter.fleet.local.download import DownloadError, Progress
from larouter.fleet.local.pulls import Pulling, Pulls
from larouter.fleet.local.runner import LocalServerError
from larouter.fleet.local.service import Running, Service
from larouter.fleet.local.shelf import NotAModel, models_folder
from larouter.fleet.local.told import told_of, told_of_shelved

START_SECONDS = 45.0
EVENT_SECONDS = 0.5
router = APIRouter(prefix="/api/models", tags=["models"], dependencies=[Admin])


class DoesNotRun(RouterError):
    """A local model that cannot run here; the message says why."""

    status = 409
    code = "model_does_not_run"


class Wanted(BaseModel):
    """What to fetch."""

    model_config = ConfigDict(extra="forbid")

    model: str = Field(description="A name of the catalogue.")
    projector: bool = Field(True, description="Whether the file for pictures and sound comes too.")


@router.get("/catalog")
async def catalog(request: Request) -> LocalModels:
    """Every model that can run here, whether it is on this machine, and whether it answers."""
    loaded = request.app.state.runtime.loaded
    models = local_models(loaded.settings.models)
    folder = models_folder(loaded.environment)
    try:
        here = {one.name: one for one in await asyncio.to_thread(shelf.everything, folder, models)}
    except (NotAModel, OSError) as error:
        raise DoesNotRun(str(error)) from None
    service = _service(request)
    rows: list[Any] = [told_of(model) for model in models.values()]
    rows += [{"name": name} for name in here if name not in models]
    for row in rows:
        row["here"] = told_of_shelved(here[row["name"]]) if row["name"] in here else None
        row["running"] = await _running(service.running.get(row["name"]))
        row["problem"] = service.problems.get(row["name"])
    return {"folder": str(folder), "models": rows}


@router.post("/download", status_code=202)
async def download(request: Request, wanted: Wanted) -> DownloadTold:
    """Begin to fetch a model; the answer has the id by which the download is watched."""
    try:
        begun = _pulls(request).begin(wanted.model, projector=wanted.projector)
    except NotAModel as error:
        raise UnknownModel(str(error), param="model") from None
    except DownloadError as error:
        raise BadRequest(str(error)) from None
    await note(request, "model.download", wanted.model)
    return _told(begun)


@router.get("/downloads")
async def downloads(request: Request) -> Downloads:
    """Every download of late."""
    return {"downloads": [_told(one) for one in _pulls(request).everything]}


@router.get("/downloads/{number}")
async def one_download(request: Request, number: str) -> DownloadTold:
    """How far a download is."""
    return _told(_find(request, number))


@router.get("/downloads/{number}/events")
async def events(request: Request, number: str) -> StreamingResponse:
    """How far a download is, as server-sent events twice a second until it has ended."""
    return StreamingResponse(_events(_find(request, number)), media_type="text/event-stream")


@router.delete("/downloads/{number}")
async def cancel(request: Request, number: str) -> DownloadTold:
    """End a download; what came stays, and the next one goes on from there."""
    pulling = _find(request, number)
    await _pulls(request).cancel(pulling)
    return _told(pulling)


@router.post("/{name}/start")
async def start(request: Request, name: str) -> ModelStarted:
    """Start a model; after 45 s the answer says that it is still loading, and the loading goes on."""
    service = _service(request)
    await note(request, "model.start", name)
    starting = spawn(_caught(service.start(name)), f"start {name}")
    await asyncio.wait([starting], timeout=START_SECONDS)
    if starting.done() and (error := starting.result()) is not None:
        raise error
    running = await _running(service.running.get(name))
    if running is None:
        return {"name": name, "state": "waiting", "context": None}
    return {"name": name, **running}


@router.post("/{name}/stop")
async def stop(request: Request, name: str) -> ModelStopped:
    """Stop a model; from now on it starts only when asked."""
    error = await _caught(_service(request).stop(name))
    if error is not None:
        raise error
    await note(request, "model.stop", name)
    return {"name": name, "state": "stopped"}


@router.delete("/{name}")
async def remove(request: Request, name: str) -> ModelRemoved:
    """Remove a model from this machine, half a download too; one that runs or is being fetched is stopped first."""
    for pulling in _pulls(request).everything:
        if pulling.model == name:
            await _pulls(request).cancel(pulling)
    try:
        freed = await _service(request).remove(name)
    except NotAModel as error:
        raise UnknownModel(str(error), param="model") from None
    await note(request, "model.remove", name, {"freed_bytes": freed})
    return {"name": name, "freed_bytes": freed}


async def _events(pulling: Pulling) -> AsyncIterator[bytes]:
    while True:
        ended = pulling.ended
        yield b"data: " + msgspec.json.encode(_told(pulling)) + b"\n\n"
        if ended:
            return
        await asyncio.sleep(EVENT_SECONDS)


async def _caught(work: Awaitable[object]) -> RouterError | None:
    try:
        await work
    except NotAModel as error:
        return UnknownModel(str(error), param="model")
    except LocalServerError as error:
        return DoesNotRun(str(error))
    return None


def _service(request: Request) -> Service:
    service = request.app.state.roster.local
    assert isinstance(service, Service)  # noqa: S101 - set where the application is made
    return service


def _pulls(request: Request) -> Pulls:
    pulls = request.app.state.pulls
    assert isinstance(pulls, Pulls)  # noqa: S101 - set where the application is made
    return pulls


def _find(request: Request, number: str) -> Pulling:
    pulling = _pulls(request).find(number)
    if pulling is None:
        raise UnknownModel(f"there is no download {number[:40]!r}; GET /api/models/downloads lists them")
    return pulling


def _told(pulling: Pulling) -> DownloadTold:
    return {
        "id": pulling.id,
        "model": pulling.model,
        "state": pulling.stage,
        "progress": _progress(pulling.progress) if pulling.progress else None,
        "error": pulling.error or None,
    }


def _progress(now: Progress) -> ProgressTold:
    return {
        "file": now.file,
        "bytes": now.bytes,
        "total": now.total,
        "rate": now.rate,
        "remaining_seconds": now.remaining_seconds,
    }


async def _running(running: Running | None) -> RunningTold | None:
    if running is None:
        return None
    return {
        "state": running.runner.state,
        "asleep": await running.runner.asleep(),
        "context": running.context,
        "memory_bytes": running.needs_bytes,
        "backend": f"local-{running.model.name}",
        "log": list(running.runner.log[-20:]),
    }
