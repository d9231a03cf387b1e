"""Who calls the control API: the admin, or a project that may see its own."""

from typing import Annotated

from fastapi import Depends, Request

from larouter.access.admit import Gate
from larouter.core.errors import Forbidden
from larouter.core.project import Pass


def _gate(request: Request) -> Gate:
    gate = request.app.state.gate
    assert isinstance(gate, Gate)  # noqa: S101 - set where the application is made
    return gate


def _admin(request: Request) -> None:
    _gate(request).admit_admin(request.scope["headers"])


def _project(request: Request) -> Pass:
    return _gate(request).admit(request.scope["headers"])


def _either(request: Request) -> Pass | None:
    """The project whose token is shown, or None for the admin, who sees all."""
    gate = _gate(request)
    headers = request.scope["headers"]
    return None if gate.is_admin(headers) else gate.admit(headers)


Admin = Depends(_admin)
ProjectPass = Annotated[Pass, Depends(_project)]
AdminOrProject = Annotated[Pass | None, Depends(_either)]


def project_in_view(caller: Pass | None, asked: str | None) -> str | None:
    """The id of the project whose figures may be shown; None for all of them.

    Raises:
        Forbidden: A project asks for the figures of another.
    """
    if caller is None:
        return asked
    mine = caller.project
    if asked and asked not in (mine.id, mine.name):
        raise Forbidden(
            "a project token sees its own project; use the admin key for others", param="projectId"
        )
    return mine.id
