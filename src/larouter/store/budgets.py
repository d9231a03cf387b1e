"""Budgets: what a project, or a part of what it does, may spend in a window of time."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from larouter.core.ids import pseudonym
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.store import revisions
from larouter.store.attempts import Owner
from larouter.store.database import Connection

WHOLE_PROJECT = "project"
BY_TOKEN = "token"  # noqa: S105 - a scope
BY_TAG = "tag"
USER = "user"
SESSION = "session"
PER_REQUEST = "request"
THRESHOLDS = (50, 80, 100)
_COLUMNS = (
    "budget_id, project_id, amount, period, hard, created_ms, scope, scope_value, time_zone, tiers, models, "
    "thresholds, pressure"
)


@dataclass(frozen=True, slots=True)
class Budget:
    """A row of `budgets`.

    Attributes:
        budget_id: `bud_…`.
        project_id: Whose it is.
        amount: In micro-USD, for one window.
        period: `daily`, `weekly`, `monthly`, `total`, a rolling window such as `24h` or `7d`, or `request`.
        hard: Whether it refuses; a soft one only counts.
        created_ms: In ms since 1970.
        scope: What of the project it covers: `project` for everything, `token` or `tag`.
        scope_value: A token's id, or a tag as `name=value`. With no token, or a tag's name alone, every token
            or value has the amount to itself. End users and sessions are the tags `user` and `session`.
        time_zone: Where its calendar days begin at midnight.
        tiers: The tiers it covers; empty for all.
        models: Patterns of models, deployments or backends that it covers; empty for all.
        thresholds: Per cent of the amount at which somebody is told.
        pressure: Per cent from which requests step down to cheaper tiers; 0 for never.
    """

    budget_id: str
    project_id: str
    amount: MicroUSD
    period: str
    hard: bool
    created_ms: int
    scope: str = WHOLE_PROJECT
    scope_value: str = ""
    time_zone: str = "UTC"
    tiers: tuple[Tier, ...] = ()
    models: tuple[str, ...] = ()
    thresholds: tuple[int, ...] = THRESHOLDS
    pressure: int = 0

    @property
    def is_each(self) -> bool:
        """Whether every token or every value of a tag has the amount to itself."""
        return (self.scope == BY_TAG and "=" not in self.scope_value) or (
            self.scope == BY_TOKEN and not self.scope_value
        )

    def subject(self, owner: Owner) -> str | None:
        """Under whose name a request counts: empty for a shared amount; None when it is not covered."""
        if self.scope == WHOLE_PROJECT:
            return ""
        if self.scope == BY_TOKEN:
            return (
                owner.token_id if not self.scope_value else "" if self.scope_value == owner.token_id else None
            )
        name, single, wanted = self.scope_value.partition("=")
        found = next((value for key, value in owner.tags if key == name), None)
        if found is None or not single:
            return found
        if found == wanted or (name == USER and found == pseudonym(wanted)):
            return ""
        return None

    def covers(self, deployment: str, tier: Tier) -> bool:
        """Whether an attempt at a deployment (`backend/model`) that answers as a tier counts."""
        if self.tiers and tier not in self.tiers:
            return False
        return not self.models or names_one(self.models, deployment)


def names_one(patterns: tuple[str, ...], deployment: str) -> bool:
    """Whether a pattern (`*` and `?`) names a deployment, its model or its backend."""
    backend, _, model = deployment.partition("/")
    return any([fnmatchcase(name, pattern) for pattern in patterns for name in (model, deployment, backend)])


def add(connection: Connection, budget: Budget) -> None:
    """Add a budget."""
    connection.execute(
        "INSERT INTO budgets (budget_id, project_id, amount, period, hard, created_ms, scope, scope_value, "
        "time_zone, tiers, models, thresholds, pressure) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            budget.budget_id,
            budget.project_id,
            budget.amount,
            budget.period,
            int(budget.hard),
            budget.created_ms,
            budget.scope,
            budget.scope_value,
            budget.time_zone,
            _tiers(budget),
            "\n".join(budget.models),
            _thresholds(budget),
            budget.pressure,
        ),
    )
    revisions.bump(connection, revisions.BUDGETS)


def change(connection: Connection, budget_id: str, to: Budget) -> bool:
    """Give a budget the amount, kind, thresholds and pressure of another, in force from the next reservation on.

    False when there is none of that id.
    """
    changed = connection.execute(
        "UPDATE budgets SET amount = ?, hard = ?, thresholds = ?, pressure = ? "
        "WHERE budget_id = ? AND removed_ms IS NULL",
        (to.amount, int(to.hard), _thresholds(to), to.pressure, budget_id),
    ).rowcount
    if changed:
        revisions.bump(connection, revisions.BUDGETS)
    return changed > 0


def remove(connection: Connection, budget_id: str, now_ms: int) -> bool:
    """Take a budget out of force; False when there is no such budget."""
    changed = connection.execute(
        "UPDATE budgets SET removed_ms = ? WHERE budget_id = ? AND removed_ms IS NULL", (now_ms, budget_id)
    ).rowcount
    if changed:
        revisions.bump(connection, revisions.BUDGETS)
    return changed > 0


def in_force(connection: Connection) -> list[Budget]:
    """All budgets in force."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM budgets WHERE removed_ms IS NULL ORDER BY budget_id"  # noqa: S608 - fixed
    )
    return [_budget(*row) for row in rows]


def of_project(connection: Connection, project_id: str) -> list[Budget]:
    """The budgets in force of a project."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM budgets "  # noqa: S608 - fixed
        "WHERE project_id = ? AND removed_ms IS NULL ORDER BY budget_id",
        (project_id,),
    )
    return [_budget(*row) for row in rows]


def _tiers(budget: Budget) -> str:
    return ",".join(tier.name for tier in budget.tiers)


def _thresholds(budget: Budget) -> str:
    return ",".join(str(share) for share in budget.thresholds)


def _budget(  # noqa: PLR0913, PLR0917 - the columns of the table, in their order
    budget_id: str,
    project_id: str,
    amount: int,
    period: str,
    hard: int,
    created_ms: int,
    scope: str,
    scope_value: str,
    time_zone: str,
    tiers: str,
    models: str,
    thresholds: str,
    pressure: int,
) -> Budget:
    return Budget(
        budget_id,
        project_id,
        MicroUSD(amount),
        period,
        bool(hard),
        created_ms,
        scope,
        scope_value,
        time_zone,
        tuple(Tier[name] for name in tiers.split(",") if name),
        tuple(models.split("\n")) if models else (),
        tuple(int(share) for share in thresholds.split(",") if share),
        pressure,
    )
