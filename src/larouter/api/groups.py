"""Usage by anything, in any time zone, filtered and page by page, or every row; and whether the sums are right."""

from datetime import datetime, timedelta
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse

from larouter.account.export import as_csv, as_json_lines
from larouter.account.groups import Group, Order, Question, answer
from larouter.account.usage import UsagePeriod, span_of
from larouter.account.windows import zone_of
from larouter.api.acts import note
from larouter.api.answers.usage import Rebuilding, UsageCheck, UsageGroups
from larouter.api.caller import Admin, AdminOrProject
from larouter.api.insight import ProjectId, project_of
from larouter.core.errors import BadRequest
from larouter.core.tiers import tier_named
from larouter.core.zones import Zone
from larouter.store import rollups
from larouter.store.database import Value
from larouter.store.sums import TAG, WITH_TAGS, Wanted
from larouter.store.usage import Span

router = APIRouter(prefix="/api/usage", tags=["insight"])
MOST = 1_000


def _times(
    request: Request,
    period: UsagePeriod = "monthly",
    since: Annotated[
        str, Query(alias="from", max_length=40, description="Date or moment (ISO 8601), instead of a period.")
    ] = "",
    until: Annotated[
        str, Query(max_length=40, description="The date after the last, or a moment; now if unset.")
    ] = "",
    time_zone: Annotated[
        str, Query(alias="timeZone", max_length=64, description="In which days begin, such as Europe/Berlin.")
    ] = "UTC",
) -> tuple[int | None, int, str]:
    try:
        zone = zone_of(time_zone)
    except ValueError as error:
        raise BadRequest(str(error), param="timeZone") from None
    now_ms = request.app.state.now_ms()
    if until and not since:
        raise BadRequest("until needs from: name both, or a period", param="until")
    if not since:
        span = span_of(period, None, now_ms)
        if time_zone == "UTC" or period == "all":
            return (span.from_ms or None), span.until_ms, time_zone
        today = datetime.fromtimestamp(now_ms / 1000, tz=zone).replace(
            hour=0, minute=0, second=0, microsecond=0
        )
        days = (span.until_ms - span.from_ms) // 86_400_000
        return _ms(today - timedelta(days=days - 1)), _ms(today + timedelta(days=1)), time_zone
    first = _moment(since, "from", time_zone)
    last = _moment(until, "until", time_zone) if until else now_ms + 1
    if first > last:
        raise BadRequest("from must not be later than until", param="from")
    return first, last, time_zone


def _moment(text: str, name: str, time_zone: str) -> int:
    try:
        found = datetime.fromisoformat(text)
        return _ms(found if found.tzinfo else found.replace(tzinfo=zone_of(time_zone)))
    except (ValueError, OverflowError):
        raise BadRequest(
            f"{name} must be a date or a moment such as 2026-11-20 or 2026-11-20T09:00Z", param=name
        ) from None


def _ms(moment: datetime) -> int:
    return max(0, int(moment.timestamp() * 1000))


def _filters(
    token: Annotated[str, Query(max_length=200, description="Id of a token.")] = "",
    model: Annotated[str, Query(max_length=200)] = "",
    backend: Annotated[str, Query(max_length=200)] = "",
    tier: Annotated[str, Query(max_length=20)] = "",
    zone: Annotated[str, Query(max_length=20)] = "",
    tag: Annotated[
        str, Query(max_length=200, description="A tag's name to tell its values apart, or name=value.")
    ] = "",
) -> tuple[tuple[tuple[str, Value], ...], str]:
    found: list[tuple[str, Value]] = [
        (name, value) for name, value in (("token", token), ("model", model), ("backend", backend)) if value
    ]
    if tier:
        known = tier_named(tier)
        if known is None:
            raise BadRequest(f"{tier!r} is not a tier", param="tier")
        found.append(("tier", int(known)))
    if zone:
        if zone.upper() not in Zone.__members__:
            raise BadRequest("zone must be local, private or public", param="zone")
        found.append(("zone", int(Zone[zone.upper()])))
    name, single, value = tag.partition("=")
    if single:
        found.append((TAG, value))
    return tuple(found), name


Times = Annotated[tuple[int | None, int, str], Depends(_times)]
Filters = Annotated[tuple[tuple[tuple[str, Value], ...], str], Depends(_filters)]


@router.get("/groups", response_model=UsageGroups)
async def groups(  # noqa: PLR0913, PLR0917 - the parameters of a query
    request: Request,
    caller: AdminOrProject,
    times: Times,
    filters: Filters,
    project_id: ProjectId = None,
    by: Annotated[list[Group], Query(description="What to tell apart; may be repeated.")] = ["model"],  # noqa: B006 - never changed
    order: Annotated[
        Order, Query(description="What comes first; days and hours come in their order.")
    ] = "cost",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> dict[str, Any]:
    """Usage by any of project, token, model, backend, tier, zone, tag, day and hour; they add up to `total`.

    Tags go together with project, day and hour.
    """
    where, tag = filters
    asked_by = tuple(dict.fromkeys(by))
    if TAG in asked_by and not tag:
        raise BadRequest("name the tag whose values are to be told apart in tag", param="tag")
    if tag and {*asked_by, *(name for name, _ in where)} - set(WITH_TAGS):
        raise BadRequest(f"tags go together with {', '.join(WITH_TAGS[:-1])} alone", param="tag")
    project = await project_of(request, caller, project_id)
    if project is not None:
        where = (*where, ("project", project))
    wanted = Wanted(asked_by, where, tag)
    question = Question(times[0], times[1], wanted, times[2], order, limit, offset)
    database = request.app.state.database
    await database.flush()
    found: dict[str, Any] = await database.read(partial(answer, asked=question))
    return found


@router.get("/export")
async def export(  # noqa: PLR0913, PLR0917 - the parameters of a query
    request: Request,
    caller: AdminOrProject,
    times: Times,
    filters: Filters,
    project_id: ProjectId = None,
    period: UsagePeriod = "monthly",
    format: Literal["csv", "jsonl"] = "csv",  # noqa: A002 - the name of the query parameter
) -> StreamingResponse:
    """The ledger of a time as CSV or JSON Lines, a row for every attempt, in the order of time; moments are in UTC."""
    state = request.app.state
    project = await project_of(request, caller, project_id)
    where, tag = filters
    write = as_csv if format == "csv" else as_json_lines
    rows = write(state.database, Span(times[0] or 0, times[1], project, where=where, tag=tag))
    named = "" if "from" in request.query_params else f"-{period}"
    headers = {"content-disposition": f'attachment; filename="larouter-usage{named}.{format}"'}
    media = "text/csv" if format == "csv" else "application/x-ndjson"
    return StreamingResponse(rows, media_type=media, headers=headers)


@router.get("/check", dependencies=[Admin])
async def check(request: Request) -> UsageCheck:
    """Whether the sums that figures are made of agree with the ledger, row by row; reads all of it."""
    database = request.app.state.database
    await database.flush()
    faults = await database.read(rollups.differences)
    behind = await database.read(rollups.behind)
    return {"ok": not faults, "faults": faults, "not_summed_up_yet": behind}


@router.post("/rebuild", dependencies=[Admin])
async def rebuild(request: Request) -> Rebuilding:
    """Empty the sums and make them anew from the ledger, beside the requests."""
    await request.app.state.database.write(rollups.forget)
    await note(request, "sums.rebuild", "usage")
    return {"rebuilding": True}
