"""A budget in one of its windows, and the refusal when it leaves no room."""

from dataclasses import dataclass
from datetime import UTC, datetime

from larouter.account.windows import CALENDAR
from larouter.core.errors import OverBudget
from larouter.core.money import MICRO_PER_USD, MicroUSD
from larouter.store.budgets import PER_REQUEST, Budget


@dataclass(frozen=True, slots=True)
class Reading:
    """A budget in one of its windows.

    Attributes:
        budget: The budget.
        start_ms: When the piece of time under which it is booked began, in ms since 1970.
        resets_ms: When the next window begins, or room begins to come back to a rolling one; None for never.
        spent: Micro-USD.
        reserved: Micro-USD.
        subject: The token or the value of a tag that has this amount to itself; empty when it is shared.
    """

    budget: Budget
    start_ms: int
    resets_ms: int | None
    spent: int
    reserved: int
    subject: str = ""

    @property
    def starts_anew(self) -> str:
        """When it does, as a sentence."""
        if self.budget.period == PER_REQUEST:
            return "It holds for every request."
        if self.resets_ms is None:
            return "It never starts anew; ask the operator to raise it."
        if self.budget.period in CALENDAR:
            return f"It starts anew at {moment(self.resets_ms)}."
        return f"Room begins to come back at {moment(self.resets_ms)}."

    @property
    def left(self) -> int:
        """What may still be reserved, in micro-USD; never negative."""
        return max(0, self.budget.amount - self.spent - self.reserved)

    @property
    def used(self) -> int:
        """What is spent and set aside, in whole per cent of the amount; 100 when the amount is nothing."""
        amount = self.budget.amount
        return 100 * (self.spent + self.reserved) // amount if amount else 100


@dataclass(frozen=True, slots=True)
class Refusal:
    """A hard budget that leaves no room for an attempt at a moment (ms since 1970)."""

    reading: Reading
    worst_case: MicroUSD
    at_ms: int = 0

    def error(self) -> OverBudget:
        """The refusal for whoever asked: which budget, what is left, when it starts anew, what to do."""
        reading = self.reading
        error = OverBudget(
            f"{_named(reading)} has {usd(reading.left)} USD left, and this request may cost "
            f"{usd(self.worst_case)} USD. {reading.starts_anew} A smaller max_tokens or a cheaper model may fit."
        )
        if reading.resets_ms is not None and self.at_ms:
            error.retry_after = max(1.0, (reading.resets_ms - self.at_ms) / 1000)
        return error


def _named(reading: Reading) -> str:
    budget = reading.budget
    if budget.period == PER_REQUEST:
        return f"The cap {budget.budget_id} of {usd(budget.amount)} USD for each request"
    of = f" of {budget.scope_value or budget.scope} {reading.subject[:64]!r}" if reading.subject else ""
    return f"The {budget.period} budget {budget.budget_id}{of} of {usd(budget.amount)} USD"


def usd(amount: int) -> str:
    """Micro-USD as dollars with all their digits."""
    whole, micro = divmod(amount, MICRO_PER_USD)
    return f"{whole}.{micro:06d}"


def moment(at_ms: int) -> str:
    """A moment as people and machines read it, in UTC."""
    return datetime.fromtimestamp(at_ms / 1000, tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
