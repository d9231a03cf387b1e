"""Keyword rules rank as they say."""

from plugged import asked

from larouter.core.tiers import Tier
from larouter.routers.heuristic import Heuristic, by_keywords


def test_rules_give_tiers_and_scores_in_their_order() -> None:
    texts = ("hi", "Where is Oslo?", "Explain rain", "Prove it step by step", "Implement a compiler")
    assert [by_keywords(text) for text in texts] == list(Tier)
    scores = [Heuristic({}).score(asked(text)) for text in texts]
    assert scores == sorted(scores)
    assert all(0 <= score <= 1 for score in scores)
