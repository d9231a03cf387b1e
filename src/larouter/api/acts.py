"""Writes down what an operator changes over the control API."""

import secrets
from functools import partial

import msgspec
from fastapi import Request

from larouter.api.caller import session_of
from larouter.store import acts
from larouter.store.acts import Act


def act_of(request: Request, action: str = "", subject: str = "", detail: object = None) -> Act:
    """An act of whoever makes this request, now."""
    session = session_of(request)
    return Act(
        act_id=f"act_{secrets.token_hex(8)}",
        at_ms=request.app.state.now_ms(),
        actor="admin key" if session is None else f"session {session.ident}",
        action=action,
        subject=subject[:200],
        detail=msgspec.json.encode(detail).decode(),
    )


async def note(request: Request, action: str, subject: str, detail: object = None) -> None:
    """Write a change down, in the order in which changes were made; waits until it is kept.

    Args:
        request: By which it was made.
        action: What was done, such as `backend.add`.
        subject: To what.
        detail: The change, ready for JSON; must hold no secret.
    """
    act = act_of(request, action, subject, detail)
    await request.app.state.database.write(partial(acts.add, act=act))
