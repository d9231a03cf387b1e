"""`GET` and `PATCH /api/config`: the settings in force with their origins, and changes at run time. Admin only."""

from typing import Any

from fastapi import APIRouter, Request

from larouter.api.acts import note
from larouter.api.caller import Admin
from larouter.config.runtime import Runtime

router = APIRouter(prefix="/api/config", tags=["configuration"], dependencies=[Admin])


def _runtime(request: Request) -> Runtime:
    found = request.app.state.runtime
    assert isinstance(found, Runtime)  # noqa: S101 - set where the application is made
    return found


@router.get("")
async def in_force(request: Request) -> dict[str, Any]:
    """Every setting with its value and where it came from; keys are named, never shown."""
    return _runtime(request).shown()


@router.patch("")
async def change(request: Request, changes: dict[str, Any]) -> dict[str, Any]:
    """Change settings, as an object shaped like `larouter.toml`; in force at once and kept for the next start.

    Raises:
        BadRequest: A setting does not exist, has a bad value, is fixed by the environment, or takes a restart.
    """
    runtime = _runtime(request)
    runtime.change(changes)
    await note(request, "settings.change", ", ".join(sorted(changes)), changes)
    return runtime.shown()
