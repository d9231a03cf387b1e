"""Two models say the same: by what they conclude, else by their figures, else by their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.dispatch.checks.agree import agree, conclusion


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("B", "B"),
        ("(C) because of gravity", "C"),
        ("So the answer is (D).", "D"),
        ("Thus the answer is 1,250.00 dollars.", "1250"),
        (r"Therefore $\boxed{42}$", "42"),
        ("Yes, it is.", "yes"),
        ('{"a": 1}', "{'a': 1}"),
        ("42 kg", "42"),
        ("A long story about a dog that went to the market and came back with a bone.", None),
        ("Answer the question later.", None),
    ],
)
def test_a_conclusion_is_what_is_marked_as_one(text: str, found: str | None) -> None:
    assert conclusion(text) == found


def test_conclusions_are_compared_before_anything_else() -> None:
    assert agree("Three plus four makes seven, so the answer is 7.", "The answer is 7.0")
    assert not agree("Three plus four makes seven, so the answer is 7.", "The answer is 8")
    assert agree('{"a": 1, "b": 2}', '{"a":1,"b":2}')


def test_figures_are_compared_where_they_matter() -> None:
    one = "She eats 3 and bakes 4, which leaves 16 - 7 = 9 eggs; sold at $2 each that makes 18 dollars."
    same = "16 - 3 - 4 = 9 remain. 9 * 2 = 18 a day."
    other = "16 - 3 = 13 remain. 13 * 2 = 26 a day."
    assert agree(one, same)
    assert not agree(one, other)


def test_list_markers_are_no_figures() -> None:
    one = "1. Buy milk from the shop nearby\n2. Cook some rice\n3. Eat the rice with milk"
    other = "1. Buy rice from the shop\n2. Cook the rice\n3. Add milk\n4. Enjoy the rice"
    assert agree(one, other)


def test_words_must_differ_almost_wholly() -> None:
    story = "A dog ran across the field towards the old barn near the river"
    assert agree(story, "The dog crossed a field, running to the barn")
    assert not agree(
        story, "Photosynthesis converts carbon dioxide into sugars using sunlight within chloroplasts"
    )


@given(st.text(max_size=300))
def test_everything_agrees_with_itself_and_with_nothing(text: str) -> None:
    assert agree(text, text)
    assert agree(text, "")


@given(st.text(max_size=200), st.text(max_size=200))
def test_agreement_is_mutual(one: str, other: str) -> None:
    assert agree(one, other) == agree(other, one)
