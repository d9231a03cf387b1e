"""`GET /api/decisions/summary`: difficulty, tiers and findings of the latest decisions, and what lost."""

from collections import Counter
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request

from larouter.api.answers.requests import DecisionCounts
from larouter.api.caller import AdminOrProject, project_in_view
from larouter.decide.record import decode
from larouter.store import requests
from larouter.store.database import Connection

router = APIRouter(prefix="/api/decisions", tags=["decisions"])
BINS = 40
PAGE = 500


@router.get("/summary")
async def summary(
    request: Request,
    caller: AdminOrProject,
    project_id: Annotated[str | None, Query(alias="projectId", description="Id of a project.")] = None,
    last: Annotated[int, Query(ge=1, le=20_000, description="So many of the newest.")] = 2000,
) -> DecisionCounts:
    """Counts over the latest decisions; no text of any request is in them."""
    project = project_in_view(caller, project_id or None)
    database = request.app.state.database
    await database.flush()
    counted: DecisionCounts = await database.read(partial(_count, project_id=project, last=last))
    return counted


def _count(connection: Connection, project_id: str | None, last: int) -> DecisionCounts:
    bins = [0] * BINS
    findings: Counter[str] = Counter()
    tiers: Counter[str] = Counter()
    sensitivities: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    seen = unsure = refused = 0
    since_ms = requests.start_of_last(connection, project_id, last)
    after = (0, "")
    while seen < last and (page := requests.recorded(connection, project_id, since_ms, after, PAGE)):
        for row in page:
            record = decode(row.record)
            features, decision = record.features, record.decision
            seen += 1
            tiers[decision.target.name] += 1
            sensitivities[features.sensitivity.name.lower()] += 1
            findings.update(finding.rule for finding in features.findings)
            lost.update(drop.rule for drop in decision.dropped)
            refused += not decision.plan
            if features.difficulty.confidence:
                bins[min(BINS - 1, int(features.difficulty.score * BINS))] += 1
            else:
                unsure += 1
        after = (page[-1].at_ms, page[-1].request_id)
    return {
        "decisions": seen,
        "difficulty": bins,
        "unsure": unsure,
        "refused": refused,
        "tiers": dict(tiers),
        "sensitivities": dict(sensitivities),
        "findings": dict(findings.most_common()),
        "dropped_by": dict(lost.most_common()),
    }
