"""Usage and decisions: what was used, what it cost, and why each request went where it went."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from larouter.account import usage
from larouter.account.export import as_csv
from larouter.account.usage import Figures, UsagePeriod
from larouter.api.caller import AdminOrProject, project_in_view
from larouter.api.story import Story
from larouter.core.errors import BadRequest, NoSuchRoute

router = APIRouter(prefix="/api", tags=["insight"])

Period = Annotated[
    UsagePeriod,
    Query(description="daily is today, weekly the last 7 days, monthly the last 30; UTC, today included."),
]
ProjectId = Annotated[
    str | None, Query(alias="projectId", description="Id or name of a project; all of them if unset.")
]


async def _project_id(request: Request, caller: AdminOrProject, asked: str | None) -> str | None:
    """The project whose figures are shown: `default` and an empty value mean all that the caller may see."""
    ident = project_in_view(caller, asked or None)
    if ident is None or caller is not None:
        return ident
    try:
        return str((await request.app.state.projects.find(ident)).project_id)
    except NoSuchRoute as error:
        raise BadRequest(error.caller_detail, param="projectId") from None


async def _figures(
    request: Request, caller: AdminOrProject, period: UsagePeriod, asked: str | None
) -> Figures:
    state = request.app.state
    return await usage.figures(
        state.database, period, await _project_id(request, caller, asked), state.now_ms()
    )


def _story(request: Request) -> Story:
    story = request.app.state.story
    assert isinstance(story, Story)  # noqa: S101 - set where the application is made
    return story


@router.get("/usage")
async def totals(
    request: Request, caller: AdminOrProject, period: Period = "monthly", project_id: ProjectId = None
) -> dict[str, Any]:
    """Totals and breakdowns of a period; every breakdown adds up to the totals."""
    return usage.report(await _figures(request, caller, period, project_id))


@router.get("/usage/daily")
async def daily(
    request: Request, caller: AdminOrProject, period: Period = "monthly", project_id: ProjectId = None
) -> dict[str, Any]:
    """One entry for every day of a period, oldest first."""
    return {"days": usage.daily(await _figures(request, caller, period, project_id))}


@router.get("/usage/models")
async def models(
    request: Request, caller: AdminOrProject, period: Period = "monthly", project_id: ProjectId = None
) -> dict[str, Any]:
    """One entry for every model, dearest first."""
    return {"models": usage.models(await _figures(request, caller, period, project_id))}


@router.get("/usage/export")
async def export(
    request: Request,
    caller: AdminOrProject,
    period: Period = "monthly",
    project_id: ProjectId = None,
    format: Literal["csv"] = "csv",  # noqa: A002 - the name of the query parameter
) -> StreamingResponse:
    """The ledger of a period as CSV, one row for every attempt."""
    state = request.app.state
    rows = as_csv(state.database, period, await _project_id(request, caller, project_id), state.now_ms())
    disposition = f'attachment; filename="larouter-usage-{period}.{format}"'
    return StreamingResponse(rows, media_type="text/csv", headers={"content-disposition": disposition})


@router.get("/requests")
async def latest(
    request: Request,
    caller: AdminOrProject,
    project_id: ProjectId = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
) -> dict[str, Any]:
    """The newest requests, each with how it ended."""
    return {"requests": await _story(request).latest(await _project_id(request, caller, project_id), limit)}


@router.get("/requests/{request_id}")
async def one(request: Request, caller: AdminOrProject, request_id: str) -> dict[str, Any]:
    """One request: the whole decision as it was made, every attempt, what it cost and how it ended.

    Raises:
        NoSuchRoute: There is none of that id that the caller may see.
    """
    found = await _story(request).one(request_id, None if caller is None else caller.project.id)
    if found is None:
        raise NoSuchRoute(f"there is no request {request_id[:64]!r}")
    return found
