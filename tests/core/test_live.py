"""A deployment of which nobody has heard is taken for idle and healthy."""

from larouter.core.live import CLOSED, IDLE, OPEN, PROBING, Live


def test_idle_is_up_with_a_closed_breaker_and_no_load() -> None:
    assert Live() == IDLE
    assert (IDLE.up, IDLE.breaker, IDLE.in_flight, IDLE.wait_ms) == (True, CLOSED, 0, 0)


def test_the_breaker_has_three_states() -> None:
    assert len({CLOSED, OPEN, PROBING}) == 3
