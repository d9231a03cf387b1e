"""What is left of the budgets, from memory: close to the truth, for decisions; the database alone refuses."""

from collections.abc import Iterable

from larouter.account.budgets import Reading
from larouter.account.windows import window


class Caps:
    """The budgets in force and, roughly, what is left of them in the window of now."""

    def __init__(self) -> None:
        self._readings: dict[str, dict[str, Reading]] = {}

    def load(self, readings: Iterable[Reading]) -> None:
        """Replace everything by what the database says."""
        fresh: dict[str, dict[str, Reading]] = {}
        for reading in readings:
            fresh.setdefault(reading.budget.project_id, {})[reading.budget.budget_id] = reading
        self._readings = fresh

    @property
    def any(self) -> bool:
        """Whether there is any budget at all."""
        return bool(self._readings)

    def cover(self, project_id: str) -> bool:
        """Whether any budget covers a project."""
        return project_id in self._readings

    def learn(self, seen: Reading) -> None:
        """Take over what the database has just said of one budget."""
        of_project = self._readings.get(seen.budget.project_id, {})
        known = of_project.get(seen.budget.budget_id)
        if known is not None and known.start_ms <= seen.start_ms:
            of_project[seen.budget.budget_id] = seen

    def move(self, project_id: str, spent: int, reserved: int) -> None:
        """Add to what a project has spent and reserved; negative amounts take away."""
        for budget_id, reading in (of_project := self._readings.get(project_id, {})).items():
            of_project[budget_id] = _moved(reading, spent, reserved)

    def remaining(self, project_id: str, now_ms: int) -> int | None:
        """Micro-USD that the tightest hard budget leaves, or None when there is no hard budget."""
        readings = self._readings.get(project_id)
        if readings is None:
            return None
        left = [reading.left for reading in self.now(project_id, now_ms) if reading.budget.hard]
        return min(left) if left else None

    def now(self, project_id: str, now_ms: int) -> list[Reading]:
        """The budgets of a project in the window of now."""
        return [_renewed(reading, now_ms) for reading in self._readings.get(project_id, {}).values()]

    def all_now(self, now_ms: int) -> list[Reading]:
        """The budgets of all projects in the window of now."""
        return [reading for project_id in self._readings for reading in self.now(project_id, now_ms)]


def _moved(reading: Reading, spent: int, reserved: int) -> Reading:
    return Reading(
        reading.budget,
        reading.start_ms,
        reading.resets_ms,
        reading.spent + spent,
        max(0, reading.reserved + reserved),
    )


def _renewed(reading: Reading, now_ms: int) -> Reading:
    if reading.resets_ms is None or now_ms < reading.resets_ms:
        return reading
    start_ms, resets_ms = window(reading.budget.period, now_ms)
    return Reading(reading.budget, start_ms, resets_ms, 0, 0)
