"""Improbable words."""

from larouter.dispatch.checks.said import Said, Wanted
from larouter.dispatch.checks.unsure import FEWEST, unsure


def told(*logprobs: float) -> bool:
    return unsure(Said("x", reason="stop", logprobs=logprobs), Wanted())


def test_words_that_were_improbable_on_average_are_doubtful() -> None:
    assert told(*[-2.0] * FEWEST)
    assert not told(*[-1.0] * FEWEST)
    assert not told(*[-0.1] * 90, *[-9.0] * 10)


def test_few_words_tell_nothing() -> None:
    assert not told(*[-9.0] * (FEWEST - 1))
    assert not told()
