"""A circuit breaker: it opens by count and by rate, tries again, closes, and never stays open for ever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from larouter.core.breaker import FIRST_PAUSE, LONGEST_PAUSE, MEMORY_SECONDS, TRIP_AFTER, Breaker
from larouter.core.live import CLOSED, OPEN, PROBING


def fail(breaker: Breaker, now: float, times: int = 1) -> None:
    for _ in range(times):
        breaker.began(now)
        breaker.ended(well=False, now=now)


def succeed(breaker: Breaker, now: float, times: int = 1) -> None:
    for _ in range(times):
        breaker.began(now)
        breaker.ended(well=True, now=now)


def tripped(now: float = 0.0) -> Breaker:
    breaker = Breaker()
    fail(breaker, now, TRIP_AFTER)
    return breaker


def test_it_opens_after_three_failures_in_a_row() -> None:
    breaker = Breaker()
    fail(breaker, 0.0, TRIP_AFTER - 1)
    assert breaker.state(0.0) == CLOSED
    fail(breaker, 0.0)
    assert breaker.state(0.0) == OPEN


def test_a_success_between_them_starts_the_count_again() -> None:
    breaker = Breaker()
    succeed(breaker, 0.0, 20)
    for _ in range(5):
        fail(breaker, 0.0, TRIP_AFTER - 1)
        succeed(breaker, 0.0, TRIP_AFTER)
    assert breaker.state(0.0) == CLOSED


def test_it_opens_when_half_of_ten_fail_though_never_three_in_a_row() -> None:
    breaker = Breaker()
    for _ in range(5):
        succeed(breaker, 0.0)
        fail(breaker, 0.0)
    assert breaker.state(0.0) == OPEN


def test_failures_of_long_ago_do_not_count_towards_the_rate() -> None:
    breaker = Breaker()
    for second in range(40):
        succeed(breaker, second * MEMORY_SECONDS)
        fail(breaker, second * MEMORY_SECONDS)
    assert breaker.state(1000.0) == CLOSED


def test_an_end_that_says_nothing_does_not_count() -> None:
    breaker = Breaker()
    for _ in range(10):
        breaker.began(0.0)
        breaker.ended(well=None, now=0.0)
    assert breaker.state(0.0) == CLOSED


def test_after_the_pause_one_request_tries_it_and_the_others_stay_away() -> None:
    breaker = tripped()
    assert breaker.state(FIRST_PAUSE - 0.01) == OPEN
    assert breaker.state(FIRST_PAUSE) == PROBING
    breaker.began(FIRST_PAUSE)
    assert breaker.state(FIRST_PAUSE) == OPEN


def test_the_success_of_that_request_closes_it_and_what_was_is_forgotten() -> None:
    breaker = tripped()
    succeed(breaker, FIRST_PAUSE)
    assert breaker.state(FIRST_PAUSE) == CLOSED
    assert breaker.failing(FIRST_PAUSE) == 0
    fail(breaker, 10.0, TRIP_AFTER - 1)
    assert breaker.state(10.0) == CLOSED


def test_its_failure_opens_it_again_for_twice_as_long() -> None:
    breaker = tripped()
    fail(breaker, FIRST_PAUSE)
    assert breaker.state(3 * FIRST_PAUSE - 0.01) == OPEN
    assert breaker.state(3 * FIRST_PAUSE) == PROBING


def test_a_trial_that_says_nothing_leaves_the_place_to_the_next() -> None:
    breaker = tripped()
    breaker.began(FIRST_PAUSE)
    breaker.ended(well=None, now=FIRST_PAUSE)
    assert breaker.state(FIRST_PAUSE) == PROBING


def test_a_sign_of_life_ends_the_pause() -> None:
    breaker = tripped()
    breaker.try_now()
    assert breaker.state(0.0) == PROBING


def test_the_pause_grows_to_a_limit() -> None:
    breaker, now = tripped(), 0.0
    for _ in range(20):
        now += LONGEST_PAUSE
        assert breaker.state(now) == PROBING
        fail(breaker, now)


def test_many_requests_that_fail_together_are_one_relapse() -> None:
    breaker = Breaker()
    for _ in range(20):
        breaker.began(0.0)
    for _ in range(20):
        breaker.ended(well=False, now=1.0)
    assert breaker.state(1.0) == OPEN
    assert breaker.state(1.0 + FIRST_PAUSE) == PROBING


def test_the_share_of_failures_is_told_and_fades_when_nothing_is_asked() -> None:
    breaker = Breaker()
    succeed(breaker, 0.0, 6)
    fail(breaker, 0.0, 2)
    assert breaker.failing(0.0) == pytest.approx(22, abs=1)
    assert breaker.failing(3 * MEMORY_SECONDS) < 10
    assert breaker.failing(100 * MEMORY_SECONDS) == 0


@given(st.lists(st.tuples(st.floats(0, 30), st.booleans()), max_size=60))
def test_the_share_is_always_a_percentage(ends: list[tuple[float, bool]]) -> None:
    breaker, now = Breaker(), 0.0
    for pause, well in ends:
        now += pause
        breaker.began(now)
        breaker.ended(well=well, now=now)
        assert 0 <= breaker.failing(now) <= 100


class Life(RuleBasedStateMachine):
    """Requests come and go in any order; time goes forward."""

    def __init__(self) -> None:
        super().__init__()
        self.breaker = Breaker()
        self.now = 0.0
        self.running = 0
        self.failures = 0

    @rule(seconds=st.floats(0, 2 * LONGEST_PAUSE))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @precondition(lambda self: self.breaker.state(self.now) != OPEN)
    @rule()
    def a_request_begins(self) -> None:
        self.breaker.began(self.now)
        self.running += 1

    @precondition(lambda self: self.running)
    @rule(well=st.sampled_from((True, False, None)))
    def one_ends(self, well: bool | None) -> None:
        self.breaker.ended(well=well, now=self.now)
        self.running -= 1
        self.failures += well is False

    @invariant()
    def it_opens_for_no_fewer_than_three_failures(self) -> None:
        if self.failures < TRIP_AFTER:
            assert self.breaker.state(self.now) == CLOSED

    @invariant()
    def it_does_not_stay_open_for_ever(self) -> None:
        if not self.running:
            assert self.breaker.state(self.now + LONGEST_PAUSE) != OPEN


TestLife = Life.TestCase
