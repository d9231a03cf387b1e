"""The first stage and its baselines answer in the same way."""

import pytest

pytest.importorskip("sklearn")

from labelled import examples

from larouter.core.tiers import Tier
from larouter.inspect.weights import shipped
from larouter.learn.routers import baseline_routers, first_stage


def test_every_router_has_a_tier_for_every_example() -> None:
    rows = examples()
    for router in (first_stage(shipped()), *baseline_routers(rows).values()):
        assert all(guess.tier in Tier for guess in router(rows))


def test_without_training_data_only_rules_are_left() -> None:
    assert "length" not in baseline_routers([])
