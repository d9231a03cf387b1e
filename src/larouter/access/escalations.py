"""How often answers may be replaced by dearer ones: in a project, and for each of its tokens.

Somebody could try to force it. By GCRA, as requests are counted (`rate.py`); the clock is an argument.
"""

MINUTE = 60.0
_MOST_KEPT = 10_000


class Escalations:
    """Lets escalations through at the rates of a policy."""

    def __init__(self) -> None:
        self._due: dict[str, float] = {}

    def take(self, project_id: str, token_id: str, per_minute: tuple[int, int], now: float) -> bool:
        """Whether one more is within both rates; if so it is counted.

        Args:
            project_id: Whose request it is.
            token_id: Which token was shown.
            per_minute: Of the project, and of one of its tokens.
            now: Seconds of a clock that only goes forward.
        """
        if len(self._due) > _MOST_KEPT:
            self._due = {key: due for key, due in self._due.items() if due > now}
        wanted = [(f"project {project_id}", per_minute[0]), (f"token {token_id}", per_minute[1])]
        due = [(key, self._next(key, rate, now)) for key, rate in wanted]
        if any(moment is None for _, moment in due):
            return False
        self._due.update({key: moment for key, moment in due if moment is not None})
        return True

    def _next(self, key: str, rate: int, now: float) -> float | None:
        """When the next one would be due after this, or None when this one comes too early."""
        if not rate:
            return None
        due = max(self._due.get(key, 0.0), now) + MINUTE / rate
        return due if due - now <= MINUTE + 1e-9 else None
