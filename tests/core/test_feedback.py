"""Feedback says something that can be kept, or is refused."""

import pytest

from larouter.core.errors import BadRequest
from larouter.core.feedback import MOST_COMMENT, checked, span_label, span_of
from larouter.core.tiers import Tier


@pytest.mark.parametrize(
    ("label", "kept"), [("good", "good"), ("TOO_WEAK", "too_weak"), ("complex", "COMPLEX"), (" bad ", "bad")]
)
def test_a_label_is_a_verdict_or_a_tier_in_any_case(label: str, kept: str) -> None:
    assert checked(None, label, "") == (None, kept, "")


@pytest.mark.parametrize(
    ("score", "label", "comment"),
    [
        (None, "", "  "),
        (1.5, "", ""),
        (-2.0, "good", ""),
        (float("nan"), "", ""),
        (None, "meh", ""),
        (None, "", "x" * (MOST_COMMENT + 1)),
    ],
)
def test_what_cannot_be_kept_is_refused(score: float | None, label: str, comment: str) -> None:
    with pytest.raises(BadRequest):
        checked(score, label, comment)


def test_a_range_of_tiers_is_a_label_that_can_be_read_back() -> None:
    for low in Tier:
        for high in list(Tier)[low:]:
            assert span_of(span_label(low, high)) == (low, high)
    assert span_label(Tier.COMPLEX, Tier.COMPLEX) == "COMPLEX"
    assert span_of("good") is None


def test_a_caller_cannot_say_a_range() -> None:
    with pytest.raises(BadRequest):
        checked(None, "SIMPLE-COMPLEX", "")
