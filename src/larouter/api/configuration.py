"""`GET` and `PATCH /api/config`: the settings in force with their origins, and changes at run time. Admin only."""

from typing import Any

from fastapi import APIRouter, Request

from larouter.api.acts import note
from larouter.api.answers.record import Configuration
from larouter.api.caller import Admin
from larouter.api.parts import runtime_of

router = APIRouter(prefix="/api/config", tags=["configuration"], dependencies=[Admin])


@router.get("", response_model=Configuration)
async def in_force(request: Request) -> dict[str, Any]:
    """Every setting with its value and where it came from; keys are named, never shown."""
    return runtime_of(request).shown()


@router.patch("", response_model=Configuration)
async def change(request: Request, changes: dict[str, Any]) -> dict[str, Any]:
    """Change settings, as an object shaped like `larouter.toml`; in force at once and kept for the next start.

    Raises:
        BadRequest: A setting does not exist, has a bad value, is fixed by the environment, or takes a restart.
    """
    runtime = runtime_of(request)
    runtime.change(changes)
    await note(request, "settings.change", ", ".join(sorted(changes)), changes)
    return runtime.shown()
