"""Training: what was learned, what was left out, and how sure it may be."""

import pytest

pytest.importorskip("sklearn")

import numpy as np
from labelled import examples

from larouter.core.tiers import Tier
from larouter.inspect.weights import load
from larouter.learn.matrix import prepare
from larouter.learn.routers import first_stage
from larouter.learn.train import fit_twice, out_of_author, pack_weights, temperature


def test_what_is_packed_says_what_was_learned() -> None:
    rows = examples()
    _, fitted = fit_twice(rows, [prepare(one.chat()) for one in rows])
    weights = load(pack_weights(fitted, 1.0, {}))
    guesses = first_stage(weights)(rows)
    assert sum(guess.tier is one.tier for guess, one in zip(guesses, rows, strict=True)) > 0.9 * len(rows)


def test_small_weights_can_be_left_out() -> None:
    rows = examples()
    _, fitted = fit_twice(rows, [prepare(one.chat()) for one in rows])
    assert len(pack_weights(fitted, 1.0, {}, 0.05)) < len(pack_weights(fitted, 1.0, {}))


def test_an_author_left_out_is_judged_by_the_others() -> None:
    rows = examples("ab")
    logits = out_of_author(rows)
    assert logits.shape == (len(rows), len(Tier))
    assert np.mean(logits.argmax(1) == [int(one.tier) for one in rows]) > 0.8


def test_boasting_logits_are_cooled() -> None:
    boasting = np.array([[9.0, 0, 0, 0, 0]] * 4)
    assert temperature(boasting, [Tier.HEARTBEAT, Tier.SIMPLE, Tier.HEARTBEAT, Tier.SIMPLE]) > 2
