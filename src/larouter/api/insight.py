"""Usage and decisions: what was used, what it cost, and why each request went where it went."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Query, Request

from larouter.account import usage
from larouter.account.usage import Dimension, Figures, UsagePeriod
from larouter.api.answers.requests import RequestStory
from larouter.api.answers.usage import UsageCross, UsageDays, UsageModels, UsageTotals
from larouter.api.caller import AdminOrProject, project_in_view
from larouter.api.story import Story
from larouter.core.errors import BadRequest, NoSuchRoute
from larouter.core.project import Pass
from larouter.store import projects

router = APIRouter(prefix="/api", tags=["insight"])

Answer = TypeVar("Answer")
ProjectId = Annotated[
    str | None,
    Query(alias="projectId", description="Id or name of a project; all that may be seen if unset."),
]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which part of the ledger is asked for."""

    period: UsagePeriod
    project_id: str | None


def _scope(
    period: Annotated[
        UsagePeriod,
        Query(
            description="daily is today, weekly the last 7 days, monthly the last 30; UTC, today included."
        ),
    ] = "monthly",
    project_id: ProjectId = None,
) -> Scope:
    return Scope(period, project_id)


InScope = Annotated[Scope, Depends(_scope)]


async def project_of(request: Request, caller: Pass | None, asked: str | None) -> str | None:
    """The id of the project whose figures are shown, or None for all of them.

    Raises:
        BadRequest: There is no such project.
        Forbidden: A project asks for another's.
    """
    ident = project_in_view(caller, asked or None)
    if ident is None or caller is not None:
        return ident
    try:
        return str((await request.app.state.projects.find(ident)).project_id)
    except NoSuchRoute as error:
        # Figures of a project outlive it.
        for row in await request.app.state.database.read(projects.everyone):
            if ident in (row.project_id, row.name):
                return str(row.project_id)
        raise BadRequest(error.caller_detail, param="projectId") from None


async def _ask(
    request: Request, caller: Pass | None, scope: Scope, shape: Callable[[Figures], Answer]
) -> Answer:
    state = request.app.state
    project = await project_of(request, caller, scope.project_id)
    return await usage.ask(state.database, shape, scope.period, project, state.now_ms())


def _story(request: Request) -> Story:
    story = request.app.state.story
    assert isinstance(story, Story)  # noqa: S101 - set where the application is made
    return story


@router.get("/usage", response_model=UsageTotals)
async def totals(request: Request, caller: AdminOrProject, scope: InScope) -> dict[str, Any]:
    """Totals and breakdowns of a period; every breakdown adds up to the totals."""
    return await _ask(request, caller, scope, usage.report)


@router.get("/usage/daily", response_model=UsageDays)
async def daily(request: Request, caller: AdminOrProject, scope: InScope) -> dict[str, Any]:
    """One entry for every day of a period, oldest first."""
    return {"days": await _ask(request, caller, scope, usage.daily)}


@router.get("/usage/models", response_model=UsageModels)
async def models(request: Request, caller: AdminOrProject, scope: InScope) -> dict[str, Any]:
    """One entry for every model, dearest first."""
    return {"models": await _ask(request, caller, scope, usage.models)}


@router.get("/usage/cross", response_model=UsageCross)
async def cross(
    request: Request,
    caller: AdminOrProject,
    scope: InScope,
    rows: Dimension = "project",
    columns: Dimension = "tier",
) -> dict[str, Any]:
    """Usage by any two dimensions: one entry for every pair that occurs; they add up to the totals."""
    shape = partial(usage.crossed, rows=rows, columns=columns)
    return {"rows": rows, "columns": columns, "cells": await _ask(request, caller, scope, shape)}


@router.get("/requests/{request_id}", response_model=RequestStory)
async def one(request: Request, caller: AdminOrProject, request_id: str) -> dict[str, Any]:
    """One request: the whole decision as it was made, every attempt, what it cost and how it ended.

    Raises:
        NoSuchRoute: There is none of that id that the caller may see.
    """
    found = await _story(request).one(request_id, None if caller is None else caller.project.id)
    if found is None:
        raise NoSuchRoute(
            f"there is no request {request_id[:64]!r}; its id is in the answer's header x-larouter-request-id"
        )
    return found
