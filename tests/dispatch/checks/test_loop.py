"""Round in circles, and no language at all; lists, tables, rhymes and code are none of it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.dispatch.checks.loop import loop
from larouter.dispatch.checks.said import Said, Wanted


def goes_round(text: str, question: str = "Tell me about dogs.") -> bool:
    return loop(Said(text, reason="stop"), Wanted(question))


@pytest.mark.parametrize(
    "unit",
    ["- Tom Hanks\n- Tom Cruise\n", "one by ", "den", "Nulla facilisi. ", " fall  ", "我不知道。", "  * 1/4 cup mint\n",
     "The answer depends on the question, and the question depends on the answer, as was said above. "],
)  # fmt: skip
def test_a_passage_that_comes_again_and_again_is_a_loop(unit: str) -> None:
    assert goes_round("Here are some famous actors of the stage: " + unit * (400 // len(unit) + 6))


@given(st.text(alphabet="abcdefgh ", min_size=3, max_size=150), st.integers(6, 20))
def test_any_passage_with_a_word_in_it_is_found(unit: str, times: int) -> None:
    text = unit * max(times, 260 // len(unit) + 1)
    if any(len(word) > 1 for word in text.split()) and len(text.strip()) > 250:
        assert goes_round(text)


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"{number}. Item number {number} of the list\n" for number in range(60)),
        "| a | b |\n" + "".join(f"| {number} | {number * number} |\n" for number in range(60)),
        "-" * 400,
        "ha ha ha",
        "for x in rows:\n    print(x)\n" * 3 + "Done.",
        "=" * 80 + "\n" + "\n" * 300,
        "0" * 500,
        "Row, row, row your boat, gently down the stream. Merrily, merrily, merrily, merrily, life is but a dream.",
    ],
)
def test_what_repeats_for_a_reason_is_none(text: str) -> None:
    assert not goes_round(text)


def test_what_was_asked_for_is_none() -> None:
    assert goes_round("all work and no play " * 40)
    assert not goes_round("all work and no play " * 40, "Write 'all work and no play ' forty times.")


def test_one_word_that_is_half_of_everything_is_a_loop() -> None:
    words = ["agile"] * 80 + [f"word{chr(97 + number % 26)}{chr(97 + number // 26)}" for number in range(60)]
    random.Random(1).shuffle(words)
    assert goes_round(" ".join(words))


def test_broken_characters_and_mixed_alphabets_are_gibberish() -> None:
    assert goes_round(
        "The answer is "
        + "\ufffd" * 9
        + " and so it goes on for a while, and on, and on, and on, to the end."
    )
    assert goes_round(
        "hеllо wоrld thіs іs nоt а lаnguаge " * 3 + "аnd sо оn аnd оn wіth mоrе оf thе sаmе lеttеrs hеrе"
    )
    assert not goes_round(
        "Das ist ein Satz über Größe, und noch einer über Käse, mit 日本語 und русский darin. " * 2
    )
