"""Money set aside before an attempt and taken after it; each function is the whole of one transaction's work.

For every budget and window, `spent` is what the covered attempts of requests that came in this window have
cost, and `reserved` is the sum of its reservations. A hard budget never lets `spent + reserved` grow beyond
its amount.
"""

from dataclasses import replace

from larouter.account import crossings
from larouter.account.reading import Reading, Refusal
from larouter.account.windows import CALENDAR, Window, rolling_ms, window
from larouter.core.ledger import Attempt
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.store import attempts, balances, budgets, reservations
from larouter.store.attempts import Owner
from larouter.store.budgets import PER_REQUEST, Budget
from larouter.store.database import Connection
from larouter.store.reservations import Held

MOST_SUBJECTS = 100


def reserve(connection: Connection, held: Held) -> Refusal | None:
    """Set money aside under every budget that covers an attempt, or under none of them and say why."""
    covering = _covering(connection, held.owner, held.deployment, Tier(held.tier))
    readings = [_reading(connection, budget, subject, held.owner) for budget, subject in covering]
    for reading in readings:
        if reading.budget.hard and held.amount > reading.budget.amount - reading.spent - reading.reserved:
            return Refusal(reading, MicroUSD(held.amount), held.owner.at_ms)
    for reading in readings:
        budget_id, subject = reading.budget.budget_id, reading.subject
        reservations.add(connection, held, budget_id, subject, reading.start_ms)
        if reading.budget.period != PER_REQUEST:
            balances.move(connection, budget_id, subject, reading.start_ms, 0, held.amount)
    return None


def settle(connection: Connection, owner: Owner, attempt: Attempt, *, held: bool) -> bool:
    """Write an attempt down, give back what it held and take what it cost; False when it is there."""
    readings = []
    if attempt.cost:
        covering = _covering(connection, owner, attempt.deployment, attempt.tier)
        readings = [
            _reading(connection, budget, subject, owner)
            for budget, subject in covering
            if budget.period != PER_REQUEST
        ]
    if not attempts.add(connection, owner, attempt):
        return False
    if held and attempt.cost > (reserved := release(connection, owner, attempt.number)):
        crossings.note_excess(connection, owner, attempt, reserved)
    for reading in readings:
        balances.move(
            connection, reading.budget.budget_id, reading.subject, reading.start_ms, attempt.cost, 0
        )
        crossings.note(connection, reading, attempt.cost, owner.at_ms)
    return True


def release(connection: Connection, owner: Owner, number: int) -> int:
    """Give the reservation of an attempt back; how much it was, in micro-USD."""
    held = reservations.of_attempt(connection, owner.request_id, number)
    for budget_id, subject, piece_ms, amount in held:
        if balances.begun(connection, budget_id, subject):  # a cap for each request has no balance
            balances.move(connection, budget_id, subject, piece_ms, 0, -amount)
    if held:
        reservations.remove(connection, owner.request_id, number)
    return max((amount for *_, amount in held), default=0)


def put(connection: Connection, budget: Budget) -> Budget:
    """Add a budget, or change the one of the same project, scope, window, tiers and models; in force at once."""
    for known in budgets.of_project(connection, budget.project_id):
        if _same(known, budget):
            budgets.change(connection, known.budget_id, budget)
            return replace(budget, budget_id=known.budget_id, created_ms=known.created_ms)
    budgets.add(connection, budget)
    if budget.period != PER_REQUEST and not budget.is_each:
        _begin(connection, budget, "", window(budget.period, budget.created_ms, budget.time_zone))
    return budget


def readings(connection: Connection, now_ms: int) -> list[Reading]:
    """Every budget in force, in the window of now; only looks.

    A budget that everybody has to himself stands there once for each of those who have spent most.
    """
    found: list[Reading] = []
    for budget in budgets.in_force(connection):
        if budget.period == PER_REQUEST:
            found.append(Reading(budget, 0, None, 0, 0))
            continue
        if not budget.is_each:
            found.append(_look(connection, budget, "", now_ms))
            continue
        since_ms = window(budget.period, now_ms, budget.time_zone).since_ms
        names = balances.subjects(connection, budget.budget_id, since_ms, MOST_SUBJECTS)
        found += [_look(connection, budget, name, now_ms) for name in names]
    return found


def _same(known: Budget, wanted: Budget) -> bool:
    return (
        replace(
            wanted,
            budget_id=known.budget_id,
            amount=known.amount,
            hard=known.hard,
            created_ms=known.created_ms,
            thresholds=known.thresholds,
            pressure=known.pressure,
        )
        == known
    )


def _covering(connection: Connection, owner: Owner, deployment: str, tier: Tier) -> list[tuple[Budget, str]]:
    """The budgets under which an attempt counts, and in whose name."""
    found = []
    for budget in budgets.of_project(connection, owner.project_id):
        subject = budget.subject(owner)
        if subject is not None and budget.covers(deployment, tier):
            found.append((budget, subject))
    return found


def _reading(connection: Connection, budget: Budget, subject: str, owner: Owner) -> Reading:
    """The budget in the window of a request, whose balance begins here if it must."""
    if budget.period == PER_REQUEST:
        made = attempts.cost_of(connection, owner.at_ms, owner.request_id)
        spent = sum(cost for name, tier, cost in made if budget.covers(name, Tier(tier)))
        reserved = reservations.of_request(connection, owner.request_id, budget.budget_id)
        return Reading(budget, 0, None, spent, reserved)
    at = window(budget.period, owner.at_ms, budget.time_zone)
    if not _has_begun(connection, budget, subject, at):
        _begin(connection, budget, subject, at)
    return _look(connection, budget, subject, owner.at_ms)


def _look(connection: Connection, budget: Budget, subject: str, at_ms: int) -> Reading:
    at = window(budget.period, at_ms, budget.time_zone)
    spent, reserved, first_ms = balances.of(connection, budget.budget_id, subject, at.since_ms, at.last_ms)
    resets_ms = at.resets_ms
    if first_ms is None and not _has_begun(connection, budget, subject, at):
        spent = sum(_spent_before(connection, budget, subject, at).values())
    elif first_ms is not None and budget.period not in CALENDAR:
        resets_ms = first_ms + (at.ends_ms - at.piece_ms) + rolling_ms(budget.period)
    return Reading(budget, at.piece_ms, resets_ms, spent, reserved, subject)


def _has_begun(connection: Connection, budget: Budget, subject: str, at: Window) -> bool:
    if budget.period not in CALENDAR:
        return balances.begun(connection, budget.budget_id, subject)
    first_ms = balances.of(connection, budget.budget_id, subject, at.piece_ms, at.piece_ms)[2]
    return first_ms is not None


def _begin(connection: Connection, budget: Budget, subject: str, at: Window) -> None:
    """Begin a balance with what has been spent already."""
    balances.move(connection, budget.budget_id, subject, at.piece_ms, 0, 0)
    for piece_ms, spent in _spent_before(connection, budget, subject, at).items():
        balances.move(connection, budget.budget_id, subject, piece_ms, spent, 0)


def _spent_before(connection: Connection, budget: Budget, subject: str, at: Window) -> dict[int, int]:
    """What the ledger says of a window, by piece."""
    token, name, value = "", "", ""
    if budget.scope == budgets.BY_TOKEN:
        token = budget.scope_value or subject
    elif budget.scope == budgets.BY_TAG:
        name, _, value = budget.scope_value.partition("=")
        value = value or subject
    sums: dict[int, int] = {}
    rows = attempts.spent(
        connection, budget.project_id, (at.since_ms, max(at.last_ms, at.ends_ms)), (token, name, value)
    )
    for at_ms, deployment, tier, cost in rows:
        if budget.covers(deployment, Tier(tier)):
            piece = window(budget.period, at_ms, budget.time_zone).piece_ms
            sums[piece] = sums.get(piece, 0) + cost
    return sums
