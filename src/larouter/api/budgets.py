"""The control API of budgets: what a project, or a part of what it does, may spend. Admin only."""

from typing import Literal, Self

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from larouter.account.reading import Reading
from larouter.account.windows import window, zone_of
from larouter.api.acts import note
from larouter.api.answers.projects import Budgets, BudgetTold, ThingRemoved
from larouter.api.caller import Admin
from larouter.api.parts import ledger_of, projects_of
from larouter.core.errors import BadRequest, NoSuchRoute
from larouter.core.money import MICRO_PER_USD, dollars, micro_usd
from larouter.core.tiers import Tier, tier_named
from larouter.store.budgets import BY_TAG, BY_TOKEN, THRESHOLDS, WHOLE_PROJECT, Budget

router = APIRouter(prefix="/api/projects", tags=["projects"], dependencies=[Admin])


class NewBudget(BaseModel):
    """A budget to set."""

    model_config = ConfigDict(extra="forbid")

    amount: float = Field(ge=0, le=1e9, description="USD for each window.")
    window: str = Field(
        "monthly",
        description="daily, weekly, monthly, total, a rolling window such as 24h or 7d, or request.",
    )
    hard: bool = Field(True, description="Whether requests that do not fit are refused.")
    scope: Literal["project", "token", "tag", "user", "session"] = Field(
        "project", description="What of the project it covers."
    )
    value: str = Field(
        "",
        max_length=200,
        description="Id of the token, the user, the session, or the tag as name=value. If unset (a tag's name "
        "alone), every token, user, session or value has the amount to itself.",
    )
    time_zone: str = Field("UTC", max_length=64, description="Where its calendar days begin.")
    tiers: tuple[str, ...] = Field((), description="Tiers that it covers; all if empty.")
    models: tuple[str, ...] = Field(
        (), max_length=50, description="Patterns of models, deployments or backends; all if empty."
    )
    thresholds: tuple[int, ...] = Field(
        THRESHOLDS, max_length=10, description="Per cent of the amount at which an alert is sent."
    )
    pressure: int = Field(
        0, ge=0, le=99, description="Per cent from which requests step down to cheaper tiers; 0 for never."
    )

    @field_validator("amount")
    @classmethod
    def _countable(cls, amount: float) -> float:
        if 0 < amount < 1 / MICRO_PER_USD:
            raise ValueError("the smallest amount is 0.000001 USD; 0 permits only what is free")
        return amount

    @field_validator("window")
    @classmethod
    def _window(cls, text: str) -> str:
        window(text, 0)
        return text

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, name: str) -> str:
        zone_of(name)
        return name

    @field_validator("tiers")
    @classmethod
    def _tiers(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if tier_named(name) is None:
                raise ValueError(f"{name!r} is not a tier; use {', '.join(tier.name for tier in Tier)}")
        return tuple(name.upper() for name in names)

    @field_validator("thresholds")
    @classmethod
    def _shares(cls, shares: tuple[int, ...]) -> tuple[int, ...]:
        if any(not 0 < share <= 1000 for share in shares):
            raise ValueError("thresholds are per cent of the amount, from 1 to 1000")
        return tuple(sorted(set(shares)))

    @field_validator("models")
    @classmethod
    def _patterns(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        if any(not 0 < len(pattern) <= 256 or "\n" in pattern for pattern in patterns):
            raise ValueError("a pattern has 1 to 256 signs on one line")
        return patterns

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.scope == "project" and self.value:
            raise ValueError("a budget for the whole project has no value; name a scope")
        if self.scope == "tag" and not self.value.partition("=")[0]:
            raise ValueError("name the tag in value, as name or name=value")
        return self

    def budget(self, project_id: str) -> Budget:
        """The budget, still without its id and its time."""
        scope, value = WHOLE_PROJECT, ""
        if self.scope == "token":
            scope, value = BY_TOKEN, self.value
        elif self.scope == "tag":
            scope, value = BY_TAG, self.value
        elif self.scope != "project":
            scope, value = BY_TAG, f"{self.scope}={self.value}" if self.value else self.scope
        return Budget(
            budget_id="",
            project_id=project_id,
            amount=micro_usd(str(self.amount)),
            period=self.window,
            hard=self.hard,
            created_ms=0,
            scope=scope,
            scope_value=value,
            time_zone=self.time_zone,
            tiers=tuple(sorted({Tier[name] for name in self.tiers})),
            models=tuple(sorted(set(self.models))),
            thresholds=self.thresholds,
            pressure=self.pressure,
        )


@router.get("/{ident}/budgets")
async def budgets(request: Request, ident: str) -> Budgets:
    """The budgets of a project, in the window of now."""
    row = await projects_of(request).find(ident)
    return _shown(request, row.project_id)


@router.put("/{ident}/budget")
async def set_budget(request: Request, ident: str, new: NewBudget) -> Budgets:
    """Add a budget, or change the one that covers the same in the same window; in force at once.

    Raises:
        BadRequest: It is for a token that the project does not have: it would cap nothing.
    """
    row = await projects_of(request).find(ident)
    if new.scope == "token" and new.value:
        of_project = await projects_of(request).tokens(ident)
        if all(token.token_id != new.value or token.revoked_ms for token in of_project):
            raise BadRequest(
                f"the project {row.name!r} has no token {new.value[:64]!r} in force; "
                f"`larouter projects token list {row.name}` shows their ids",
                param="value",
            )
    await ledger_of(request).set_budget(new.budget(row.project_id))
    await note(request, "budget.set", row.name, new.model_dump(mode="json", exclude_defaults=True))
    return _shown(request, row.project_id)


@router.delete("/{ident}/budgets/{budget_id}")
async def remove_budget(request: Request, ident: str, budget_id: str) -> ThingRemoved:
    """Take a budget out of force at once; what was spent stays in the ledger.

    Raises:
        NoSuchRoute: The project has no such budget.
    """
    row = await projects_of(request).find(ident)
    if not await ledger_of(request).remove_budget(row.project_id, budget_id):
        raise NoSuchRoute(f"the project {row.name!r} has no budget {budget_id[:64]!r}")
    await note(request, "budget.remove", row.name, {"budget": budget_id})
    return {"id": budget_id, "removed": True}


def budget_shape(reading: Reading) -> BudgetTold:
    """A budget as JSON; `subject` is the token or value that has this amount to itself."""
    budget = reading.budget
    return {
        "id": budget.budget_id,
        "amount_usd": dollars(budget.amount),
        "window": budget.period,
        "hard": budget.hard,
        "scope": budget.scope,
        "value": budget.scope_value,
        "subject": reading.subject,
        "time_zone": budget.time_zone,
        "tiers": [tier.name for tier in budget.tiers],
        "models": list(budget.models),
        "thresholds": list(budget.thresholds),
        "pressure": budget.pressure,
        "spent_usd": reading.spent / MICRO_PER_USD,
        "reserved_usd": reading.reserved / MICRO_PER_USD,
        "resets_ms": reading.resets_ms,
    }


def _shown(request: Request, project_id: str) -> Budgets:
    return {"budgets": [budget_shape(reading) for reading in ledger_of(request).budgets(project_id)]}
