"""The parts of a policy that say which requests go where."""

import pytest

from larouter.core.routes import DAY_MINUTES, WEEK_MINUTES, Clients, Hours


def at(day: int, hour: int, minute: int = 0) -> int:
    return day * DAY_MINUTES + hour * 60 + minute


NIGHT = Hours((0,), 22 * 60, 8 * 60)


@pytest.mark.parametrize(
    ("minute", "covered"),
    [(at(0, 21, 59), False), (at(0, 22), True), (at(1, 5, 59), True), (at(1, 6), False), (at(1, 23), False)],
)
def test_a_night_belongs_to_the_day_on_which_it_begins(minute: int, covered: bool) -> None:
    assert NIGHT.covers(minute) is covered


def test_the_week_has_no_end() -> None:
    sunday_night = Hours((6,), 22 * 60, 8 * 60)
    assert sunday_night.covers(at(0, 3))
    assert not sunday_night.covers(at(0, 7))


def test_a_clock_ahead_of_utc_begins_earlier() -> None:
    morning = Hours((0,), 60, 60, offset=120)
    assert morning.covers(at(6, 23))
    assert not morning.covers(at(0, 1))


def test_whole_days_cover_themselves_and_nothing_else() -> None:
    weekend = Hours((5, 6), 0, DAY_MINUTES)
    assert [minute for minute in range(WEEK_MINUTES) if weekend.covers(minute)] == list(
        range(5 * DAY_MINUTES, WEEK_MINUTES)
    )


@pytest.mark.parametrize(
    ("lower", "may"), [((), False), (("tok_other",), False), (("tok_mine",), True), (("*",), True)]
)
def test_a_token_may_lower_only_where_it_is_named(lower: tuple[str, ...], may: bool) -> None:
    assert Clients(lower=lower).may_lower("tok_mine") is may
