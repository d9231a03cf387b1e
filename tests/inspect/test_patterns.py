"""Patterns take linear time, and what is wrong with one is said when it is made."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.inspect.patterns import PatternError, compiled, escape


def test_a_pattern_that_ruins_backtracking_engines_does_not_matter() -> None:
    began = time.process_time()
    assert compiled(r"^(a+)+$").search("a" * 100_000 + "b") is None
    assert time.process_time() - began < 5  # a backtracking engine would not end in a lifetime


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_an_escaped_text_matches_itself(text: str) -> None:
    assert compiled(escape(text)).fullmatch(text)


def test_places_in_bytes_are_counted_in_bytes() -> None:
    found = compiled("b").search("äb".encode())
    assert found is not None
    assert (found.span(), found.group()) == ((2, 3), b"b")


@pytest.mark.parametrize("pattern", ["(", "[", "a{2,1}", r"(?=a)", r"\1"])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        compiled(pattern)
