"""The scale: the tier that costs least to take, and a number that the default thresholds map back to it."""

from bisect import bisect_right

from hypothesis import given
from hypothesis import strategies as st

from larouter.core.scale import best, score
from larouter.core.tiers import DEFAULT_THRESHOLDS, Tier

likelihoods = st.lists(st.floats(0.001, 1), min_size=5, max_size=5).map(
    lambda row: [x / sum(row) for x in row]
)


@given(likelihoods, st.sampled_from(Tier))
def test_the_default_thresholds_map_a_score_back_to_its_tier(likely: list[float], tier: Tier) -> None:
    assert Tier(bisect_right(DEFAULT_THRESHOLDS, score(likely, tier))) is tier


def test_what_is_certain_is_taken_and_doubt_leans_upwards() -> None:
    assert [best([float(tier == one) for one in Tier]) for tier in Tier] == list(Tier)
    assert best([0, 0.55, 0.45, 0, 0]) is Tier.MODERATE
