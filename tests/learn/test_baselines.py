"""Baselines: simple, and honestly so."""

import pytest

pytest.importorskip("sklearn")

from labelled import example, examples

from larouter.core.tiers import Tier
from larouter.learn import baselines


def test_chance_is_reproducible() -> None:
    assert baselines.chance(examples()) == baselines.chance(examples())


def test_keyword_rules_fall_for_keywords() -> None:
    trap = example("how do you spell 'architecture'", Tier.SIMPLE)
    assert baselines.keywords([trap])[0].tier is Tier.FRONTIER


def test_length_knows_length_alone() -> None:
    router = baselines.by_length(examples())
    short, long = router([example("hi", Tier.HEARTBEAT), example("hi " * 400, Tier.HEARTBEAT)])
    assert (short.tier, long.tier) == (Tier.HEARTBEAT, Tier.FRONTIER)


def test_neighbours_vote() -> None:
    guess = baselines.neighbours(examples())([example("prove that pi is irrational", Tier.COMPLEX)])[0]
    assert guess.tier is Tier.COMPLEX
    assert sum(guess.likelihoods) == pytest.approx(1)
