"""Retries: only for what passes by itself, jittered, within the deadline, and never more than a fifth of traffic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.core.errors import Malformed, TimedOut, Unreachable, UpstreamBusy, UpstreamError
from larouter.dispatch.retry import SHARE, Persistence, RetryBudget, delay

HOW = Persistence(most=2, first_delay=0.5)


def failed(status: int) -> UpstreamError:
    error = UpstreamError("it failed")
    error.upstream_status = status
    return error


@pytest.mark.parametrize("error", [Unreachable("reset"), failed(502), failed(503), failed(529)])
def test_what_passes_by_itself_is_worth_a_retry(error: UpstreamError) -> None:
    assert delay(error, 0, 60.0, HOW, lambda: 0.5) == pytest.approx(0.25)


@pytest.mark.parametrize(
    "error", [TimedOut("slow"), Malformed("html"), failed(500), failed(401), UpstreamBusy("429")]
)
def test_what_does_not_pass_is_not(error: UpstreamError) -> None:
    assert delay(error, 0, 60.0, HOW, lambda: 0.5) is None


def test_a_backend_that_says_when_to_come_back_is_believed_when_that_is_soon() -> None:
    soon, late = UpstreamBusy("429", retry_after=2.0), UpstreamBusy("429", retry_after=120.0)
    assert delay(soon, 0, 60.0, HOW, lambda: 0.0) == 2.0
    assert delay(soon, 0, 1.0, HOW, lambda: 0.0) is None
    assert delay(late, 0, 600.0, HOW, lambda: 0.0) is None


@given(st.integers(0, 10), st.floats(0, 1), st.floats(0, 100))
def test_no_wait_ends_after_the_deadline_and_none_follows_the_last_retry(
    retries: int, chance: float, left: float
) -> None:
    wait = delay(Unreachable("reset"), retries, left, HOW, lambda: chance)
    assert wait is None or 0 <= wait < left
    assert retries < HOW.most or wait is None


def test_retries_never_exceed_a_fifth_of_traffic_in_the_long_run() -> None:
    budget, made = RetryBudget(), 0
    for _ in range(10_000):
        budget.earn()
        while budget.spend():
            made += 1
    assert made <= 10_000 * SHARE + 10
