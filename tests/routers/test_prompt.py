"""Prompts as numbers."""

import math

import pytest

from larouter.routers.prompt import by_rarity, comparable, dot, measured, measures, words


def test_words_have_length_one_and_pairs_count() -> None:
    found = words("the cat saw the cat")
    assert math.fsum(value * value for value in found.values()) == pytest.approx(1.0)
    assert found["the cat"] > found["cat saw"]
    assert words("") == {}


def test_measures_are_finite_for_anything() -> None:
    sizes = {len(measures(text)) for text in ("", "hi", "x" * 50_000, "\n" * 500, "数学", "A) one\nB) two")}
    assert len(sizes) == 1
    assert all(math.isfinite(value) for value in measures("∑" * 100))


def test_measures_become_comparable_and_bounded() -> None:
    shown = comparable([100.0, 0.0], [0.0, 0.0], [1.0, 1.0])
    assert shown[0] == pytest.approx(4 * 0.35 / math.sqrt(2))
    assert shown[1] == 0


def test_dot_ignores_what_only_one_has() -> None:
    assert dot({"a": 2.0, "b": 1.0}, {"a": 3.0, "c": 9.0}) == 6.0


def test_every_measure_has_a_name() -> None:
    assert len(measured()) == len(measures("any")) == len(set(measured()))


def test_a_number_counts_by_its_size_and_marks_are_words() -> None:
    assert words("17 x 23 = ?") == words("98 x 11 = ?")
    assert words("17 x") != words("1700 x")
    assert {"?", "x =", "0 x"} <= set(words("17 x = ?"))


def test_a_script_without_spaces_is_cut_into_pieces() -> None:
    assert "数学" in words("这道数学题")


def test_rare_words_weigh_more() -> None:
    even = {"the": 0.6, "lemma": 0.8}
    weighed = by_rarity(even, {"the": 99}, 100)
    assert weighed["lemma"] / weighed["the"] > 2
    assert math.fsum(value * value for value in weighed.values()) == pytest.approx(1.0)


def test_words_on_a_list_count_for_what_the_list_is_about() -> None:
    names = measured()
    found = dict(zip(names, measures("Prove that the integral converges."), strict=True))
    assert found["any of proof"] == found["any of maths"] == 1.0
    assert found["any of law"] == found["share of law"] == 0.0
