"""`/api/audit`: the chain verified, the record exported, the ledger corrected, acts of operators. Admin only."""

from functools import partial
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, field_validator

from larouter.account import audit, corrections
from larouter.account.corrections import Correction
from larouter.account.retention import Retention
from larouter.api.acts import act_of
from larouter.api.answers.record import Acts, ChainVerdict, CorrectionTold, KeptPrompt
from larouter.api.audit_csv import as_csv
from larouter.api.caller import Admin
from larouter.api.parts import ledger_of
from larouter.api.story import Story
from larouter.core.errors import NoSuchRoute, RouterError
from larouter.core.money import dollars, micro_usd
from larouter.store import acts

router = APIRouter(prefix="/api/audit", tags=["audit"], dependencies=[Admin])


@router.get("/verify")
async def verify(request: Request) -> ChainVerdict:
    """Walk the whole chain; says what was changed, removed or slipped in."""
    database = request.app.state.database
    await database.flush()
    verdict = await database.read(audit.verify)
    return {
        "ok": not verdict.faults,
        "links": verdict.links,
        "last": verdict.last,
        "faults": verdict.faults,
        "removed": verdict.removed,
        "removed_before_ms": verdict.removed_before_ms,
        "acts": verdict.acts,
    }


@router.get("/acts")
async def acts_of_operators(
    request: Request,
    before_ms: Annotated[int, Query(ge=0, description="Before this moment, in ms since 1970.")] = 1 << 62,
    limit: Annotated[int, Query(ge=1, le=1000, description="How many, newest first.")] = 100,
) -> Acts:
    """What operators changed while the router ran, from policies and budgets to tokens; newest first."""
    rows = await request.app.state.database.read(partial(acts.latest, before_ms=before_ms, most=limit))
    return {
        "acts": [
            {
                "id": act.act_id,
                "at_ms": act.at_ms,
                "actor": act.actor,
                "action": act.action,
                "subject": act.subject,
                "detail": msgspec.json.decode(act.detail),
            }
            for act in rows
        ]
    }


class NewCorrection(BaseModel):
    """A difference between the ledger and what was really paid."""

    model_config = ConfigDict(extra="forbid")

    request_id: str = Field(max_length=100, description="Of a request that has ended.")
    amount_usd: float = Field(
        ge=-1e6, le=1e6, description="What is added to its cost; negative to take back."
    )
    reason: str = Field(min_length=1, max_length=200, description="Why, such as the number of an invoice.")
    attempt: int | None = Field(
        None, description="About which attempt; the last that cost something if unset."
    )

    @field_validator("amount_usd")
    @classmethod
    def _countable(cls, amount: float) -> float:
        if not micro_usd(str(amount)):
            raise ValueError("the smallest correction is 0.000001 USD")
        return amount


@router.post("/corrections")
async def correct(request: Request, new: NewCorrection) -> CorrectionTold:
    """Add a row to the ledger that corrects what a request cost; budgets and figures follow at once.

    Raises:
        NoSuchRoute: There is no such request.
        BadRequest: It has not ended, or more would be taken back than it cost.
    """
    amount = micro_usd(str(new.amount_usd))
    wanted = Correction(new.request_id, amount, new.reason, new.attempt)
    work = partial(corrections.correct, wanted=wanted, act=act_of(request))
    done = await request.app.state.database.write(work)
    if isinstance(done, RouterError):
        raise done
    await ledger_of(request).refresh()
    return {
        "request_id": new.request_id,
        "attempt": done.number,
        "deployment": done.deployment,
        "cost_usd": dollars(done.cost),
        "costMicroUsd": done.cost,
    }


@router.get("/export")
async def export(
    request: Request,
    since_ms: Annotated[int, Query(ge=0, description="From this moment on, in ms since 1970.")] = 0,
    until_ms: Annotated[int, Query(ge=0, description="Up to this moment.")] = 1 << 62,
    form: Annotated[
        Literal["jsonl", "csv"], Query(description="JSON Lines, or CSV with a row for each request.")
    ] = "jsonl",
) -> StreamingResponse:
    """The audit record of a time: decision, attempts, cost and outcome; no prompt text."""
    story = request.app.state.story
    assert isinstance(story, Story)  # noqa: S101 - set where the application is made
    headers = {"content-disposition": f'attachment; filename="larouter-audit.{form}"'}
    lines = story.everything(since_ms, until_ms)
    if form == "csv":
        return StreamingResponse(as_csv(lines), media_type="text/csv", headers=headers)
    return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)


@router.get("/prompts/{request_id}")
async def prompt(request: Request, request_id: str) -> KeptPrompt:
    """What was asked, where the policy of the project keeps prompts and its time is not over.

    Raises:
        NoSuchRoute: It is not kept.
    """
    retention = request.app.state.retention
    assert isinstance(retention, Retention)  # noqa: S101 - set where the application is made
    found = await retention.prompt(request_id)
    if found is None:
        raise NoSuchRoute(
            f"no prompt is kept for {request_id[:64]!r}; a policy keeps them with keep_prompts_days"
        )
    return {"request_id": request_id, "request": found}
