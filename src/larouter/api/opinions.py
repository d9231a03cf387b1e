"""Feedback in the control API: what was said of answers, and a vote from the dashboard."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from larouter.api.caller import AdminOrProject, project_in_view
from larouter.api.feedback import keep, shape
from larouter.core.errors import BadRequest
from larouter.core.feedback import MOST_COMMENT, Feedback, checked
from larouter.store import feedback

router = APIRouter(prefix="/api", tags=["feedback"])
ADMIN = "admin"


class Vote(BaseModel):
    """What is thought of an answer; something of it must be said."""

    model_config = ConfigDict(extra="forbid")

    score: float | None = Field(None, ge=-1, le=1, description="From -1 (useless) to 1 (just right).")
    label: str = Field(
        "", max_length=20, description="good, bad, too_weak, too_strong, or the tier that was needed."
    )
    comment: str = Field("", max_length=MOST_COMMENT, description="In your own words.")


class OpinionKept(BaseModel):
    """One opinion of one answer, as it was kept."""

    request_id: str
    at_ms: int
    author: str = Field(description="The id of the token it was said with, or admin.")
    score: float | None
    label: str | None
    comment: str | None


class Opinion(OpinionKept):
    """One opinion of one answer."""

    project_id: str


class Opinions(BaseModel):
    """A page of opinions, newest first."""

    feedback: list[Opinion]
    next: str | None = Field(description="Send it as `after` for the next page; null at the end.")


@router.post("/requests/{request_id}/feedback", status_code=201)
async def vote(request: Request, caller: AdminOrProject, request_id: str, said: Vote) -> OpinionKept:
    """Say what you think of an answer; a second vote replaces the first."""
    score, label, comment = checked(said.score, said.label, said.comment)
    state = request.app.state
    project, author = ("", ADMIN) if caller is None else (caller.project.id, caller.token_id)
    one = Feedback(request_id, state.now_ms(), project, author, score, label, comment)
    await keep(state.database, one)
    return OpinionKept.model_validate(shape(one))


@router.get("/feedback")
async def listed(
    request: Request,
    caller: AdminOrProject,
    project_id: Annotated[
        str | None, Query(alias="projectId", description="Id or name of a project; all if unset.")
    ] = None,
    request_id: Annotated[
        str | None, Query(alias="requestId", description="What was said of one request.")
    ] = None,
    after: Annotated[str, Query(max_length=80, description="`next` of the page before.")] = "",
    limit: Annotated[int, Query(ge=1, le=500, description="So many at most.")] = 50,
) -> Opinions:
    """What was said of answers, newest first."""
    state = request.app.state
    project = project_in_view(caller, project_id or None)
    if caller is None and project is not None:
        project = (await state.projects.find(project)).project_id
    await state.database.flush()
    work = partial(
        feedback.latest, project_id=project, before=_place(after), most=limit, request_id=request_id or None
    )
    rows: list[Feedback] = await state.database.read(work)
    last = f"{rows[-1].at_ms}-{rows[-1].request_id}" if len(rows) == limit else None
    return Opinions(
        feedback=[Opinion.model_validate({**shape(one), "project_id": one.project_id}) for one in rows],
        next=last,
    )


def _place(after: str) -> tuple[int, str] | None:
    if not after:
        return None
    at_ms, dash, ident = after.partition("-")
    if not dash or not at_ms.isdecimal() or len(at_ms) > 16:
        raise BadRequest("after must be the `next` of another page", param="after")
    return int(at_ms), ident
