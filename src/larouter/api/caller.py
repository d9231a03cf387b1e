"""Who calls the control API: the admin, or a project that may see its own; by key, or by a session's cookie."""

from typing import Annotated

from fastapi import Depends, Request

from larouter.access.admit import Gate
from larouter.access.sessions import Session, Sessions
from larouter.core.errors import BadRequest, Forbidden
from larouter.core.project import Pass

_READS = ("GET", "HEAD", "OPTIONS")
AS_PROJECT = "x-larouter-project"


def _gate(request: Request) -> Gate:
    gate = request.app.state.gate
    assert isinstance(gate, Gate)  # noqa: S101 - set where the application is made
    return gate


def session_of(request: Request) -> Session | None:
    """The session whose cookie is shown, if no key is; a change must come from our own page.

    Raises:
        Forbidden: The change does not.
    """
    sessions = request.app.state.sessions
    assert isinstance(sessions, Sessions)  # noqa: S101 - set where the application is made
    session = sessions.of(request.scope["headers"])
    if session is not None and request.method not in _READS:
        sessions.check_write(session, request.scope["headers"])
    return session


def _admin(request: Request) -> None:
    session = session_of(request)
    if session is None:
        _gate(request).admit_admin(request.scope["headers"])
    elif session.kind != "admin":
        raise Forbidden("this session looks at one project; sign in with the admin key for this")


async def _project(request: Request) -> Pass:
    session = session_of(request)
    if session is not None and session.kind == "viewer":
        return _viewer(request, session)
    asked = request.headers.get(AS_PROJECT, "")
    if session is None and not (asked and _gate(request).is_admin(request.scope["headers"])):
        return _gate(request).admit(request.scope["headers"])
    if not asked:
        raise BadRequest(f"name the project in the header {AS_PROJECT}", param=AS_PROJECT)
    found = await request.app.state.projects.as_pass(asked)
    assert isinstance(found, Pass)  # noqa: S101 - what Projects gives
    return found


def _either(request: Request) -> Pass | None:
    """The project whose token is shown, or None for the admin, who sees all."""
    session = session_of(request)
    if session is not None:
        return None if session.kind == "admin" else _viewer(request, session)
    gate = _gate(request)
    headers = request.scope["headers"]
    return None if gate.is_admin(headers) else gate.admit(headers)


def _viewer(request: Request, session: Session) -> Pass:
    sessions = request.app.state.sessions
    assert isinstance(sessions, Sessions)  # noqa: S101 - set where the application is made
    return sessions.caller(session)


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
