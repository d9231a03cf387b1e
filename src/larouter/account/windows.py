"""Calendar windows of budgets, in UTC; weeks begin on Monday."""

from datetime import UTC, datetime, timedelta

from larouter.store.budgets import Period

_DAY_MS = 86_400_000
_MONDAY_MS = 4 * _DAY_MS  # 1970-01-05 was a Monday


def window(period: Period, at_ms: int) -> tuple[int, int | None]:
    """Start of the window that holds a moment, and of the next one, in ms since 1970; None for never."""
    if period == "total":
        return 0, None
    if period == "daily":
        start = at_ms // _DAY_MS * _DAY_MS
        return start, start + _DAY_MS
    if period == "weekly":
        start = (at_ms - _MONDAY_MS) // (7 * _DAY_MS) * (7 * _DAY_MS) + _MONDAY_MS
        return start, start + 7 * _DAY_MS
    first = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at_ms)
    first = first.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    following = (first + timedelta(days=32)).replace(day=1)
    return _ms(first), _ms(following)


def _ms(moment: datetime) -> int:
    return int(moment.timestamp()) * 1000
