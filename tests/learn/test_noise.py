"""Typos and padding."""

import random

from hypothesis import given
from hypothesis import strategies as st

from larouter.learn.noise import mistype, pad


@given(st.text(max_size=80), st.integers())
def test_no_typos_at_no_rate(text: str, seed: int) -> None:
    assert mistype(text, 0.0, random.Random(seed)) == text


def test_about_as_many_characters_are_hit_as_asked_for() -> None:
    text = "a" * 30_000
    changed = mistype(text, 0.03, random.Random(1))
    letters = sum(letter != "a" for letter in changed)
    assert 400 < letters < 700


@given(st.text(min_size=1, max_size=80), st.integers())
def test_padding_keeps_what_was_asked(text: str, seed: int) -> None:
    padded = pad(text, random.Random(seed))
    assert padded.startswith(text) or padded.endswith(text)
    assert len(padded) > len(text)
