"""The first stage of difficulty knows what is plainly easy, and abstains from the rest."""

import pytest
from asking import asked

from larouter.inspect.difficulty import first_stage


@pytest.mark.parametrize("text", ["hi", "Hello!", "thanks", "guten Morgen"])
def test_a_greeting_is_easy(text: str) -> None:
    found = first_stage(asked(messages=[{"role": "user", "content": text}]))
    assert found.confidence >= 0.5
    assert found.score < 0.1


def test_what_is_not_known_is_not_guessed() -> None:
    text = "Compare the two treaties, and say which clause the second one leaves open."
    assert first_stage(asked(messages=[{"role": "user", "content": text}])).confidence < 0.5
