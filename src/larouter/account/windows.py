"""Windows of budgets: calendar days, weeks (from Monday) and months of a time zone, or rolling ones.

A rolling window is counted in slices. The slice that has only partly left it still counts whole, so that
never more than the amount is spent in any stretch of that length.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

from larouter.store.budgets import PER_REQUEST

CALENDAR = ("daily", "weekly", "monthly", "total")
SLICES = 48
_DAY_MS = 86_400_000
_HOUR_MS = 3_600_000
_LONGEST_MS = 366 * _DAY_MS
_MONDAY_MS = 4 * _DAY_MS  # 1970-01-05 was a Monday
_ROLLING = re.compile(r"([1-9][0-9]{0,3})([hd])")
_NEVER_MS = 1 << 62


@dataclass(frozen=True, slots=True)
class Window:
    """Where a moment stands in the time of a budget; ms since 1970.

    Attributes:
        piece_ms: The beginning of the piece of time under which it is booked.
        since_ms: The beginning of the first piece that counts together with it.
        last_ms: The beginning of the last one; far away for a rolling window, because a request that came a little
            earlier may ask after one that came a little later.
        ends_ms: The moment after the piece; far away when it never ends.
        resets_ms: When a calendar window starts anew; None for never, and for rolling windows.
    """

    piece_ms: int
    since_ms: int
    last_ms: int
    ends_ms: int
    resets_ms: int | None


def window(period: str, at_ms: int, time_zone: str = "UTC") -> Window:
    """The window that holds a moment.

    Raises:
        ValueError: It is no window, or no time zone.
    """
    if period in ("total", PER_REQUEST):
        return Window(0, 0, 0, _NEVER_MS, None)
    if period not in CALENDAR:
        length = rolling_ms(period)
        slice_ms = length // SLICES
        piece = at_ms // slice_ms * slice_ms
        since = (at_ms - length) // slice_ms * slice_ms
        return Window(piece, since, _NEVER_MS, piece + slice_ms, None)
    start, following = _in_utc(period, at_ms) if time_zone == "UTC" else _in_zone(period, at_ms, time_zone)
    return Window(start, start, start, following, following)


def rolling_ms(period: str) -> int:
    """The length of a rolling window, such as `24h` or `7d`.

    Raises:
        ValueError: It is none.
    """
    found = _ROLLING.fullmatch(period)
    length = int(found[1]) * (_HOUR_MS if found[2] == "h" else _DAY_MS) if found else 0
    if not 0 < length <= _LONGEST_MS:
        raise ValueError(
            f"{period!r} is no window; use daily, weekly, monthly, total, request, or a rolling one of up to 366 "
            "days such as 24h or 7d"
        )
    return length


@lru_cache(maxsize=64)
def zone_of(name: str) -> tzinfo:
    """The time zone of that name (IANA).

    Raises:
        ValueError: There is none here.
    """
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 - most never need it

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone here; use one such as UTC or Europe/Berlin") from None


def _in_utc(period: str, at_ms: int) -> tuple[int, int]:
    if period == "daily":
        start = at_ms // _DAY_MS * _DAY_MS
        return start, start + _DAY_MS
    if period == "weekly":
        start = (at_ms - _MONDAY_MS) // (7 * _DAY_MS) * (7 * _DAY_MS) + _MONDAY_MS
        return start, start + 7 * _DAY_MS
    return _in_zone(period, at_ms, "UTC")


def _in_zone(period: str, at_ms: int, time_zone: str) -> tuple[int, int]:
    zone = zone_of(time_zone)
    day = datetime.fromtimestamp(at_ms / 1000, tz=zone).date()
    if period == "weekly":
        day -= timedelta(days=day.weekday())
    elif period == "monthly":
        day = day.replace(day=1)
    following = day + timedelta(days={"daily": 1, "weekly": 7}.get(period, 32))
    if period == "monthly":
        following = following.replace(day=1)
    moments = [datetime(it.year, it.month, it.day, tzinfo=zone) for it in (day, following)]
    return _ms(moments[0]), _ms(moments[1])


def _ms(moment: datetime) -> int:
    return int(moment.timestamp()) * 1000
