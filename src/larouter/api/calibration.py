"""`GET /api/calibration` and `/api/lessons`: what a project's own traffic says of its thresholds."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from itertools import pairwise
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field

from larouter.api.caller import AdminOrProject, project_in_view
from larouter.config.policy import PolicyText, policy_of
from larouter.core.errors import BadRequest
from larouter.learn import drift, lessons
from larouter.learn.calibrate import LEAST_REQUESTS, Point, Proposal, Thresholds, Wish, calibrate, tried
from larouter.learn.heads import opinions, outright

router = APIRouter(prefix="/api", tags=["calibration"])
BINS = 40
TRIAL_DRAWS = 20


class PointShape(BaseModel):
    """One setting of the dial."""

    dial: float | None = Field(description="The likelihood asked for; null for thresholds in force.")
    thresholds: list[float]
    quality: float = Field(description="Share of requests whose tier is enough, 0 to 1.")
    quality_interval: list[float] = Field(description="95 %.")
    cost_usd: float = Field(description="USD a request.")
    cost_interval_usd: list[float] = Field(description="95 %.")
    cloud: float = Field(description="Share of requests that cloud tiers answer.")
    moves: int = Field(description="Requests that would change their tier.")


class Move(BaseModel):
    """Requests that would change their tier."""

    before: str
    after: str
    count: int


class DriftShape(BaseModel):
    """Whether requests have become harder or easier."""

    index: float
    alarm: bool
    harder: float
    recent: int
    earlier: int


class Curve(BaseModel):
    """What each setting would cost and how good it would be, once there are enough requests."""

    points: list[PointShape]
    present: PointShape
    proposed: PointShape
    reason: str
    moves: list[Move]
    saved_daily_usd: float
    requests_daily: float


class Calibration(BaseModel):
    """A project's thresholds against its traffic."""

    project: str
    requests: int
    needed: int = Field(description="So many requests a curve takes.")
    opinions: int
    distribution: list[int] = Field(description="Requests by difficulty, 0 to 1 in 40 steps.")
    thresholds: list[float]
    drift: DriftShape | None
    curve: Curve | None


class Trial(BaseModel):
    """Thresholds that are not in force beside those that are."""

    requests: int
    needed: int
    present: PointShape | None = Field(description="Null for too few requests.")
    tried: PointShape | None


class Lessons(BaseModel):
    """What people and checks said of a project's answers, with the features of the requests."""

    project: str
    opinions: list[dict[str, Any]]


Project = Annotated[str | None, Query(alias="projectId", description="Id or name; a token's own if unset.")]
Last = Annotated[int, Query(ge=1, le=20_000, description="So many of the newest requests.")]


async def _policy(request: Request, asked: str | None, caller: AdminOrProject) -> tuple[Any, PolicyText]:
    ident = project_in_view(caller, asked or None)
    if ident is None:
        raise BadRequest("name the project", param="projectId")
    row, text = await request.app.state.projects.policy(ident)
    return row, text


def _wish(
    quality: Annotated[float | None, Query(ge=0, le=1, description="At least this quality.")] = None,
    cloud: Annotated[
        float | None, Query(ge=0, le=1, description="At most this share to cloud tiers.")
    ] = None,
    daily_usd: Annotated[float | None, Query(ge=0, description="At most so many USD a day.")] = None,
) -> Wish:
    if sum(one is not None for one in (quality, cloud, daily_usd)) > 1:
        raise BadRequest("wish for one of quality, cloud and daily_usd", param="quality")
    return Wish(quality, cloud, daily_usd)


@router.get("/calibration")
async def calibration(
    request: Request,
    caller: AdminOrProject,
    wish: Annotated[Wish, Depends(_wish)],
    project_id: Project = None,
    last: Last = 2_000,
) -> Calibration:
    """The cost-quality curve of a project's thresholds, where it stands, and what is proposed; nothing is switched."""
    row, text = await _policy(request, project_id, caller)
    database, policy = request.app.state.database, policy_of(text)
    await database.flush()
    found = await database.read(partial(lessons.read, project_id=row.project_id, last=last))
    drifted = await database.read(partial(drift.of_project, project_id=row.project_id))
    proposal = await asyncio.to_thread(calibrate, found, policy, wish)
    free = [one for one in found if one.free]
    return Calibration(
        project=row.name,
        requests=len(free),
        needed=LEAST_REQUESTS,
        opinions=outright(opinions(free)),
        distribution=_bins([one.features.difficulty.score for one in free]),
        thresholds=list(policy.thresholds),
        drift=None if drifted is None else _drift(drifted),
        curve=None if proposal is None else _curve(proposal),
    )


def _thresholds(
    at: Annotated[
        list[float], Query(min_length=4, max_length=4, description="Where each tier but the lowest begins.")
    ],
) -> Thresholds:
    if not all(0 <= low <= high <= 1 for low, high in pairwise(at)):
        raise BadRequest("four difficulties from 0 to 1, none below the one before it", param="at")
    return at[0], at[1], at[2], at[3]


@router.get("/calibration/trial")
async def trial(
    request: Request,
    caller: AdminOrProject,
    thresholds: Annotated[Thresholds, Depends(_thresholds)],
    project_id: Project = None,
    last: Last = 2_000,
) -> Trial:
    """What other thresholds would cost and how good they would be, on a project's own traffic; nothing is switched."""
    row, text = await _policy(request, project_id, caller)
    database = request.app.state.database
    await database.flush()
    found = await database.read(partial(lessons.read, project_id=row.project_id, last=last))
    both = await asyncio.to_thread(tried, found, policy_of(text), thresholds, TRIAL_DRAWS)
    return Trial(
        requests=sum(one.free for one in found),
        needed=LEAST_REQUESTS,
        present=None if both is None else _point(both[0]),
        tried=None if both is None else _point(both[1]),
    )


@router.get("/lessons")
async def taught(
    request: Request, caller: AdminOrProject, project_id: Project = None, last: Last = 20_000
) -> Lessons:
    """Past requests whose answers were spoken of or checked, as features, for `larouter train --project`."""
    row, _ = await _policy(request, project_id, caller)
    database = request.app.state.database
    await database.flush()
    found = await database.read(partial(lessons.read, project_id=row.project_id, last=last))
    said = opinions([one for one in found if one.free])
    return Lessons(project=row.name, opinions=[asdict(one) for one in said])


def _bins(scores: Sequence[float]) -> list[int]:
    bins = [0] * BINS
    for score in scores:
        bins[min(BINS - 1, int(score * BINS))] += 1
    return bins


def _drift(found: drift.Drift) -> DriftShape:
    return DriftShape(
        index=found.index,
        alarm=found.alarm,
        harder=found.harder,
        recent=found.recent,
        earlier=found.earlier,
    )


def _curve(found: Proposal) -> Curve:
    moves = [
        Move(before=before.name, after=after.name, count=count)
        for (before, after), count in found.moved.most_common()
    ]
    return Curve(
        points=[_point(one) for one in found.points],
        present=_point(found.present),
        proposed=_point(found.proposed),
        reason=found.reason,
        moves=moves,
        saved_daily_usd=round(found.saved_daily_usd, 6),
        requests_daily=round(found.daily, 3),
    )


def _point(one: Point) -> PointShape:
    return PointShape(
        dial=one.dial,
        thresholds=list(one.thresholds),
        quality=round(one.quality[0], 4),
        quality_interval=[round(value, 4) for value in one.quality[1:]],
        cost_usd=one.cost[0] / 1e6,
        cost_interval_usd=[value / 1e6 for value in one.cost[1:]],
        cloud=round(one.cloud, 4),
        moves=one.moves,
    )
