"""Words: one spelling, pieces where a script has no spaces, and nothing that depends on length."""

from hypothesis import given
from hypothesis import strategies as st

from larouter.inspect.text import clip, grams, inner, normalise, passage, words


def test_case_and_diacritics_do_not_matter() -> None:
    assert normalise("Démontre, Übersetze, ŁÓDŹ") == normalise("demontre, ubersetze, lodz")


def test_letters_that_people_use_for_one_another_are_one() -> None:
    assert normalise("کتاب") == normalise("كتاب")
    assert normalise("أثبت") == normalise("اثبت")


def test_marks_that_carry_vowels_stay() -> None:
    assert words(normalise("नमस्ते दुनिया")) == ["नमस्ते", "दुनिया"]


def test_scripts_without_spaces_are_cut_into_overlapping_pieces() -> None:
    assert grams("証明せよ")[:4] == ["証", "明", "せ", "よ"]
    assert {"証明", "明せ", "証明せ"} <= set(grams("証明せよ"))


def test_a_passage_of_chinese_says_more_than_its_words_count() -> None:
    assert passage("请证明根号二是无理数").units > 5


@given(st.text(st.characters(max_codepoint=127), max_size=200))
def test_plain_ascii_is_cut_as_any_other_text(text: str) -> None:
    assert passage(text).tokens == words(normalise(text))


def test_curly_quotes_and_long_dashes_change_no_word() -> None:
    typed = passage('She said "it\'s late" - and left...')
    typeset = passage("She said \u201cit\u2019s late\u201d \u2013 and left\u2026")
    assert typed.tokens == typeset.tokens


def test_a_word_has_its_pieces_and_itself() -> None:
    assert {" pro", "prove", " prove "} <= set(inner("prove"))


@given(st.text(max_size=300), st.integers(1, 50), st.integers(1, 50))
def test_what_is_clipped_is_bounded_and_keeps_both_ends(text: str, head: int, tail: int) -> None:
    clipped = clip(text, head, tail)
    assert len(clipped) <= max(head + tail + 1, 1)
    assert clipped.startswith(text[:head])
    assert not text or clipped.endswith(text[-tail:])


@given(st.text(max_size=300))
def test_normalising_any_text_yields_words_without_capitals_or_spaces(text: str) -> None:
    for word in words(normalise(text)):
        assert word
        assert not word.isspace()
