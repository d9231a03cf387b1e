"""Routers that go by tiers: the likelihood that a cloud tier is needed, with the judge where there is one."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from plugged import asked

from larouter.routers.plug import CannotRoute
from larouter.routers.stage import Blend, Causal, Judged, Stage, blended

EASY, HARD = asked("thanks!"), asked("Design a distributed database with sharding and write it in Rust.")


async def frontier() -> Sequence[float]:
    return (0.0, 0.0, 0.0, 0.1, 0.9)


def test_hard_requests_score_higher() -> None:
    assert Stage({}).score(EASY) < 0.2
    assert Stage({}).score(HARD) > 0.8


def test_a_blend_goes_by_length_and_by_what_is_asked() -> None:
    assert Blend({}).score(EASY) < 0.2 < Blend({}).score(HARD) < 1.0
    sure, hard = (1.0, 0.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 0.0, 1.0)
    assert blended("short", sure) < blended("longer " * 50, sure) < blended("longer " * 50, hard)
    assert 0.0 <= blended("", sure) <= blended("x" * 10**6, hard) <= 1.0


async def test_the_judge_has_a_say_where_it_may_be_asked() -> None:
    unsure = asked("What is a binary tree good for?")
    alone, together = (
        await Judged({}).score(unsure),
        await Judged({}).score(replace(unsure, hear=frontier)),
    )
    assert alone < together
    assert alone == Stage({}).score(unsure)


async def test_a_causal_router_goes_by_the_model_alone_and_needs_one() -> None:
    assert await Causal({}).score(replace(EASY, hear=frontier)) == pytest.approx(1.0)
    with pytest.raises(CannotRoute, match="nothing is sent"):
        await Causal({}).score(EASY)
