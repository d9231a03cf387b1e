"""The baselines: chance is fair, and the same for the same request."""

from plugged import asked

from larouter.core.ids import request_id
from larouter.routers.chance import Chance, Length


def test_chance_is_spread_evenly_and_repeats_itself() -> None:
    scores = [Chance({}).score(asked("x", request_id(1, entropy * 7919))) for entropy in range(2_000)]
    assert 0.45 < sum(score >= 0.5 for score in scores) / len(scores) < 0.55
    assert Chance({}).score(asked("x")) == Chance({}).score(asked("y"))


def test_longer_is_harder_to_who_knows_only_length() -> None:
    scores = [Length({}).score(asked(text)) for text in ("", "hi", "hi there", "x" * 2_000_000)]
    assert scores == sorted(scores)
    assert (scores[0], scores[-1]) == (0.0, 1.0)
