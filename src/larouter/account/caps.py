"""What is left of the budgets, from memory: close to the truth, for decisions; the database alone refuses."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from larouter.account.reading import Reading
from larouter.account.windows import CALENDAR, window
from larouter.core.features import Cap
from larouter.core.tiers import Tier
from larouter.store.attempts import Owner
from larouter.store.budgets import PER_REQUEST, SESSION, Budget

MOST_REMEMBERED = 10_000
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Means:
    """What a request may cost, as far as memory tells.

    Attributes:
        remaining: Micro-USD that the tightest hard budget leaves, or None when none covers everything.
        caps: Budgets that cover some tiers or models only, or step requests down as they are used up.
    """

    remaining: int | None = None
    caps: tuple[Cap, ...] = ()


NO_LIMIT = Means()


class Caps:
    """The budgets in force and, roughly, what is left of them in the window of now."""

    def __init__(self) -> None:
        self._budgets: dict[str, list[Budget]] = {}
        self._readings: dict[Key, Reading] = {}

    def load(self, readings: Iterable[Reading], budgets: Iterable[Budget] = ()) -> None:
        """Replace everything by what the database says; what was learned of tokens and tags stays."""
        known = list(readings)
        in_force = {budget.budget_id: budget for budget in budgets} | {
            reading.budget.budget_id: reading.budget for reading in known
        }
        fresh = {(it.budget.budget_id, it.subject): it for it in known}
        for key, reading in self._readings.items():
            budget = in_force.get(key[0])
            if budget is not None and key not in fresh and budget.is_each:
                fresh[key] = replace(reading, budget=budget)
        by_project: dict[str, list[Budget]] = {}
        for budget in in_force.values():
            by_project.setdefault(budget.project_id, []).append(budget)
        self._budgets, self._readings = by_project, fresh

    @property
    def any(self) -> bool:
        """Whether there is any budget at all."""
        return bool(self._budgets)

    def cover(self, project_id: str) -> bool:
        """Whether a project has any budget."""
        return project_id in self._budgets

    def cover_request(self, owner: Owner) -> bool:
        """Whether any budget covers a request."""
        return any(budget.subject(owner) is not None for budget in self._budgets.get(owner.project_id, ()))

    def wants_session(self, project_id: str) -> bool:
        """Whether it matters to which conversation a request of a project belongs."""
        budgets = self._budgets.get(project_id)
        return budgets is not None and any(
            budget.scope_value.partition("=")[0] == SESSION for budget in budgets
        )

    def learn(self, seen: Reading) -> None:
        """Take over what the database has just said of one budget."""
        budget = seen.budget
        if budget.period == PER_REQUEST or all(
            known.budget_id != budget.budget_id for known in self._budgets.get(budget.project_id, ())
        ):
            return
        known = self._readings.get((budget.budget_id, seen.subject))
        if known is None or known.start_ms <= seen.start_ms:
            self._keep(seen)

    def move(self, owner: Owner, what: tuple[str, Tier], spent: int, reserved: int) -> None:
        """Add to what the budgets have spent and reserved that cover an attempt; negative amounts take away.

        Args:
            owner: The request.
            what: The deployment, and the tier as which it answers.
            spent: Micro-USD.
            reserved: Micro-USD.
        """
        for budget in self._budgets.get(owner.project_id, ()):
            subject = budget.subject(owner)
            if subject is None or budget.period == PER_REQUEST or not budget.covers(*what):
                continue
            reading = self._readings.get((budget.budget_id, subject)) or _empty(budget, subject, owner.at_ms)
            self._keep(
                replace(
                    reading,
                    spent=reading.spent + spent,
                    reserved=max(0, reading.reserved + reserved),
                )
            )

    def means(self, owner: Owner, now_ms: int) -> Means:
        """What a request may cost."""
        budgets = self._budgets.get(owner.project_id)
        if budgets is None:
            return NO_LIMIT
        remaining: int | None = None
        caps = []
        for reading in self._of(owner, budgets, now_ms):
            budget = reading.budget
            if budget.tiers or budget.models or budget.pressure:
                caps.append(_cap(reading))
            if budget.hard and not (budget.tiers or budget.models):
                remaining = reading.left if remaining is None else min(remaining, reading.left)
        return Means(remaining, tuple(caps))

    def of_request(self, owner: Owner, now_ms: int) -> list[Reading]:
        """The budgets that cover a request, in the window of now."""
        return self._of(owner, self._budgets.get(owner.project_id, ()), now_ms)

    def now(self, project_id: str, now_ms: int) -> list[Reading]:
        """The budgets of a project in the window of now; of one that many have to themselves, all that are known."""
        found = []
        for budget in self._budgets.get(project_id, ()):
            known = [it for (ident, _), it in self._readings.items() if ident == budget.budget_id]
            found += known or [_empty(budget, "", now_ms)]
        return [_renewed(reading, now_ms) for reading in found]

    def all_now(self, now_ms: int) -> list[Reading]:
        """The budgets of all projects in the window of now."""
        return [reading for project_id in self._budgets for reading in self.now(project_id, now_ms)]

    def _of(self, owner: Owner, budgets: Iterable[Budget], now_ms: int) -> list[Reading]:
        found = []
        for budget in budgets:
            subject = budget.subject(owner)
            if subject is not None:
                known = self._readings.get((budget.budget_id, subject))
                found.append(_renewed(known, now_ms) if known else _empty(budget, subject, now_ms))
        return found

    def _keep(self, reading: Reading) -> None:
        if len(self._readings) >= MOST_REMEMBERED:
            self._readings = {key: it for key, it in self._readings.items() if not it.budget.is_each}
        self._readings[reading.budget.budget_id, reading.subject] = reading


def _cap(reading: Reading) -> Cap:
    budget = reading.budget
    return Cap(
        budget=budget.budget_id,
        left=reading.left if budget.hard else None,
        tiers=budget.tiers,
        models=budget.models,
        used=reading.used,
        pressure=budget.pressure,
    )


def _empty(budget: Budget, subject: str, at_ms: int) -> Reading:
    at = window(budget.period, at_ms, budget.time_zone)
    return Reading(budget, at.piece_ms, at.resets_ms, 0, 0, subject)


def _renewed(reading: Reading, now_ms: int) -> Reading:
    """The reading in the window of now; of a rolling window, nothing is believed once part of it has passed."""
    if reading.resets_ms is None or now_ms < reading.resets_ms:
        return reading
    fresh = _empty(reading.budget, reading.subject, now_ms)
    return fresh if reading.budget.period in CALENDAR else replace(fresh, reserved=reading.reserved)
