"""A head is fitted to opinions, and only kept where it judges better than what ships."""

import random

from taught import lesson, likelihoods, traffic

from larouter.core.head import Head
from larouter.core.tiers import Tier
from larouter.learn.heads import LEAST_OPINIONS, fit, loss, moved, opinions, weighted


def test_too_few_opinions_teach_nothing() -> None:
    said = opinions(traffic(LEAST_OPINIONS - 1, spoken=1.0))
    assert fit(said).head is None
    assert fit(said).opinions == LEAST_OPINIONS - 1


def test_traffic_that_the_stage_judges_well_keeps_the_shipped_stage_or_what_is_close_to_it() -> None:
    found = fit(opinions(traffic(200, spoken=1.0)))
    head = found.head or Head()
    assert abs(head.shift) < 0.4
    assert 0.7 < head.scale < 1.4


def test_traffic_that_is_harder_than_it_looks_is_learned() -> None:
    said = opinions(traffic(120, harder=1, spoken=1.0))
    found = fit(said)
    assert found.head is not None
    assert found.head.shift > 0.5
    fresh = opinions(traffic(100, seed=2, harder=1, spoken=1.0))
    assert sum(loss(found.head, one) for one in fresh) < sum(loss(Head(), one) for one in fresh)


def test_what_tells_hard_requests_apart_gets_a_weight() -> None:
    dice = random.Random(3)
    lessons = []
    for at in range(200):
        law = at % 2 == 0
        likely = likelihoods(2, dice.uniform(0.4, 0.8))
        need = Tier.COMPLEX if law else Tier.MODERATE
        lessons.append(lesson(at, likely, (need, need), "is about law" if law else "is about code"))
    found = fit(opinions(lessons))
    assert found.head is not None
    weights = found.head.weights
    assert weights["says:is about law"] > weights["says:is about code"] + 1
    assert found.losses["weighted"] < found.losses["moved"]


def test_opinions_that_leave_a_range_open_pull_in_its_direction() -> None:
    lessons = [lesson(at, likelihoods(2, 0.7), (Tier.COMPLEX, Tier.FRONTIER)) for at in range(60)]
    assert moved(opinions(lessons)).shift > 1
    lessons = [lesson(at, likelihoods(2, 0.7), (Tier.HEARTBEAT, Tier.SIMPLE)) for at in range(60)]
    assert moved(opinions(lessons)).shift < -1


def test_the_same_opinions_give_the_same_head() -> None:
    said = opinions(traffic(60, spoken=1.0))
    assert weighted(said) == weighted(said)
    assert fit(said) == fit(said)
