"""`/api/session`: sign in with a key, see who one is, sign out; the admin sees and ends all sessions."""

from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from larouter.access.sessions import LIFE_MS, Session, Sessions, cookie_name
from larouter.api.acts import note
from larouter.api.answers.projects import SessionEnded, SignedOut
from larouter.api.answers.projects import Sessions as AllSessions
from larouter.api.caller import Admin, session_of

router = APIRouter(prefix="/api", tags=["session"])


class SignIn(BaseModel):
    """A key to exchange for a cookie."""

    model_config = ConfigDict(extra="forbid")

    key: str = Field(
        min_length=1, max_length=512, description="The admin key, or a project token to look on."
    )


class Who(BaseModel):
    """Who is signed in."""

    id: str
    kind: Literal["admin", "viewer"]
    project_id: str | None
    project_name: str | None
    csrf: str = Field(description="To be sent as `x-larouter-csrf` with every change.")
    expires_ms: int


def _sessions(request: Request) -> Sessions:
    found = request.app.state.sessions
    assert isinstance(found, Sessions)  # noqa: S101 - set where the application is made
    return found


@router.post("/session", status_code=201)
async def sign_in(request: Request, response: Response, given: SignIn) -> Who:
    """Exchange a key for a cookie; a project token signs in a viewer, who can only read."""
    cookie, session = _sessions(request).open(given.key.strip())
    _set_cookie(request, response, cookie, LIFE_MS // 1000)
    return _who(request, session)


@router.get("/session")
async def who(request: Request) -> Who | None:
    """Who is signed in, and the secret that changes need; null for nobody."""
    session = session_of(request)
    return None if session is None else _who(request, session)


@router.delete("/session")
async def sign_out(request: Request, response: Response) -> SignedOut:
    """End this session."""
    session = session_of(request)
    if session is not None:
        _sessions(request).end(session.ident)
    _set_cookie(request, response, "", 0)
    return {"ended": session is not None}


@router.get("/sessions", dependencies=[Admin])
async def everyone(request: Request) -> AllSessions:
    """All sessions in force."""
    mine = session_of(request)
    return {
        "sessions": [
            {
                "id": session.ident,
                "kind": session.kind,
                "created_ms": session.created_ms,
                "expires_ms": session.expires_ms,
                "current": mine is not None and mine.ident == session.ident,
            }
            for session in _sessions(request).everyone()
        ]
    }


@router.delete("/sessions/{ident}", dependencies=[Admin])
async def end(request: Request, ident: str) -> SessionEnded:
    """End somebody's session at once."""
    _sessions(request).end(ident)
    await note(request, "session.end", ident)
    return {"id": ident, "ended": True}


def _who(request: Request, session: Session) -> Who:
    project = None if session.kind == "admin" else _sessions(request).caller(session).project
    return Who(
        id=session.ident,
        kind=session.kind,
        project_id=project.id if project else None,
        project_name=project.name if project else None,
        csrf=session.csrf,
        expires_ms=session.expires_ms,
    )


def _set_cookie(request: Request, response: Response, value: str, seconds: int) -> None:
    response.set_cookie(
        cookie_name(request.scope["headers"]),
        value,
        max_age=seconds,
        path="/api",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
