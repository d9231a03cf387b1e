"""The load, the latency and the health of a deployment, as a decision sees them."""

from hypothesis import given
from hypothesis import strategies as st

from larouter.core.breaker import FIRST_PAUSE, TRIP_AFTER
from larouter.core.lane import Flow, Lane, Size
from larouter.core.live import CLOSED, IDLE, OPEN, PROBING, Live
from larouter.core.pulse import (
    BELIEVED_SECONDS,
    FIRST_SHARE,
    FRESH_SECONDS,
    PEAK_SECONDS,
    RAMP_SECONDS,
    Pulse,
    Pulses,
)


def fail(pulse: Pulse, now: float, times: int = 1, *, reached: bool = True) -> None:
    for _ in range(times):
        pulse.began(now)
        pulse.ended(well=False, now=now, reached=reached)


def test_a_deployment_that_was_never_called_is_idle_and_healthy() -> None:
    assert Pulse().reading(0.0) is IDLE


def test_one_that_fails_is_left_alone_and_then_tried() -> None:
    pulse = Pulse()
    fail(pulse, 0.0, TRIP_AFTER)
    assert pulse.reading(0.0).breaker == OPEN
    assert pulse.reading(FIRST_PAUSE).breaker == PROBING


def test_a_backend_that_cannot_be_reached_is_left_alone_with_all_its_models() -> None:
    pulses = Pulses()
    one, other = pulses.of("b/one"), pulses.of("b/other")
    one.backend = other.backend = pulses.backend("b")
    fail(one, 0.0, 1, reached=False)
    fail(other, 0.0, 2, reached=False)
    assert one.breaker.state(0.0) == CLOSED
    assert (one.reading(0.0).breaker, other.reading(0.0).breaker) == (OPEN, OPEN)


def test_a_model_that_fails_says_nothing_against_the_others_of_its_backend() -> None:
    pulses = Pulses()
    one, other = pulses.of("b/one"), pulses.of("b/other")
    one.backend = other.backend = pulses.backend("b")
    fail(one, 0.0, 3 * TRIP_AFTER)
    assert (one.reading(0.0).breaker, other.reading(0.0)) == (OPEN, IDLE)


def test_the_time_to_the_first_token_follows_what_is_observed() -> None:
    pulse = Pulse()
    pulse.first_token(100.0, 0.0)
    assert pulse.reading(0.0).ttft_ms == 100
    pulse.first_token(200.0, 0.0)
    assert pulse.reading(0.0).ttft_ms == 120


def test_an_answer_that_came_whole_says_nothing_about_the_first_token() -> None:
    pulse = Pulse()
    pulse.first_token(9000.0, 0.0, whole=True)
    live = pulse.reading(0.0)
    assert (live.ttft_ms, live.peak_ms) == (0, 9000)


@given(st.lists(st.floats(1, 10_000), min_size=1))
def test_it_stays_between_the_quickest_and_the_slowest(observed: list[float]) -> None:
    pulse = Pulse()
    for milliseconds in observed:
        pulse.first_token(milliseconds, 0.0)
    assert int(min(observed)) - 1 <= pulse.reading(0.0).ttft_ms <= max(observed)


def test_the_peak_jumps_up_at_once_and_comes_down_slowly() -> None:
    pulse = Pulse()
    pulse.first_token(100.0, 0.0)
    pulse.first_token(5000.0, 0.0)
    assert pulse.reading(0.0).peak_ms == 5000
    pulse.first_token(100.0, 0.1)
    assert pulse.reading(0.1).peak_ms > 4500
    assert pulse.reading(10 * PEAK_SECONDS).peak_ms < 5


def test_who_was_slow_long_ago_is_tried_again() -> None:
    pulse = Pulse()
    pulse.first_token(8000.0, 0.0)
    assert pulse.reading(FRESH_SECONDS - 1).ttft_ms == 8000
    assert pulse.reading(5 * FRESH_SECONDS).ttft_ms < 200


def test_a_newcomer_takes_its_share_little_by_little() -> None:
    pulse = Pulse()
    pulse.newcomer()
    assert pulse.reading(100.0).share == FIRST_SHARE
    assert pulse.reading(100.0 + RAMP_SECONDS / 2).share == 50
    assert pulse.reading(100.0 + RAMP_SECONDS).share == 100
    assert pulse.reading(101.0 + RAMP_SECONDS) is IDLE


def test_one_that_comes_back_is_tried_at_once() -> None:
    pulse = Pulse()
    fail(pulse, 0.0, TRIP_AFTER)
    pulse.newcomer()
    assert pulse.reading(0.0).breaker == PROBING


def test_the_lane_says_how_long_to_wait_and_whether_there_is_room() -> None:
    pulse = Pulse()
    pulse.lane = Lane(capacity=1, most=1)
    assert (pulse.reading(0.0).capacity, pulse.reading(0.0).wait_ms) == (1, 0)
    pulse.lane.join(Flow("prj_a"), Size(100), 0.0)
    pulse.lane.join(Flow("prj_a"), Size(100), 0.0)
    live = pulse.reading(0.0, Flow("prj_a"))
    assert (live.in_flight, live.queued, live.full) == (1, 1, True)
    assert not pulse.reading(0.0, Flow("prj_b")).full
    assert live.wait_ms > 0


def test_only_deployments_that_are_not_simply_idle_are_read_out() -> None:
    pulses = Pulses()
    pulses.of("quiet/m")
    pulses.of("busy/m").began(0.0)
    pulses.of("gone/m").up = False
    assert pulses.readings(["busy/m", "gone/m", "new/m", "quiet/m"], 0.0) == {
        "busy/m": Live(in_flight=1),
        "gone/m": Live(up=False),
    }


def test_what_belongs_to_a_name_is_always_the_same_one() -> None:
    pulses = Pulses()
    assert pulses.of("b/m") is pulses.of("b/m")
    assert pulses.backend("b") is pulses.backend("b")
    assert pulses.lane("b") is pulses.lane("b")
    assert [name for name, _ in pulses.lanes] == ["b"]


@given(st.lists(st.sampled_from((True, False, None))))
def test_the_load_always_comes_back_to_nothing(ends: list[bool | None]) -> None:
    pulse = Pulse()
    for _ in ends:
        pulse.began(0.0)
    assert pulse.in_flight == len(ends)
    for well in ends:
        pulse.ended(well=well, now=1.0)
    assert pulse.in_flight == 0


def test_what_prompts_really_count_is_learned_and_outliers_are_not() -> None:
    pulse = Pulse()
    assert pulse.tokens == 100
    for _ in range(60):
        pulse.counted(100, 150)
    assert round(pulse.tokens) == 150
    before = pulse.tokens
    pulse.counted(100, 5)
    pulse.counted(1, 5_000)
    pulse.counted(0, 50)
    assert pulse.tokens == before
    for _ in range(60):
        pulse.counted(1_000, 700)
    pulse.first_token(5, 0.0)
    assert pulse.reading(0.0).tokens == 70


def test_one_that_answered_a_moment_ago_and_was_not_found_since_is_left_alone_and_then_gone() -> None:
    pulse = Pulse()
    pulse.first_token(20.0, 100.0)
    pulse.up = False
    soon, later = pulse.reading(100.0 + BELIEVED_SECONDS / 2), pulse.reading(100.0 + BELIEVED_SECONDS)
    assert (soon.up, soon.breaker) == (True, OPEN)
    assert not later.up
    pulse.up = True
    assert pulse.reading(101.0).breaker == CLOSED


def test_one_that_never_answered_and_is_not_found_is_not_there() -> None:
    pulse = Pulse()
    pulse.up = False
    assert not pulse.reading(1.0).up
