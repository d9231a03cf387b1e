"""`/api/savings`: what routing saved against one baseline model."""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from larouter.account.savings import NoBaseline, baseline_of, baselines, saved
from larouter.account.usage import UsagePeriod, span_of
from larouter.api.answers.usage import SavingsTold
from larouter.api.caller import AdminOrProject
from larouter.api.insight import ProjectId, project_of
from larouter.core.errors import BadRequest

router = APIRouter(prefix="/api/savings", tags=["insight"])


@router.get("", response_model=SavingsTold)
async def savings(
    request: Request,
    caller: AdminOrProject,
    period: UsagePeriod = "monthly",
    project_id: ProjectId = None,
    baseline: Annotated[
        str, Query(max_length=200, description="A model of the catalogue; the first FRONTIER model if unset.")
    ] = "",
    simulated: Annotated[
        bool, Query(description="Count simulated backends and the toy as well, as the demonstration does.")
    ] = False,
) -> dict[str, Any]:
    """What the answers of a period would have cost on the baseline, less everything that was paid, in USD.

    `atLeast` is what was saved if the baseline had found every prompt in its cache.
    """
    state = request.app.state
    try:
        entry = baseline_of(state.catalog, baseline)
    except NoBaseline as error:
        raise BadRequest(str(error), param="baseline") from None
    project = await project_of(request, caller, project_id)
    span = span_of(period, project, state.now_ms())
    await state.database.flush()
    look = partial(saved, span=span, baseline=entry, simulated=simulated)
    found = await state.database.read(look)
    return {"projectId": project, **found.shape(), "baselines": baselines(state.catalog)}
