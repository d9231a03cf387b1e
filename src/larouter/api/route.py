"""`POST /api/route`: the whole decision for a chat request, without sending anything."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request

from larouter.api.answers.requests import DecisionTold
from larouter.api.caller import ProjectPass
from larouter.api.chat import arrived
from larouter.core.chat import OPENAI_CHAT
from larouter.decide.explain import as_json
from larouter.ingress.read import read_body
from larouter.pipeline import Pipeline

router = APIRouter(tags=["decisions"])


CHAT = {
    "schema": {"type": "object", "additionalProperties": True, "description": "A chat completions request."}
}


@router.post(
    "/api/route",
    response_model=DecisionTold,
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": CHAT}}},
)
async def route(request: Request, caller: ProjectPass) -> dict[str, Any]:
    """Where a request would go and why; takes a chat body and a project token, and sends nothing.

    Its first is passed over when its turn comes and it cannot be told a parameter, or others have used up the budget.
    """
    pipeline = request.app.state.pipeline
    assert isinstance(pipeline, Pipeline)  # noqa: S101 - set where the application is made
    body = partial(read_body, request.receive, request.app.state.most_bytes)
    judged = await pipeline.preview(arrived(OPENAI_CHAT, request.scope, body), caller)
    return as_json(judged.decision, judged.features)
