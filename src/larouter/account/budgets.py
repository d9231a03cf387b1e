"""Money set aside before an attempt and taken after it; each function is the whole of one transaction's work.

For every budget and window, `spent` is what the project's requests that came in this window have cost, and
`reserved` is the sum of its reservations. A hard budget never lets `spent + reserved` grow beyond its
amount.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from larouter.account.windows import window
from larouter.core.errors import OverBudget
from larouter.core.ledger import Attempt
from larouter.core.money import MICRO_PER_USD, MicroUSD
from larouter.store import attempts, balances, budgets, reservations
from larouter.store.attempts import Owner
from larouter.store.budgets import Budget
from larouter.store.database import Connection
from larouter.store.reservations import Held

_NEVER_MS = 1 << 62


@dataclass(frozen=True, slots=True)
class Reading:
    """A budget in one of its windows.

    Attributes:
        budget: The budget.
        start_ms: When the window began, in ms since 1970.
        resets_ms: When the next one begins, or None for never.
        spent: Micro-USD.
        reserved: Micro-USD.
    """

    budget: Budget
    start_ms: int
    resets_ms: int | None
    spent: int
    reserved: int

    @property
    def starts_anew(self) -> str:
        """When it does, as a sentence."""
        if self.resets_ms is None:
            return "It never starts anew; ask the operator to raise it."
        return f"It starts anew at {_moment(self.resets_ms)}."

    @property
    def left(self) -> int:
        """What may still be reserved, in micro-USD; never negative."""
        return max(0, self.budget.amount - self.spent - self.reserved)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A hard budget that leaves no room for an attempt."""

    reading: Reading
    worst_case: MicroUSD

    def error(self) -> OverBudget:
        """The refusal for whoever asked: which budget, what is left, when it starts anew, what to do."""
        reading = self.reading
        budget = reading.budget
        return OverBudget(
            f"The {budget.period} budget {budget.budget_id} of {_usd(budget.amount)} USD has "
            f"{_usd(MicroUSD(reading.left))} USD left, and this request may cost {_usd(self.worst_case)} "
            f"USD. {reading.starts_anew} A smaller max_tokens or a cheaper model may fit."
        )


def reserve(connection: Connection, held: Held) -> Refusal | None:
    """Set money aside under every budget that covers an attempt, or under none of them and say why."""
    readings = [_reading(connection, budget, held.owner) for budget in _covering(connection, held.owner)]
    for reading in readings:
        if reading.budget.hard and held.amount > reading.budget.amount - reading.spent - reading.reserved:
            return Refusal(reading, MicroUSD(held.amount))
    for reading in readings:
        budget_id = reading.budget.budget_id
        reservations.add(connection, held, budget_id, reading.start_ms)
        balances.move(connection, budget_id, reading.start_ms, 0, held.amount)
    return None


def settle(connection: Connection, owner: Owner, attempt: Attempt, *, held: bool) -> bool:
    """Write an attempt down, give back what it held and take what it cost; False when it is there."""
    readings = (
        [_reading(connection, budget, owner) for budget in _covering(connection, owner)]
        if attempt.cost
        else []
    )
    if not attempts.add(connection, owner, attempt):
        return False
    if held:
        release(connection, owner, attempt.number)
    for reading in readings:
        balances.move(connection, reading.budget.budget_id, reading.start_ms, attempt.cost, 0)
    return True


def release(connection: Connection, owner: Owner, number: int) -> None:
    """Give the reservation of an attempt back."""
    held = reservations.of_attempt(connection, owner.request_id, number)
    for budget_id, start_ms, amount in held:
        balances.move(connection, budget_id, start_ms, 0, -amount)
    if held:
        reservations.remove(connection, owner.request_id, number)


def put(connection: Connection, budget: Budget) -> Budget:
    """Add a budget, or change the one of the same project, scope and window."""
    wanted = (budget.scope, budget.scope_value, budget.period)
    for known in budgets.of_project(connection, budget.project_id):
        if (known.scope, known.scope_value, known.period) == wanted:
            budgets.change(connection, known.budget_id, budget.amount, hard=budget.hard)
            return next(
                changed
                for changed in budgets.of_project(connection, budget.project_id)
                if changed.budget_id == known.budget_id
            )
    budgets.add(connection, budget)
    return budget


def readings(connection: Connection, now_ms: int) -> list[Reading]:
    """Every budget in force, in the window of now; only looks."""
    return [_look(connection, budget, now_ms) for budget in budgets.in_force(connection)]


def _covering(connection: Connection, owner: Owner) -> list[Budget]:
    return [
        budget
        for budget in budgets.of_project(connection, owner.project_id)
        if budget.scope == budgets.WHOLE_PROJECT
    ]


def _reading(connection: Connection, budget: Budget, owner: Owner) -> Reading:
    """The budget in the window of a request, whose balance begins here if it must."""
    reading = _look(connection, budget, owner.at_ms)
    if balances.of(connection, budget.budget_id, reading.start_ms) is None:
        balances.start(connection, budget.budget_id, reading.start_ms, reading.spent)
    return reading


def _look(connection: Connection, budget: Budget, at_ms: int) -> Reading:
    start_ms, resets_ms = window(budget.period, at_ms)
    balance = balances.of(connection, budget.budget_id, start_ms)
    if balance is None:
        until_ms = _NEVER_MS if resets_ms is None else resets_ms
        balance = attempts.spent(connection, budget.project_id, start_ms, until_ms), 0
    return Reading(budget, start_ms, resets_ms, *balance)


def _usd(amount: MicroUSD) -> str:
    whole, micro = divmod(amount, MICRO_PER_USD)
    return f"{whole}.{micro:06d}"


def _moment(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
