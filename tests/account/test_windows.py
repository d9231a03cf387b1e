"""Calendar windows in any time zone, and rolling ones."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.account.windows import SLICES, rolling_ms, window

PERIODS = ("daily", "weekly", "monthly", "total")
ZONES = (
    *("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"),
    # Half an hour of daylight saving; changes at midnight itself; days that begin at a quarter to.
    *("Australia/Lord_Howe", "Africa/Cairo", "America/Havana", "America/Santiago", "Pacific/Chatham"),
)


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
def test_a_window_is_that_of_the_calendar(period: str, at: str, start: str, end: str) -> None:
    found = window(period, ms(at))
    assert (found.piece_ms, found.resets_ms) == (ms(start), ms(end))


def test_the_total_never_starts_anew() -> None:
    found = window("total", ms("2026-11-20"))
    assert (found.piece_ms, found.resets_ms) == (0, None)


@given(st.sampled_from(PERIODS), st.integers(0, 7_000_000_000_000), st.sampled_from(ZONES))
def test_every_moment_is_in_exactly_one_window(period: str, at_ms: int, zone: str) -> None:
    found = window(period, at_ms, zone)
    assert found.piece_ms <= at_ms < found.ends_ms
    assert window(period, found.piece_ms, zone) == found
    if found.resets_ms is not None:
        assert found.ends_ms == found.resets_ms
        assert window(period, found.ends_ms - 1, zone) == found
        assert window(period, found.ends_ms, zone).piece_ms == found.ends_ms


@pytest.mark.parametrize(
    ("zone", "period", "at", "start", "end"),
    [
        ("Europe/Berlin", "daily", "2026-11-20T23:30:00", "2026-11-20T23:00:00", "2026-11-21T23:00:00"),
        ("Europe/Berlin", "daily", "2026-10-25T12:00:00", "2026-10-24T22:00:00", "2026-10-25T23:00:00"),
        ("Europe/Berlin", "monthly", "2026-10-31T23:30:00", "2026-10-31T23:00:00", "2026-11-30T23:00:00"),
        ("Asia/Kolkata", "weekly", "2026-11-15T19:00:00", "2026-11-15T18:30:00", "2026-11-22T18:30:00"),
        ("America/Havana", "daily", "2026-03-08T12:00:00", "2026-03-08T05:00:00", "2026-03-09T04:00:00"),
        ("America/Havana", "daily", "2026-11-01T12:00:00", "2026-11-01T04:00:00", "2026-11-02T05:00:00"),
        ("Australia/Lord_Howe", "daily", "2026-10-04T00:00:00", "2026-10-03T13:30:00", "2026-10-04T13:00:00"),
        ("America/New_York", "daily", "2026-03-08T12:00:00", "2026-03-08T05:00:00", "2026-03-09T04:00:00"),
    ],
)
def test_a_day_begins_at_midnight_of_the_time_zone(
    zone: str, period: str, at: str, start: str, end: str
) -> None:
    found = window(period, ms(at), zone)
    assert (found.piece_ms, found.resets_ms) == (ms(start), ms(end))


@given(st.sampled_from(["1h", "24h", "7d", "366d"]), st.integers(0, 7_000_000_000_000))
def test_a_rolling_window_counts_every_slice_that_any_part_of_it_touches(period: str, at_ms: int) -> None:
    found, length = window(period, at_ms), rolling_ms(period)
    assert found.piece_ms <= at_ms < found.ends_ms
    assert found.since_ms <= at_ms - length
    assert at_ms - found.since_ms < length + length / SLICES
    assert found.resets_ms is None


@pytest.mark.parametrize("text", ["hourly", "0h", "-1h", "25", "1000d", "24 h", "h", ""])
def test_what_is_no_window_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no window"):
        window(text, 0)


@pytest.mark.parametrize("name", ["Mars/Olympus", "../etc/passwd", "", "/etc/localtime"])
def test_what_is_no_time_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is no time zone"):
        window("daily", 0, name)
