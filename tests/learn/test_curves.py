"""Scores as RouterBench and RouterArena define them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.learn.curves import aiq, arena_score, hull

shares = st.floats(0, 1)


@pytest.mark.parametrize(("accuracy", "usd", "published"), [(0.7969, 0.27, 0.7763)])
def test_the_arena_score_is_the_one_on_the_board(accuracy: float, usd: float, published: float) -> None:
    assert arena_score(accuracy, usd) == pytest.approx(published, abs=2e-3)


def test_the_arena_score_has_ends() -> None:
    assert arena_score(1.0, 0.0044) == pytest.approx(1.0)
    assert arena_score(1.0, 200.0) == 0.0
    assert arena_score(0.0, 1.0) == 0.0


def test_aiq_of_two_models_is_the_mean_of_their_qualities() -> None:
    assert aiq([(0, 0.4), (1, 0.8)], 0, 1) == pytest.approx(0.6)
    assert aiq([(0, 0.4), (0.5, 0.8), (1, 0.8)], 0, 1) == pytest.approx(0.7)
    assert aiq([(0, 0.4), (0.5, 0.5), (1, 0.8)], 0, 1) == pytest.approx(0.6)  # below the mixture of both ends


@given(st.lists(st.tuples(shares, shares), min_size=1, max_size=20))
def test_nothing_lies_above_the_hull_and_it_never_falls(points: list[tuple[float, float]]) -> None:
    line = hull(points)
    assert [x for x, _ in line] == sorted({x for x, _ in line})
    assert [y for _, y in line] == sorted({y for _, y in line})
    assert max(y for _, y in points) == line[-1][1]
    assert 0 <= aiq(points, 0, 1) <= 1
