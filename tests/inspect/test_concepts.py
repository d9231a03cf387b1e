"""Concepts: the same thing said in many languages."""

import pytest

from larouter.inspect.concepts import Concepts, concepts
from larouter.inspect.text import passage

LISTED = "[prove]\nprove beweis- show-that 証明\n[greet]\nhello\n"


def test_a_word_a_stem_a_pair_and_a_piece_are_found() -> None:
    known = Concepts(LISTED)
    for text in ("prove it", "Beweise das", "show that n is odd", "これを証明せよ"):
        assert "prove" in known.counts(passage(text)), text
    assert known.counts(passage("proven")) == {}


def test_different_words_of_a_concept_are_counted() -> None:
    assert Concepts(LISTED).counts(passage("prove it, Beweis, prove")) == {"prove": 2}


def test_the_answer_does_not_depend_on_what_was_asked_before() -> None:
    fresh, used = Concepts(LISTED), Concepts(LISTED)
    used.counts(passage("beweisen hello prove show that"))
    assert fresh.counts(passage("Beweisen")) == used.counts(passage("Beweisen"))


@pytest.mark.parametrize(
    "text",
    [
        "Prove it",
        "Beweise es",
        "Démontre",
        "Demuestra",
        "Demonstre",
        "Dimostra",
        "Bewijs",
        "Udowodnij",
        "Dokaž",
        "Bevisa",
        "Todista",
        "Докажи",
        "Доведи",
        "Kanıtla",
        "أثبت",
        "הוכח",
        "सिद्ध करो",
        "প্রমাণ করো",
        "நிரூபி",
        "Buktikan",
        "Chứng minh",
        "พิสูจน์",
        "証明して",
        "증명해",
        "证明",
        "Απόδειξε",
    ],
)
def test_asking_for_a_proof_is_known_in_many_languages(text: str) -> None:
    assert "prove" in concepts().counts(passage(text))
