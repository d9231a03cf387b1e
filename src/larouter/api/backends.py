"""`/api/backends`: the servers that could answer, and adding, changing, trying, draining and removing them. Admin only.

What is changed here is kept beside the database, like every change at run time, and written down as an act.
"""

import time
from typing import Any, Literal

from fastapi import APIRouter, Request
from pydantic import Field

from larouter.api.acts import note
from larouter.api.answers.fleet import (
    BackendDrained,
    BackendRemoved,
    Backends,
    BackendTried,
    DeploymentTold,
    TrialTold,
)
from larouter.api.caller import Admin
from larouter.api.parts import roster_of, runtime_of
from larouter.config.settings import Backend as Settings
from larouter.core.deployment import Deployment
from larouter.core.errors import BadRequest, NoSuchRoute, RouterError
from larouter.core.live import IDLE, Live
from larouter.core.tiers import Tier
from larouter.fleet.backend import Backend, configured
from larouter.fleet.ending import end_of
from larouter.fleet.trial import Trial

_DAY_SECONDS = 86_400
router = APIRouter(prefix="/api/backends", tags=["backends"], dependencies=[Admin])


class AlreadyThere(RouterError):
    """A backend of that name is there already."""

    status = 409
    code = "backend_exists"


class Wanted(Settings):
    """A backend to add or to try."""

    name: str = Field(min_length=1, max_length=64, pattern="^[A-Za-z0-9_-]+$", description="Unique.")


@router.get("")
async def everyone(request: Request) -> Backends:
    """Every backend with its deployments, their tiers, load and health."""
    state = request.app.state
    fleet = state.fleet()
    by_backend: dict[str, list[DeploymentTold]] = {}
    for deployment in fleet.deployments:
        row = _deployment(deployment, fleet.live.get(deployment.name, IDLE))
        by_backend.setdefault(deployment.backend, []).append(row)
    settings = runtime_of(request).loaded.settings
    return {
        "backends": [
            {
                "name": backend.name,
                "kind": str(sighting.kind if sighting else backend.kind),
                "url": backend.url,
                "zone": backend.zone.name.lower(),
                "region": backend.region or None,
                "up": up,
                "drained": backend.name in settings.drained,
                "origin": _origin(request, backend.name),
                "version": sighting.version if sighting else "",
                "key_env": backend.key_env or None,
                "deployments": by_backend.get(backend.name, []),
            }
            for backend, sighting, up in state.roster.registry.backends
        ],
        "fleet_version": fleet.version,
    }


@router.post("", status_code=201)
async def add(request: Request, wanted: Wanted) -> BackendTried:
    """Add a backend, in force at once and after a restart; the answer tells whether anybody is there.

    Raises:
        AlreadyThere: One of that name is there.
        BadRequest: Its address is not of its zone.
    """
    if roster_of(request).registry.backend(wanted.name) is not None:
        raise AlreadyThere(f"there is a backend {wanted.name!r} already; PATCH changes it")
    trial = await _placed(request, wanted.name, wanted)
    change = wanted.model_dump(mode="json", exclude_defaults=True, exclude={"name"})
    runtime_of(request).change({"backends": {wanted.name: change}})
    await note(request, "backend.add", wanted.name, change)
    return {"name": wanted.name, "trial": _told(trial)}


@router.post("/test")
async def try_new(request: Request, wanted: Wanted) -> TrialTold:
    """Try a backend before it is added; changes nothing."""
    return _told(await roster_of(request).try_out(configured(wanted.name, wanted)))


@router.post("/{name}/test")
async def try_known(request: Request, name: str) -> TrialTold:
    """Ask a backend now whether it answers, takes its key and stands where its zone is."""
    return _told(await roster_of(request).try_out(_find(request, name)))


@router.patch("/{name}")
async def edit(request: Request, name: str, changes: dict[str, Any]) -> BackendTried:
    """Change a configured backend, in force at once and after a restart.

    Raises:
        BadRequest: It is not configured, a value is bad, or its address is not of its zone.
    """
    _find(request, name)
    runtime = runtime_of(request)
    before = runtime.loaded.settings.backends.get(name)
    if before is None:
        raise BadRequest(
            f"{name} was found by itself and has no settings; add a backend with its URL under another name"
        )
    try:
        wanted = Settings.model_validate({**before.model_dump(exclude_unset=True), **changes})
    except ValueError:
        wanted = before  # the runtime says what is wrong with the changes, and where
    trial = await _placed(request, name, wanted)
    runtime.change({"backends": {name: changes}})
    await note(request, "backend.edit", name, changes)
    return {"name": name, "trial": _told(trial)}


@router.post("/{name}/{action}")
async def drain(request: Request, name: str, action: Literal["drain", "resume"]) -> BackendDrained:
    """Keep new requests from a backend, or let them come again; what it is answering ends as it would have."""
    _find(request, name)
    runtime = runtime_of(request)
    others = [it for it in runtime.loaded.settings.drained if it != name]
    runtime.change({"drained": [*others, name] if action == "drain" else others})
    await note(request, f"backend.{action}", name)
    lives = request.app.state.fleet()
    busy = sum(lives.live.get(it.name, IDLE).in_flight for it in lives.deployments if it.backend == name)
    return {"name": name, "drained": action == "drain", "in_flight": busy}


@router.delete("/{name}")
async def remove(request: Request, name: str) -> BackendRemoved:
    """Remove a backend that was added at run time; what it is answering ends as it would have.

    Raises:
        BadRequest: It stands in a file or in the environment, or was found by itself.
    """
    _find(request, name)
    runtime = runtime_of(request)
    if name not in runtime.loaded.settings.backends:
        raise BadRequest(f"{name} was found by itself; drain it, stop it, or switch discovery off")
    runtime.forget("backends", name)
    if name in runtime.loaded.settings.drained:
        runtime.change({"drained": [it for it in runtime.loaded.settings.drained if it != name]})
    await note(request, "backend.remove", name)
    return {"name": name, "removed": name not in runtime.loaded.settings.backends}


async def _placed(request: Request, name: str, wanted: Settings) -> Trial:
    """A try of a backend whose address fits its zone, as far as can be told now."""
    trial = await roster_of(request).try_out(configured(name, wanted))
    if trial.misplaced:
        raise BadRequest(f"{trial.said}; {trial.cure}", param="zone")
    return trial


def _told(trial: Trial) -> TrialTold:
    seen = trial.sighting
    return {
        "ok": trial.state != "broken",
        "state": trial.state,
        "said": trial.said,
        "cure": trial.cure or None,
        "took_ms": trial.took_ms,
        "kind": str(seen.kind) if seen else None,
        "version": seen.version or None if seen else None,
        "models": [model.name for model in seen.models] if seen else [],
    }


def _origin(request: Request, name: str) -> str:
    """Where a backend comes from: a file, the environment, a change at run time, or nowhere but the network."""
    origins = runtime_of(request).loaded.origins
    at = f"backends.{name}"
    found = {origin for key, origin in origins.items() if key == at or key.startswith(f"{at}.")}
    return min(found) if found else "found"


def _find(request: Request, name: str) -> Backend:
    backend = roster_of(request).registry.backend(name)
    if backend is None:
        raise NoSuchRoute(f"there is no backend {name[:64]!r}; GET /api/backends lists them")
    return backend


def _deployment(deployment: Deployment, live: Live) -> DeploymentTold:
    rates = deployment.rates
    return {
        "name": deployment.name,
        "model": deployment.model,
        "zone": deployment.zone.name.lower(),
        "tiers": [tier.name for tier in Tier if deployment.serves(tier)],
        "capabilities": sorted(deployment.capabilities),
        "context_window": deployment.window or None,
        "price_known": rates.known,
        "usd_per_million_in": rates.input / 1e6 if rates.known else None,
        "usd_per_million_out": rates.output / 1e6 if rates.known else None,
        "up": live.up,
        "breaker": live.breaker,
        "in_flight": live.in_flight,
        "capacity": live.capacity or None,
        "queued": live.queued,
        "wait_ms": live.wait_ms,
        "others": live.others,
        "failing_percent": live.failing,
        "share_percent": live.share,
        "ttft_ms": live.ttft_ms or None,
        "ends": end_of(deployment, int(time.time()) // _DAY_SECONDS),
    }
