"""What gaming can cost is bounded: escalations are counted in a project, and for each of its tokens."""

from hypothesis import given
from hypothesis import strategies as st

from larouter.access.escalations import Escalations


def test_a_token_has_a_rate_of_its_own_below_that_of_its_project() -> None:
    rates = Escalations()
    assert [rates.take("p", "one", (5, 2), 0.0) for _ in range(3)] == [True, True, False]
    assert [rates.take("p", "two", (5, 2), 0.0) for _ in range(3)] == [True, True, False]
    assert [rates.take("p", "three", (5, 2), 0.0) for _ in range(2)] == [True, False]
    assert rates.take("q", "four", (5, 2), 0.0)


def test_what_one_rate_refuses_is_not_counted_in_the_other() -> None:
    rates = Escalations()
    assert [rates.take("p", "one", (9, 1), 0.0) for _ in range(5)] == [True] + [False] * 4
    assert [rates.take("p", f"t{number}", (9, 1), 0.0) for number in range(9)] == [True] * 8 + [False]


def test_a_rate_of_nothing_permits_nothing() -> None:
    assert not Escalations().take("p", "t", (0, 5), 0.0)
    assert not Escalations().take("p", "t", (5, 0), 0.0)


@given(st.integers(1, 30), st.lists(st.floats(0, 3), max_size=300))
def test_no_minute_sees_more_than_twice_the_rate(rate: int, gaps: list[float]) -> None:
    rates, now, taken = Escalations(), 0.0, []
    for gap in gaps:
        now += gap
        if rates.take("p", "t", (rate, rate), now):
            taken.append(now)
    for start in taken:
        assert sum(start <= moment < start + 60 for moment in taken) <= 2 * rate


def test_what_is_long_past_is_forgotten() -> None:
    rates = Escalations()
    for number in range(10_001):
        rates.take("p", f"t{number}", (10**6, 1), 0.0)
    rates.take("p", "late", (10**6, 1), 1_000.0)
    assert len(rates._due) < 10
