"""Robustness: shares of decisions that move."""

import pytest

pytest.importorskip("sklearn")

from labelled import examples

from larouter.core.tiers import Tier
from larouter.inspect.weights import shipped
from larouter.learn.baselines import always, by_length
from larouter.learn.robustness import changed, robustness
from larouter.learn.routers import first_stage


def test_a_router_that_never_looks_is_never_moved() -> None:
    assert set(robustness(always(Tier.SIMPLE), examples()).values()) == {0.0}


def test_length_is_moved_by_nonsense() -> None:
    assert robustness(by_length(examples()), examples())["nonsense behind: tier"] > 0.5


def test_an_optimised_prefix_is_tried_where_weights_are_known() -> None:
    found = robustness(first_stage(shipped()), examples(), shipped())
    assert 0 <= found["optimised prefix sends a local request to the cloud"] <= 1


def test_only_the_last_user_turn_is_changed() -> None:
    one = examples()[0]
    assert changed(one, str.upper).text() == one.text().upper()
