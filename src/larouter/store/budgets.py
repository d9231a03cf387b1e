"""Budgets: what a project may spend in a window of time."""

from dataclasses import dataclass
from typing import Literal

from larouter.core.money import MicroUSD
from larouter.store import revisions
from larouter.store.database import Connection

Period = Literal["daily", "weekly", "monthly", "total"]
WHOLE_PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Budget:
    """A row of `budgets`.

    Attributes:
        budget_id: `bud_…`.
        project_id: Whose it is.
        amount: In micro-USD, for one window.
        period: The calendar window, UTC; `total` never starts anew.
        hard: Whether it refuses; a soft one only counts.
        created_ms: In ms since 1970.
        scope: What of the project it covers: `project` for everything.
        scope_value: The token, tag, user or session that it covers; empty for everything.
    """

    budget_id: str
    project_id: str
    amount: MicroUSD
    period: Period
    hard: bool
    created_ms: int
    scope: str = WHOLE_PROJECT
    scope_value: str = ""


def add(connection: Connection, budget: Budget) -> None:
    """Add a budget."""
    connection.execute(
        "INSERT INTO budgets (budget_id, project_id, scope, scope_value, amount, period, hard, "
        "created_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            budget.budget_id,
            budget.project_id,
            budget.scope,
            budget.scope_value,
            budget.amount,
            budget.period,
            int(budget.hard),
            budget.created_ms,
        ),
    )
    revisions.bump(connection, revisions.BUDGETS)


def change(connection: Connection, budget_id: str, amount: MicroUSD, *, hard: bool) -> bool:
    """Give a budget another amount, in force from the next reservation on; False when there is none."""
    changed = connection.execute(
        "UPDATE budgets SET amount = ?, hard = ? WHERE budget_id = ? AND removed_ms IS NULL",
        (amount, int(hard), budget_id),
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
        "SELECT budget_id, project_id, amount, period, hard, created_ms, scope, scope_value FROM budgets "
        "WHERE removed_ms IS NULL ORDER BY budget_id"
    )
    return [_budget(*row) for row in rows]


def of_project(connection: Connection, project_id: str) -> list[Budget]:
    """The budgets in force of a project."""
    rows = connection.execute(
        "SELECT budget_id, project_id, amount, period, hard, created_ms, scope, scope_value FROM budgets "
        "WHERE project_id = ? AND removed_ms IS NULL ORDER BY budget_id",
        (project_id,),
    )
    return [_budget(*row) for row in rows]


def _budget(  # noqa: PLR0913, PLR0917 - the columns of the table, in their order
    budget_id: str,
    project_id: str,
    amount: int,
    period: Period,
    hard: int,
    created_ms: int,
    scope: str,
    scope_value: str,
) -> Budget:
    return Budget(budget_id, project_id, MicroUSD(amount), period, bool(hard), created_ms, scope, scope_value)
