"""`POST /api/route`: the whole decision for a chat request, without sending anything."""

from typing import Any

from fastapi import APIRouter, Request

from larouter.api.caller import ProjectPass
from larouter.api.chat import arrived
from larouter.core.chat import OPENAI_CHAT
from larouter.core.errors import TooLarge
from larouter.decide.explain import as_json
from larouter.pipeline import Pipeline

router = APIRouter(tags=["decisions"])


@router.post("/api/route")
async def route(request: Request, caller: ProjectPass) -> dict[str, Any]:
    """Where a request would go and why; takes a chat body and a project token, and sends nothing."""
    pipeline = request.app.state.pipeline
    assert isinstance(pipeline, Pipeline)  # noqa: S101 - set where the application is made
    most = int(request.app.state.most_bytes)
    raw = bytearray()
    async for part in request.stream():
        raw += part
        if len(raw) > most:
            raise TooLarge(f"the body is longer than {most:,} bytes")
    decision, features = pipeline.preview(arrived(OPENAI_CHAT, request.scope["headers"]), bytes(raw), caller)
    return as_json(decision, features)
