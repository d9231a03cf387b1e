"""The matrix that is trained on is what scoring sums."""

import pytest

pytest.importorskip("sklearn")

from chats import chat
from labelled import examples

from larouter.inspect.difficulty import Scorer
from larouter.learn.matrix import matrix, prepare, vocabulary, with_levels
from larouter.learn.train import fit, in_memory


def test_scoring_sums_exactly_what_was_trained_on() -> None:
    rows = examples()
    prepared = [prepare(one.chat()).row for one in rows]
    fitted = fit(prepared, [one.tier for one in rows], [1.0] * len(rows))
    scorer = Scorer(in_memory(fitted, 1.0))
    for one, expected in zip(rows, fitted.likelihoods(prepared), strict=True):
        assert scorer.likelihoods(one.chat()) == pytest.approx(expected.tolist(), abs=2e-3)


def test_pieces_that_one_request_alone_shows_are_left_out() -> None:
    rows = [prepare(chat("prove it")).row, prepare(chat("prove that")).row]
    columns = vocabulary(rows)
    assert ("word", "prove") in columns
    assert ("word", " that ") not in columns
    assert matrix(rows, columns).shape == (2, len(columns))


def test_only_a_short_turn_has_a_history() -> None:
    assert prepare(chat("hi")).reading is None
    short = prepare(chat("Build it", "Shall I?", "yes"))
    assert short.before
    assert short.offer
    assert len(with_levels(short, 1.0, 4.0)) > len(short.row)
