"""`GET` and `PATCH /api/config`: the settings in force with their origins, and changes at run time. Admin only."""

from typing import Any

from fastapi import APIRouter, Request

from larouter.api.acts import note
from larouter.api.answers.record import Configuration
from larouter.api.caller import Admin
from larouter.api.parts import runtime_of
from larouter.config.key_names import key_names
from larouter.config.load import BadConfiguration
from larouter.config.runtime import Runtime
from larouter.core.errors import BadRequest

router = APIRouter(prefix="/api/config", tags=["configuration"], dependencies=[Admin])


@router.get("", response_model=Configuration)
async def in_force(request: Request) -> dict[str, Any]:
    """Every setting with its value and where it came from; keys are named, never shown."""
    return _shown(runtime_of(request))


@router.post("/reload", response_model=Configuration)
async def reload(request: Request) -> dict[str, Any]:
    """Read `larouter.toml`, `.env` and what was changed at run time again, and put it in force.

    Raises:
        BadRequest: It cannot be used; the settings before it stay in force.
    """
    runtime = runtime_of(request)
    try:
        runtime.reload()
    except BadConfiguration as error:
        raise BadRequest(f"{error}; the settings before stay in force") from None
    await note(request, "settings.reload", "larouter.toml")
    return _shown(runtime)


@router.patch("", response_model=Configuration)
async def change(request: Request, changes: dict[str, Any]) -> dict[str, Any]:
    """Change settings, as an object shaped like `larouter.toml`; in force at once and kept for the next start.

    Raises:
        BadRequest: A setting does not exist, has a bad value, is fixed by the environment, or takes a restart.
    """
    runtime = runtime_of(request)
    runtime.change(changes)
    await note(request, "settings.change", ", ".join(sorted(changes)), changes)
    return _shown(runtime)


def _shown(runtime: Runtime) -> dict[str, Any]:
    keys = [
        {"name": key.name, "used_by": list(key.used_by), "present": bool(key.origin), "origin": key.origin}
        for key in key_names(runtime.loaded)
    ]
    return {**runtime.shown(), "keys": keys}
