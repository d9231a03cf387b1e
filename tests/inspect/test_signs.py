"""Signs: what is conspicuous in a request."""

from chats import chat

from larouter.inspect.reading import Reading, read
from larouter.inspect.signs import Signs, itself, names

KINDS = Signs(itself)


def signs(reading: Reading) -> list[str]:
    return names(KINDS(reading))


def test_a_request_shows_what_it_is_about() -> None:
    assert {"c:prove", "lead:prove"} <= set(signs(read(chat("Prove that e is irrational"))))


def test_what_is_only_quoted_is_not_what_it_is_about() -> None:
    found = signs(read(chat('Please spell "microservices architecture" for me, I forgot')))
    assert "c:architecture" not in found
    assert "s:architecture" in found


def test_a_short_answer_shows_its_mood_and_the_offer() -> None:
    found = signs(read(chat("hm", "I could design the whole platform. Shall I?", "yes")))
    assert "follows:yes/0/True" in found
    assert any(sign.startswith("o:design/yes") for sign in found)


def test_years_are_not_large_numbers() -> None:
    assert "large:0" in signs(read(chat("what happened in 1948")))
    assert "large:1" in signs(read(chat("we have 1300 files")))
    assert "large:1" in signs(read(chat("we have 200k files")))


def test_the_level_of_the_history_is_a_sign() -> None:
    reading = read(chat("x", "y", "go on"))
    assert KINDS.of_levels(reading, 0.0, 4.0) != KINDS.of_levels(reading, 0.0, 1.0)


def test_weights_of_signs_are_summed_as_their_names_are_listed() -> None:
    reading = read(chat("Build me an app", "Shall I write all 12 files?", "yes, in Rust: quickly!"))
    counted = Signs(len)
    assert sum(counted(reading)) == len(signs(reading))
    assert sum(counted(reading)) == len(signs(reading))


def test_a_bare_sum_is_told_from_other_short_turns() -> None:
    assert "bare:2" in signs(read(chat("17*23")))
    assert not any(sign.startswith("bare") for sign in signs(read(chat("17 apples"))))
