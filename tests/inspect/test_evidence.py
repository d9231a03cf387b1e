"""Evidence: words that a user understands."""

import pytest
from chats import chat

from larouter.inspect.concepts import concepts
from larouter.inspect.difficulty import first_stage
from larouter.inspect.evidence import MOST, PHRASES


@pytest.mark.parametrize(
    ("turns", "phrase"),
    [
        (["hello there"], "a greeting"),
        (["Prove that sqrt(2) is irrational"], "asks for a proof"),
        (["Design and build a complete distributed booking platform with tests"], "asks to build something"),
        (["Translate into French: good morning"], "asks for a translation"),
    ],
)
def test_the_reason_is_given_in_words(turns: list[str], phrase: str) -> None:
    assert phrase in first_stage(chat(*turns)).evidence


def test_there_is_always_a_reason_and_never_a_list() -> None:
    for text in (
        "qwertz",
        "x",
        "Explain, compare, prove, design and translate the whole system architecture",
    ):
        assert 1 <= len(first_stage(chat(text)).evidence) <= MOST


def test_every_phrase_belongs_to_a_concept() -> None:
    assert PHRASES.keys() <= set(concepts().names)
