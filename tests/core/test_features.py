"""Features hold counts, rule ids and numbers; whatever is text in them is a name."""

import dataclasses

from larouter.core.features import Difficulty, Features, Finding

# What was asked for, a deployment, a rule, a kind of service, what the operator's rules name: no prompt text.
NAMES = {"model", "affinity", "rule", "tags", "headers", "service", "parts", "counted"}


def test_features_have_no_place_for_the_text_of_a_prompt() -> None:
    texts = {
        field.name
        for value in (Features, Finding)
        for field in dataclasses.fields(value)
        if field.type is str or "str" in str(field.type)
    }
    assert texts - {"needs"} == NAMES


def test_nothing_known_is_no_confidence_and_no_capability() -> None:
    assert Features().difficulty == Difficulty(0.0, 0.0)
    assert not Features().needs
    assert Features().remaining is None
