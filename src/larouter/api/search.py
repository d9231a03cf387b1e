"""`GET /api/requests`: requests by how they went, newest first, a page at a time."""

from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from larouter.api.answers.requests import RequestLine, RequestLines
from larouter.api.caller import AdminOrProject, project_in_view
from larouter.core.errors import BadRequest, NoSuchRoute
from larouter.core.tiers import Tier
from larouter.core.zones import Sensitivity, Zone
from larouter.store.search import LATEST, Found, Wanted, search

router = APIRouter(prefix="/api", tags=["insight"])


class Asked(BaseModel):
    """Filters of the list of requests; all that are given must hold."""

    model_config = ConfigDict(extra="forbid")

    projectId: str = Field("", description="Id or name of a project; all that may be seen if unset.")  # noqa: N815
    model: str = Field(
        "", max_length=100, description="Part of the model asked for, or of the one that answered."
    )
    backend: str = Field("", max_length=100, description="The backend it is counted under.")
    token: str = Field("", max_length=100, description="Id of the token that it came with.")
    tier: Literal["", "HEARTBEAT", "SIMPLE", "MODERATE", "COMPLEX", "FRONTIER"] = Field(
        "", description="The tier that answered."
    )
    zone: Literal["", "local", "private", "public"] = Field("", description="Where the request went.")
    sensitivity: Literal["", "public", "internal", "confidential"] = Field("", description="Of its text.")
    status: str = Field(
        "",
        pattern="^(|ok|error|running|[1-5][0-9][0-9])$",
        description="`ok`, `error`, `running` or a number.",
    )
    error: str = Field("", max_length=64, description="The code of the error.")
    min_cost_usd: float | None = Field(None, ge=0, le=1e9)
    max_cost_usd: float | None = Field(None, ge=0, le=1e9)
    min_latency_ms: int | None = Field(None, ge=0, le=1 << 53)
    max_latency_ms: int | None = Field(None, ge=0, le=1 << 53)
    since_ms: int = Field(0, ge=0, le=1 << 53, description="From this moment on, in ms since 1970.")
    until_ms: int = Field(1 << 53, ge=0, le=1 << 53, description="Up to this moment.")
    limit: int = Field(50, ge=1, le=1000)
    before: str = Field("", max_length=100, description="`next` of the page before.")


@router.get("/requests")
async def found(request: Request, caller: AdminOrProject, asked: Annotated[Asked, Query()]) -> RequestLines:
    """Requests that were asked for, newest first; `next` leads to the page after.

    A page looks at no more than 50,000 requests, so it may hold fewer lines than asked for and still have a `next`.
    """
    project = project_in_view(caller, asked.projectId or None)
    if project is not None and caller is None:
        try:
            project = (await request.app.state.projects.find(project)).project_id
        except NoSuchRoute as error:
            raise BadRequest(error.caller_detail, param="projectId") from None
    database = request.app.state.database
    await database.flush()
    look = partial(search, wanted=_wanted(asked, project), before=_place(asked.before), most=asked.limit)
    lines, following = await database.read(look)
    return {
        "requests": [_line(one) for one in lines],
        "next": None if following is None else f"{following[0]}.{following[1]}",
    }


def _wanted(asked: Asked, project_id: str | None) -> Wanted:
    return Wanted(
        project_id=project_id,
        model=asked.model,
        backend=asked.backend,
        token=asked.token,
        tier=Tier[asked.tier] if asked.tier else None,
        zone=Zone[asked.zone.upper()] if asked.zone else None,
        sensitivity=Sensitivity[asked.sensitivity.upper()] if asked.sensitivity else None,
        status=asked.status,
        error=asked.error,
        cost=(_micro(asked.min_cost_usd), _micro(asked.max_cost_usd)),
        latency_ms=(asked.min_latency_ms, asked.max_latency_ms),
        at_ms=(asked.since_ms, asked.until_ms),
    )


def _micro(usd: float | None) -> int | None:
    return None if usd is None else round(usd * 1e6)


def _place(before: str) -> tuple[int, str]:
    if not before:
        return LATEST
    at, _, ident = before.partition(".")
    if not at.isdecimal() or not ident or len(at) > 15:
        raise BadRequest("before is not a place in this list; use `next` of the page before", param="before")
    return int(at), ident


def _line(row: Found) -> RequestLine:
    return {
        "id": row.request_id,
        "at_ms": row.at_ms,
        "project_id": row.project_id,
        "asked_model": row.asked_model,
        "target": row.target.name,
        "tier": None if row.tier is None else row.tier.name,
        "sensitivity": row.sensitivity.name.lower(),
        "zone": None if row.zone is None else row.zone.name.lower(),
        "model": row.model or None,
        "answered_by": row.answered_by or None,
        "status": row.status,
        "error": row.error or None,
        "degraded": row.degraded,
        "cost_usd": row.cost / 1e6,
        "ttft_ms": row.ttft_ms,
        "latency_ms": row.latency_ms,
    }
