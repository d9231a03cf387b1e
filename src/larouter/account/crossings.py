"""What a budget has to be warned of: written down once, in the transaction that makes it so."""

import msgspec

from larouter.account.reading import Reading
from larouter.account.windows import CALENDAR, rolling_ms
from larouter.core.ledger import Attempt
from larouter.core.money import MICRO_PER_USD
from larouter.store import alerts
from larouter.store.attempts import Owner
from larouter.store.database import Connection

DAY_MS = 86_400_000


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


def note_excess(connection: Connection, owner: Owner, attempt: Attempt, reserved: int) -> None:
    """Write an alert down because an attempt cost more than was set aside for it, so that it may have passed a cap.

    It is charged truthfully all the same. A deployment is told of once a day; the requests beyond are found by cost.

    Args:
        connection: Inside a transaction.
        owner: Whose request.
        attempt: What it cost, and who answered.
        reserved: Micro-USD that were set aside.
    """
    day = owner.at_ms // DAY_MS
    body = {
        "kind": "excess",
        "request": owner.request_id,
        "deployment": attempt.deployment,
        "model": attempt.model,
        "output_tokens": attempt.usage.output_tokens,
        "reserved_usd": reserved / MICRO_PER_USD,
        "cost_usd": attempt.cost / MICRO_PER_USD,
        "excess_usd": (attempt.cost - reserved) / MICRO_PER_USD,
    }
    ident = f"excess/{owner.project_id}/{attempt.deployment}/{day}"
    alerts.add(connection, ident, owner.at_ms, owner.project_id, msgspec.json.encode(body).decode())


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
