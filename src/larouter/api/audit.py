"""`/api/audit`: the chain verified, the record exported, and the acts of operators. Admin only."""

from functools import partial
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from larouter.account import audit
from larouter.api.caller import Admin
from larouter.api.story import Story
from larouter.store import acts

router = APIRouter(prefix="/api/audit", tags=["audit"], dependencies=[Admin])


@router.get("/verify")
async def verify(request: Request) -> dict[str, Any]:
    """Walk the whole chain; says what was changed, removed or slipped in."""
    database = request.app.state.database
    await database.flush()
    verdict = await database.read(audit.verify)
    return {"ok": not verdict.faults, "links": verdict.links, "last": verdict.last, "faults": verdict.faults}


@router.get("/acts")
async def acts_of_operators(
    request: Request,
    before_ms: Annotated[int, Query(ge=0, description="Before this moment, in ms since 1970.")] = 1 << 62,
    limit: Annotated[int, Query(ge=1, le=1000, description="How many, newest first.")] = 100,
) -> dict[str, Any]:
    """What operators changed while the router ran: backends, settings and local models; newest first."""
    rows = await request.app.state.database.read(partial(acts.latest, before_ms=before_ms, most=limit))
    return {
        "acts": [
            {
                "id": act.act_id,
                "at_ms": act.at_ms,
                "actor": act.actor,
                "action": act.action,
                "subject": act.subject,
                "detail": msgspec.json.decode(act.detail),
            }
            for act in rows
        ]
    }


@router.get("/export")
async def export(
    request: Request,
    since_ms: Annotated[int, Query(ge=0, description="From this moment on, in ms since 1970.")] = 0,
    until_ms: Annotated[int, Query(ge=0, description="Up to this moment.")] = 1 << 62,
) -> StreamingResponse:
    """The audit record of a time as JSON Lines: decision, attempts, cost and outcome; no prompt text."""
    story = request.app.state.story
    assert isinstance(story, Story)  # noqa: S101 - set where the application is made
    headers = {"content-disposition": 'attachment; filename="larouter-audit.jsonl"'}
    return StreamingResponse(
        story.everything(since_ms, until_ms), media_type="application/x-ndjson", headers=headers
    )
