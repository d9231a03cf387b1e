"""A head moves a difficulty by what its project has learned, and by nothing where it has learned nothing."""

from hypothesis import given
from hypothesis import strategies as st

from larouter.core.features import Difficulty, Features
from larouter.core.head import Head, chances, log_odds, marks, seen_by
from larouter.core.scale import best, score

LIKELY = (0.05, 0.15, 0.5, 0.25, 0.05)
FEATURES = Features(
    difficulty=Difficulty(score(LIKELY, best(LIKELY)), 0.5, ("is about code",), LIKELY),
    input_tokens=150,
    needs=frozenset({"tools"}),
)


def test_a_head_that_learned_nothing_changes_nothing() -> None:
    seen = seen_by(Head(), FEATURES)
    assert abs(seen.score - FEATURES.difficulty.score) < 1e-3
    assert abs(seen.confidence - 0.5) < 1e-3


def test_a_head_says_that_it_spoke() -> None:
    assert seen_by(Head(), FEATURES).evidence == ("is about code", "as this project's own head sees it")


def test_requests_that_are_harder_here_get_a_higher_difficulty() -> None:
    harder = seen_by(Head(weights={"says:is about code": 3.0}), FEATURES)
    easier = seen_by(Head(shift=-3.0), FEATURES)
    assert easier.score < FEATURES.difficulty.score < harder.score


def test_marks_come_from_features_alone() -> None:
    assert set(marks(FEATURES)) == {"long:2", "sensitivity:public", "needs:tools", "says:is about code"}


def test_where_the_stage_gave_no_likelihoods_nothing_is_changed() -> None:
    silent = Features(difficulty=Difficulty(0.5, 0.0))
    assert seen_by(Head(shift=5.0), silent) == silent.difficulty


@given(st.floats(0.05, 10), st.floats(-10, 10), st.lists(st.floats(0, 1), min_size=5, max_size=5))
def test_a_higher_tier_is_never_less_likely_to_be_enough(
    scale: float, shift: float, likely: list[float]
) -> None:
    whole = sum(likely) or 1.0
    enough = chances(Head(scale, shift), log_odds([one / whole for one in likely]), [])
    assert enough == sorted(enough)
    assert all(0.0 <= one <= 1.0 for one in enough)
