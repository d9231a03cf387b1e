"""What two verdicts say of the tier that was needed; tests/test_shadowing.py makes the calls, with a whole router."""

import pytest

from larouter.core.tiers import Tier
from larouter.dispatch.shadow import Grades, needed

H, S, M, C, F = Tier


@pytest.mark.parametrize(
    ("own", "other", "grades", "span"),
    [
        (M, C, Grades(own=True, other=True), (H, M)),
        (M, C, Grades(own=True, other=False), (H, M)),
        (M, C, Grades(own=False, other=True), (C, C)),
        (M, F, Grades(own=False, other=True), (C, F)),
        (M, C, Grades(own=False, other=False), (F, F)),
        (C, M, Grades(own=True, other=True), (H, M)),
        (C, M, Grades(own=True, other=False), (C, C)),
        (F, S, Grades(own=True, other=False), (M, F)),
        (F, M, Grades(own=False, other=False), None),
    ],
)
def test_two_verdicts_leave_a_range_of_tiers(
    own: Tier, other: Tier, grades: Grades, span: tuple[Tier, Tier] | None
) -> None:
    assert needed(own, other, grades) == span
