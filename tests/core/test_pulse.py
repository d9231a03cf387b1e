"""The circuit breaker of a deployment: it opens, tries again, and closes; and the load always comes back to nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from larouter.core.live import CLOSED, IDLE, OPEN, PROBING, Live
from larouter.core.pulse import FIRST_PAUSE, LONGEST_PAUSE, TRIP_AFTER, Pulse, Pulses


def fail(pulse: Pulse, now: float, times: int = 1) -> None:
    for _ in range(times):
        pulse.began(now)
        pulse.ended(well=False, now=now)


def tripped(now: float = 0.0) -> Pulse:
    pulse = Pulse()
    fail(pulse, now, TRIP_AFTER)
    return pulse


def test_a_deployment_that_was_never_called_is_idle_and_healthy() -> None:
    assert Pulse().reading(0.0) is IDLE


def test_the_breaker_opens_after_three_failures_in_a_row() -> None:
    pulse = Pulse()
    fail(pulse, 0.0, TRIP_AFTER - 1)
    assert pulse.reading(0.0).breaker == CLOSED
    fail(pulse, 0.0)
    assert pulse.reading(0.0).breaker == OPEN


def test_a_success_between_them_starts_the_count_again() -> None:
    pulse = Pulse()
    for _ in range(5):
        fail(pulse, 0.0, TRIP_AFTER - 1)
        pulse.began(0.0)
        pulse.ended(well=True, now=0.0)
    assert pulse.reading(0.0).breaker == CLOSED


def test_an_end_that_says_nothing_does_not_count() -> None:
    pulse = Pulse()
    for _ in range(10):
        pulse.began(0.0)
        pulse.ended(well=None, now=0.0)
    assert pulse.reading(0.0).breaker == CLOSED


def test_after_the_pause_one_request_tries_it_and_the_others_stay_away() -> None:
    pulse = tripped()
    assert pulse.reading(FIRST_PAUSE - 0.01).breaker == OPEN
    assert pulse.reading(FIRST_PAUSE).breaker == PROBING
    pulse.began(FIRST_PAUSE)
    assert pulse.reading(FIRST_PAUSE).breaker == OPEN


def test_the_success_of_that_request_closes_the_breaker() -> None:
    pulse = tripped()
    pulse.began(FIRST_PAUSE)
    pulse.ended(well=True, now=FIRST_PAUSE + 1)
    assert pulse.reading(FIRST_PAUSE + 1).breaker == CLOSED
    fail(pulse, 10.0, TRIP_AFTER - 1)
    assert pulse.reading(10.0).breaker == CLOSED


def test_its_failure_opens_the_breaker_again_for_twice_as_long() -> None:
    pulse = tripped()
    fail(pulse, FIRST_PAUSE)
    assert pulse.reading(3 * FIRST_PAUSE - 0.01).breaker == OPEN
    assert pulse.reading(3 * FIRST_PAUSE).breaker == PROBING


def test_a_trial_that_says_nothing_leaves_the_place_to_the_next() -> None:
    pulse = tripped()
    pulse.began(FIRST_PAUSE)
    pulse.ended(well=None, now=FIRST_PAUSE)
    assert pulse.reading(FIRST_PAUSE).breaker == PROBING


def test_the_pause_grows_to_a_limit() -> None:
    pulse, now = tripped(), 0.0
    for _ in range(20):
        now += LONGEST_PAUSE
        assert pulse.reading(now).breaker == PROBING
        fail(pulse, now)


def test_many_requests_that_fail_together_are_one_relapse() -> None:
    pulse = Pulse()
    for _ in range(20):
        pulse.began(0.0)
    for _ in range(20):
        pulse.ended(well=False, now=1.0)
    assert pulse.reading(1.0).breaker == OPEN
    assert pulse.reading(1.0 + FIRST_PAUSE).breaker == PROBING


def test_the_time_to_the_first_token_follows_what_is_observed() -> None:
    pulse = Pulse()
    pulse.first_token(100.0)
    assert pulse.reading(0.0).ttft_ms == 100
    pulse.first_token(200.0)
    assert pulse.reading(0.0).ttft_ms == 120


@given(st.lists(st.floats(1, 10_000), min_size=1))
def test_it_stays_between_the_quickest_and_the_slowest(observed: list[float]) -> None:
    pulse = Pulse()
    for milliseconds in observed:
        pulse.first_token(milliseconds)
    assert int(min(observed)) - 1 <= pulse.reading(0.0).ttft_ms <= max(observed)


@pytest.mark.parametrize(("in_flight", "wait_ms"), [(0, 0), (3, 0), (4, 100), (7, 100), (8, 200)])
def test_a_request_waits_for_the_waves_before_it(in_flight: int, wait_ms: int) -> None:
    pulse = Pulse()
    pulse.capacity = 4
    pulse.first_token(100.0)
    for _ in range(in_flight):
        pulse.began(0.0)
    assert pulse.reading(0.0).wait_ms == wait_ms


def test_only_deployments_that_are_not_simply_idle_are_read_out() -> None:
    pulses = Pulses()
    pulses.of("quiet/m")
    pulses.of("busy/m").began(0.0)
    pulses.of("gone/m").up = False
    assert pulses.readings(["busy/m", "gone/m", "new/m", "quiet/m"], 0.0) == {
        "busy/m": Live(in_flight=1),
        "gone/m": Live(up=False),
    }


def test_the_pulse_of_a_deployment_is_always_the_same_one() -> None:
    pulses = Pulses()
    assert pulses.of("b/m") is pulses.of("b/m")


class Breaker(RuleBasedStateMachine):
    """Requests come and go in any order; time goes forward."""

    def __init__(self) -> None:
        super().__init__()
        self.pulse = Pulse()
        self.now = 0.0
        self.running = 0
        self.failures = 0

    @rule(seconds=st.floats(0, 2 * LONGEST_PAUSE))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @precondition(lambda self: self.pulse.reading(self.now).breaker != OPEN)
    @rule()
    def a_request_begins(self) -> None:
        self.pulse.began(self.now)
        self.running += 1

    @precondition(lambda self: self.running)
    @rule(well=st.sampled_from((True, False, None)))
    def one_ends(self, well: bool | None) -> None:
        self.pulse.ended(well=well, now=self.now)
        self.running -= 1
        if well is not None:
            self.failures = 0 if well else self.failures + 1

    @invariant()
    def the_load_is_what_runs(self) -> None:
        assert self.pulse.in_flight == self.running

    @invariant()
    def it_opens_for_no_fewer_than_three_failures(self) -> None:
        if self.failures < TRIP_AFTER:
            assert self.pulse.reading(self.now).breaker == CLOSED

    @invariant()
    def it_does_not_stay_open_for_ever(self) -> None:
        if not self.running:
            assert self.pulse.reading(self.now + LONGEST_PAUSE).breaker != OPEN


TestBreaker = Breaker.TestCase


def test_what_prompts_really_count_is_learned_and_outliers_are_not() -> None:
    pulse = Pulse()
    assert pulse.tokens == 100
    for _ in range(30):
        pulse.counted(100, 150)
    assert pulse.tokens == 150
    pulse.counted(100, 5)
    pulse.counted(1, 5_000)
    pulse.counted(0, 50)
    assert pulse.tokens == 150
    for _ in range(30):
        pulse.counted(1_000, 700)
    assert pulse.tokens == 70
    pulse.first_token(5)
    assert pulse.reading(0.0).tokens == 70
