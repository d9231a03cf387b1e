"""What servers offer beside chat completions."""

import pytest

from larouter.fleet.sighting import Kind
from larouter.wire.habits import UNKNOWN, habits_of


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.OPENAI])
def test_every_local_server_that_is_told_apart_has_its_row_with_a_source(kind: Kind) -> None:
    assert habits_of(kind).completions
    assert habits_of(kind).mends
    assert not habits_of(kind).official
    assert habits_of(kind).source


def test_of_a_stranger_nothing_is_assumed_but_what_the_operator_says() -> None:
    assert habits_of("") == habits_of("openai2") == UNKNOWN
    assert habits_of("", frozenset({"completions"})).completions
    assert habits_of("", frozenset({"responses"})).responses


def test_openai_itself_offers_responses_and_needs_no_mending() -> None:
    found = habits_of("openai")
    assert (found.responses, found.official, found.mends, found.completions) == (True, True, False, False)
