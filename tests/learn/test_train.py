"""Training: what was learned, what was left out, and how sure it may be."""

import pytest

pytest.importorskip("sklearn")

import numpy as np
from labelled import examples
from sklearn.linear_model import LogisticRegression

from larouter.core.tiers import Tier
from larouter.inspect.weights import Pairs, load
from larouter.learn.matrix import matrix, prepare, vocabulary
from larouter.learn.routers import first_stage
from larouter.learn.train import STRENGTH, fit, fit_twice, out_of_author, pack_weights, pairs_of, temperature


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


def test_merging_equal_columns_changes_nothing_but_the_time() -> None:
    rows = examples()
    shown, tiers = [prepare(one.chat()).row for one in rows], [one.tier for one in rows]
    fitted = fit(shown, tiers, [1.0] * len(rows))
    columns = vocabulary(shown)
    plain = LogisticRegression(C=STRENGTH, max_iter=1_000, tol=1e-6, fit_intercept=False)
    plain.fit(matrix(shown, columns), [int(tier) for tier in tiers])
    assert fitted.columns == columns
    assert fitted.logits(shown) == pytest.approx(matrix(shown, columns) @ plain.coef_.T, abs=0.02)


def test_known_pairs_are_known_and_most_others_are_not() -> None:
    pairs = Pairs(pairs_of([f"word{at} other{at}".split() for at in range(200)] * 2, bits=1 << 13))
    assert all(f"word{at} other{at}" in pairs for at in range(200))
    assert sum(f"word{at} other{at + 1}" in pairs for at in range(200)) < 10
    assert "word1 other1" not in Pairs(b"")


def test_pairs_of_a_single_text_are_not_known() -> None:
    assert "a b" not in Pairs(pairs_of([["a", "b"], ["b", "c"]]))
