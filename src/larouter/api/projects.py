"""The control API of projects: their tokens and policies. Admin only; budgets have a file of their own."""

from typing import Annotated

from fastapi import APIRouter, Body, Request
from pydantic import BaseModel, ConfigDict, Field

from larouter.access.projects import Shown  # noqa: TC001 - one import style for all values
from larouter.api import acts
from larouter.api.answers.projects import (
    PolicySet,
    ProjectLine,
    ProjectMade,
    ProjectNamed,
    ProjectRemoved,
    Projects,
    ProjectTold,
    TokenMade,
    TokenRevoked,
    Tokens,
    TokenTold,
)
from larouter.api.budgets import budget_shape
from larouter.api.caller import Admin
from larouter.api.parts import ledger_of, projects_of
from larouter.config.policy import PolicyText, RateText, rate_of
from larouter.decide.advice import warnings
from larouter.store.projects import Project as ProjectRow
from larouter.store.tokens import Token as TokenRow

router = APIRouter(prefix="/api/projects", tags=["projects"], dependencies=[Admin])


class NewProject(BaseModel):
    """A project to make."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=64, description="Unique, chosen by people.")
    policy: PolicyText | None = Field(None, description="The default policy if unset.")


class NewToken(BaseModel):
    """A token to make."""

    model_config = ConfigDict(extra="forbid")

    label: str = Field("", max_length=64, description="What its owner calls it.")
    rate: RateText = Field(
        RateText(), description="Limits of its own; 0 for what its project gives each token."
    )


@router.post("", status_code=201)
async def create(request: Request, new: NewProject) -> ProjectMade:
    """Make a project; its first token is shown this once."""
    row, token = await projects_of(request).create(new.name, new.policy)
    made = {"id": row.project_id, "token": token.row.token_id, "policy": row.policy_version}
    await acts.note(request, "project.create", row.name, made)
    return {**_project(row), "token": token.secret, "token_id": token.row.token_id}


@router.get("")
async def everyone(request: Request) -> Projects:
    """The projects in use, each with its budgets."""
    return {"projects": [_listed(request, row) for row in await projects_of(request).everyone()]}


@router.get("/{ident}")
async def one(request: Request, ident: str) -> ProjectTold:
    """A project, by id or name, with its policy, tokens and budgets."""
    row, policy = await projects_of(request).policy(ident)
    tokens = await projects_of(request).tokens(ident)
    return {
        **_project(row),
        "policy": policy,
        "tokens": [_token(token) for token in tokens],
        "budgets": [budget_shape(reading) for reading in ledger_of(request).budgets(row.project_id)],
    }


@router.delete("/{ident}")
async def remove(request: Request, ident: str) -> ProjectRemoved:
    """Take a project out of use; its tokens end at once and its figures stay."""
    row = await projects_of(request).remove(ident)
    await acts.note(request, "project.remove", row.name, {"id": row.project_id})
    return {**_project(row), "removed": True}


@router.get("/{ident}/policy")
async def policy(request: Request, ident: str) -> PolicyText:
    """The policy in force."""
    return (await projects_of(request).policy(ident))[1]


@router.put("/{ident}/policy")
async def set_policy(request: Request, ident: str, text: Annotated[PolicyText, Body()]) -> PolicySet:
    """Give a project another policy; in force at once. Says what the fleet has no permitted deployment for."""
    row = await projects_of(request).find(ident)
    value = await projects_of(request).set_policy(ident, text)
    versions = {"before": row.policy_version, "after": value.version}
    await acts.note(request, "policy.set", row.name, versions)
    fleet = request.app.state.pipeline.fleet()
    return {
        "version": value.version,
        "policy": text,
        "warnings": warnings(value, fleet),
    }


@router.get("/{ident}/tokens")
async def tokens(request: Request, ident: str) -> Tokens:
    """All tokens of a project, never the secrets."""
    return {"tokens": [_token(token) for token in await projects_of(request).tokens(ident)]}


@router.post("/{ident}/tokens", status_code=201)
async def add_token(request: Request, ident: str, new: NewToken) -> TokenMade:
    """Another token; shown this once."""
    shown: Shown = await projects_of(request).add_token(ident, new.label, rate_of(new.rate))
    owner = {"project": shown.row.project_id, "label": shown.row.label}
    await acts.note(request, "token.add", shown.row.token_id, owner)
    return {**_token(shown.row), "token": shown.secret}


@router.put("/{ident}/tokens/{token_id}/rate")
async def limit(request: Request, ident: str, token_id: str, rate: Annotated[RateText, Body()]) -> TokenTold:
    """Give a token other limits of its own, in force at once; 0 for what its project gives each token."""
    row = await projects_of(request).limit_token(ident, token_id, rate_of(rate))
    await acts.note(request, "token.rate", f"{ident} {token_id}", rate.model_dump())
    return _token(row)


@router.delete("/{ident}/tokens/{token_id}")
async def revoke(request: Request, ident: str, token_id: str) -> TokenRevoked:
    """End a token for ever, at once."""
    await projects_of(request).revoke(ident, token_id)
    await acts.note(request, "token.revoke", token_id, {"project": ident})
    return {"id": token_id, "revoked": True}


def _project(row: ProjectRow) -> ProjectNamed:
    return {
        "id": row.project_id,
        "name": row.name,
        "policy_version": row.policy_version,
        "created_ms": row.created_ms,
    }


def _listed(request: Request, row: ProjectRow) -> ProjectLine:
    budgets = [budget_shape(reading) for reading in ledger_of(request).budgets(row.project_id)]
    return {**_project(row), "budgets": budgets}


def _token(row: TokenRow) -> TokenTold:
    return {
        "id": row.token_id,
        "label": row.label,
        "prefix": row.prefix,
        "created_ms": row.created_ms,
        "last_used_ms": row.last_used_ms,
        "revoked_ms": row.revoked_ms,
        "rate": RateText(
            requests_per_minute=row.requests_per_minute,
            tokens_per_minute=row.tokens_per_minute,
            concurrency=row.concurrency,
        ),
    }
