"""Identifiers by their shape: whatever stands between their digits, and only where something calls for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruling import found

CARD, IBAN = "4556737586899855", "DE44500105175407324931"


@given(st.sampled_from((" ", "-", ".", "  ", "\n", "/")), st.integers(2, 8))
def test_a_number_is_found_whatever_stands_between_its_parts(separator: str, size: int) -> None:
    for number in (CARD, IBAN):
        parts = separator.join(number[at : at + size] for at in range(0, len(number), size))
        assert found(f"my card or account: {parts} is new")


@pytest.mark.parametrize("at", range(16))
def test_one_wrong_digit_and_it_is_no_card(at: int) -> None:
    wrong = CARD[:at] + str((int(CARD[at]) + 1) % 10) + CARD[at + 1 :]
    assert "payment.card" not in found(f"my card {wrong}")


def test_a_number_inside_a_word_is_found() -> None:
    assert "payment.card" in found(f"my card no{CARD}")


def test_a_number_needs_its_word_nearby() -> None:
    assert "id.us.ssn" in found("SSN 536-90-4399")
    assert "id.de.tax" not in found("65929970489 parts were made")
    assert "id.de.tax" not in found("steuer-id " + "x " * 200 + "65929970489")


def test_a_number_that_is_called_by_another_name_is_not_a_card() -> None:
    assert found(f"order {CARD} has not arrived") == set()


def test_different_separators_in_one_number_are_a_formula_and_no_card() -> None:
    assert "payment.card" not in found("x = 45 + 56737 * 5868 / 99855 - 1")


def test_a_table_of_numbers_is_read_in_time() -> None:
    table = " ".join(str(1_000 + (at * 7_919) % 9_000) for at in range(20_000))
    assert isinstance(found(table), set)


def test_a_mark_between_spaces_sets_parts_apart_like_a_space() -> None:
    assert "id.it.cf" in found("CF a pezzi: BLL | MTT | 88R14 | F205Y")
    assert "id.it.cf" not in found("CF a pezzi: BLL | MTT / 88R14 | F205Y")


def test_the_number_of_an_article_is_no_card() -> None:
    assert "payment.card" not in found("Artikel 4001552952867 (EAN), welche Prüfziffer stimmt?")
    assert "payment.card" in found("charge my card 4001552952867")


@pytest.mark.parametrize("number", ["901 50 20 50", "966 12 34 56"])
def test_what_is_laid_out_to_be_dialled_is_no_number_of_a_person(number: str) -> None:
    assert "id.us.ssn" not in found(f"llamar a la Seguridad Social {number}")


@pytest.mark.parametrize("number", ["901-50-2050", "901502050", "912-12-4876"])
def test_a_number_that_is_called_one_is_one_also_where_no_check_says_so(number: str) -> None:
    assert "id.us.ssn" in found(f"my ITIN is {number}")
