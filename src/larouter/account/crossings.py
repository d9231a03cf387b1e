"""A budget passes one of its thresholds: written down once, in the transaction that makes it pass."""

import msgspec

from larouter.account.reading import Reading
from larouter.account.windows import CALENDAR, rolling_ms
from larouter.core.money import MICRO_PER_USD
from larouter.store import alerts
from larouter.store.database import Connection


def note(connection: Connection, before: Reading, cost: int, at_ms: int) -> None:
    """Write an alert down for every threshold between what was spent before and with this cost.

    The same threshold is told of once in a window; of a rolling one, once in every stretch of its length.
    """
    budget, spent = before.budget, before.spent
    for share in budget.thresholds:
        if spent * 100 < share * budget.amount <= (spent + cost) * 100:
            epoch = (
                before.start_ms
                if budget.period in CALENDAR
                else at_ms // rolling_ms(budget.period) * rolling_ms(budget.period)
            )
            ident = f"{budget.budget_id}/{before.subject}/{epoch}/{share}"
            alerts.add(connection, ident, at_ms, budget.project_id, _body(before, spent + cost, share))


def _body(before: Reading, spent: int, share: int) -> str:
    budget = before.budget
    return msgspec.json.encode(
        {
            "kind": "budget",
            "budget": budget.budget_id,
            "window": budget.period,
            "subject": before.subject,
            "hard": budget.hard,
            "threshold": share,
            "amount_usd": budget.amount / MICRO_PER_USD,
            "spent_usd": spent / MICRO_PER_USD,
        }
    ).decode()
