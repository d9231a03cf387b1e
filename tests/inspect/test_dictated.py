"""What is said rather than written: numbers in words, marks by name, texts told backwards."""

import pytest

from larouter.core.zones import Sensitivity
from larouter.inspect.dictated import Dictation
from larouter.inspect.normalise import normalise
from larouter.inspect.sensitive import Inspector


@pytest.fixture(scope="module")
def dictation() -> Dictation:
    return Dictation(lambda word: normalise(word).lower())


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("oh seven nine double one four eight two six six three", "079114826" + "63"),
        ("null eins sieben sechs zweiunddreißig vierundfünfzig achtzehn neunzig", "017632541890"),
        ("zéro six douze trente-quatre cinquante-six soixante-dix-huit", "0612345678"),
        ("sıfır beş üç iki, dört bir yedi, seksen iki, doksan altı", "05324178296"),
        ("tre quattro sette ventidue trentaquattro cinquantasei otto", "3472234568"),
        ("ゼロハチゼロ、ヨンキュウイチナナ、ニーサンゴーハチ", "08049172358"),
        ("六零一一，七三零六，二一七九，五二一六", "6011730621795216"),
        ("haneul_kwon92 골뱅이 네이버 점 컴", "haneul_kwon92@naver.com"),
        (
            "build dash agent dash four dot corp dot wexley dot internal",
            "build-agent-four.corp.wexley.internal",
        ),
    ],
)
def test_what_is_dictated_is_written_down(dictation: Dictation, said: str, written: str) -> None:
    plain = normalise(said)
    [(_, _, read)] = dictation.find(plain.lower().encode(), plain.encode())
    assert read.strip().removeprefix("tel ") == written


def test_nine_digits_that_are_said_are_a_number_to_call_but_counting_is_not() -> None:
    inspector = Inspector()
    said = "c'est le zéro six, quarante-sept, quatre-vingt-deux, dix-neuf, zéro trois"
    assert inspector.inspect([said]).level is Sensitivity.CONFIDENTIAL
    counted = "one two three four five six seven eight nine ten"
    assert inspector.inspect([counted]).level is Sensitivity.PUBLIC


def test_codes_in_a_text_told_backwards_are_turned_round(dictation: Dictation) -> None:
    plain = b"it is backwards: 4x7y9z then"
    [(start, end, read)] = dictation.find(plain.lower(), plain)
    assert (start, end) == (0, len(plain))
    assert "z9y7x4" in read


@pytest.mark.parametrize(
    "text",
    [
        "one two three four go",
        "the average point is that twenty people came and two left",
        "connect the dots, mind the dash, and look at me",
        "write the list backwards: apple, pear, plum",
    ],
)
def test_prose_is_left_alone(text: str) -> None:
    assert Inspector().inspect([text]).level is Sensitivity.PUBLIC
