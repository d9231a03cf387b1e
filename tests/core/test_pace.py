"""How long a backend takes, learned from what it did."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.core.pace import FIRST_SECONDS, PROMPT_SHARE, SECONDS_PER_TOKEN, USUAL_TOKENS, Pace


def test_before_the_first_answer_there_is_a_guess() -> None:
    assert Pace().seconds(100, 0) == pytest.approx(FIRST_SECONDS + 100 * SECONDS_PER_TOKEN)
    assert Pace().tokens(0) == USUAL_TOKENS


@given(st.floats(0.001, 1.0), st.floats(0.0, 3.0))
def test_a_backend_of_any_steady_speed_is_foreseen_after_a_dozen_answers(each: float, first: float) -> None:
    pace = Pace()
    for limit in (16, 512, 64, 256, 32, 400) * 3:
        pace.learn(limit, 8, limit, first + each * (limit + 8 * PROMPT_SHARE))
    for limit in (16, 100, 512):
        expected = first + each * (limit + 8 * PROMPT_SHARE)
        assert pace.seconds(limit, 8) == pytest.approx(expected, rel=0.1, abs=0.02)


def test_the_length_is_learned_apart_for_small_and_large_limits() -> None:
    pace = Pace()
    for _ in range(10):
        pace.learn(16, 0, 16, 1.0)
        pace.learn(4096, 0, 200, 5.0)
        pace.learn(0, 0, 300, 7.0)
    assert pace.tokens(16) == pytest.approx(16)
    assert pace.tokens(4096) == pytest.approx(200)
    assert pace.tokens(0) == pytest.approx(300)
    assert pace.tokens(100) == 100  # a limit that nobody set yet: the usual length, within it


def test_a_backend_that_becomes_slower_is_foreseen_as_such() -> None:
    pace = Pace()
    for _ in range(50):
        pace.learn(100, 0, 100, 1.0)
    for _ in range(50):
        pace.learn(100, 0, 100, 4.0)
    assert pace.seconds(100, 0) == pytest.approx(4.0, rel=0.15)


@given(
    st.lists(
        st.tuples(st.integers(0, 5000), st.integers(0, 5000), st.integers(0, 5000), st.floats(0, 500)),
        max_size=30,
    ),
    st.integers(0, 100_000),
    st.integers(0, 100_000),
)
def test_whatever_it_learns_it_foresees_no_negative_time(
    answers: list[tuple[int, int, int, float]], limit: int, prompt: int
) -> None:
    pace = Pace()
    for answer in answers:
        pace.learn(*answer)
    assert pace.seconds(limit, prompt) >= 0
