"""Calendar windows in UTC."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.account.windows import window
from larouter.store.budgets import Period

PERIODS: tuple[Period, ...] = ("daily", "weekly", "monthly", "total")


def ms(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("period", "at", "start", "end"),
    [
        ("daily", "2026-11-20T09:48:23", "2026-11-20", "2026-11-21"),
        ("daily", "2026-11-20T00:00:00", "2026-11-20", "2026-11-21"),
        ("weekly", "2026-11-20T09:48:23", "2026-11-16", "2026-11-23"),
        ("weekly", "2026-11-16T00:00:00", "2026-11-16", "2026-11-23"),
        ("weekly", "2026-11-15T23:59:59", "2026-11-09", "2026-11-16"),
        ("monthly", "2026-11-20T09:48:23", "2026-11-01", "2026-12-01"),
        ("monthly", "2026-12-31T23:59:59", "2026-12-01", "2027-01-01"),
        ("monthly", "2028-02-29T12:00:00", "2028-02-01", "2028-03-01"),
    ],
)
def test_a_window_is_that_of_the_calendar(period: Period, at: str, start: str, end: str) -> None:
    assert window(period, ms(at)) == (ms(start), ms(end))


def test_the_total_never_starts_anew() -> None:
    assert window("total", ms("2026-11-20")) == (0, None)


@given(st.sampled_from(PERIODS), st.integers(0, 7_000_000_000_000))
def test_every_moment_is_in_exactly_one_window(period: Period, at_ms: int) -> None:
    start, end = window(period, at_ms)
    assert start <= at_ms
    assert window(period, start) == (start, end)
    if end is not None:
        assert at_ms < end
        assert window(period, end - 1) == (start, end)
        assert window(period, end)[0] == end
