"""`GET /api/live`: what happens, as server-sent events; a listener that comes back goes on where it was."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Header, Request
from fastapi.responses import StreamingResponse

from larouter.api.answers.live import LiveEvents
from larouter.api.caller import AdminOrProject, session_of
from larouter.api.feed import Feed
from larouter.core.errors import TooManyRequests

router = APIRouter(prefix="/api", tags=["live"])
PAUSE_SECONDS = 0.25
BEATS = 4
MOST_AT_ONCE = 200
MOST_LISTENERS = 100
_listening: set[int] = set()


class EventStream(StreamingResponse):
    """Server-sent events, by the name that the OpenAPI document gives them."""

    media_type = "text/event-stream"


@router.get("/live", response_class=EventStream, responses={200: {"model": LiveEvents}})
async def live(
    request: Request,
    caller: AdminOrProject,
    last_event_id: Annotated[str, Header(description="The place in the feed that was reached.")] = "",
) -> EventStream:
    """Requests as they end, sums every second, backends that come and go.

    Events: `hello` (the last hour by minutes), `requests` (a list), `lost` (how many were missed), `totals`,
    `backends`, `over` (the session has ended).
    """
    if len(_listening) >= MOST_LISTENERS:
        raise TooManyRequests(f"{MOST_LISTENERS} listeners are there already; close a page", retry_after=10)
    project_id = None if caller is None else caller.project.id
    place = int(last_event_id) if last_event_id.isdecimal() and len(last_event_id) < 16 else None
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return EventStream(_events(request, project_id, place), headers=headers)


async def _events(request: Request, project_id: str | None, place: int | None) -> AsyncIterator[bytes]:
    feed = request.app.state.feed
    assert isinstance(feed, Feed)  # noqa: S101 - set where the application is made
    session = session_of(request)
    listener = id(request)
    _listening.add(listener)
    try:
        if place is None or place > feed.newest:
            place = max(0, feed.newest - 50)
        yield b"retry: 2000\n\n" + event("hello", {"minutes": feed.minutes(project_id)})
        beat, health = 0, None
        while not feed.closed:
            ended, place, lost = feed.after(place, project_id, MOST_AT_ONCE)
            if lost:
                yield event("lost", {"count": lost})
            if ended:
                yield event("requests", [one.shape() for one in ended], place)
            if beat % BEATS == 0:
                if session is not None and not request.app.state.sessions.in_force(session):
                    yield event("over", {})
                    return
                seen = _health(request)
                if seen != health and project_id is None:
                    yield event("backends", seen)
                health = seen
                yield event("totals", feed.totals(project_id))
            beat += 1
            await asyncio.sleep(PAUSE_SECONDS)
    finally:
        _listening.discard(listener)


def _health(request: Request) -> dict[str, bool]:
    return {backend.name: up for backend, _, up in request.app.state.roster.registry.backends}


def event(name: str, value: Any, place: int | None = None) -> bytes:  # noqa: ANN401 - whatever JSON can say
    """One event on the wire."""
    number = b"" if place is None else b"id: %d\n" % place
    return b"%sevent: %s\ndata: %s\n\n" % (number, name.encode(), msgspec.json.encode(value))
