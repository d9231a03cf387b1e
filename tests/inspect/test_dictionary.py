"""A project's own words make its requests sensitive, and nobody else's."""

from collections.abc import Sequence

import pytest
from asking import asked

from larouter.core.chat import Chat
from larouter.core.features import Finding
from larouter.core.policy import Policy
from larouter.core.zones import Sensitivity
from larouter.inspect.dictionary import Dictionaries

WORDS = ((Sensitivity.INTERNAL, ("Larkspur",)), (Sensitivity.CONFIDENTIAL, ("Blaue Tür", "halvorsen")))


async def nothing(_: Chat) -> tuple[Sensitivity, Sequence[Finding]]:
    return Sensitivity.PUBLIC, (Finding("other", 1),)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("status of LARKSPUR?", Sensitivity.INTERNAL),
        ("die blaue Tur und larkspur", Sensitivity.CONFIDENTIAL),
        ("a letter to H\u200balvorsen", Sensitivity.CONFIDENTIAL),
        ("a blue door", Sensitivity.PUBLIC),
    ],
)
async def test_words_are_found_whatever_their_case_accents_and_disguise(
    text: str, level: Sensitivity
) -> None:
    policy = Policy(words=WORDS, version="v1")
    chat = asked(messages=[{"role": "user", "content": text}])
    found, findings = await Dictionaries(nothing).of(policy)(chat)
    assert found is level
    assert Finding("other", 1) in findings
    assert len(findings) == 1 + (level > 0) + ("larkspur" in text and level == 2)


def test_a_policy_without_words_costs_nothing() -> None:
    assert Dictionaries(nothing).of(Policy()) is nothing


def test_a_dictionary_is_made_once_for_each_policy() -> None:
    made = Dictionaries(nothing)
    one, other = Policy(words=WORDS, version="v1"), Policy(words=WORDS, version="v2")
    assert made.of(one) is made.of(one) is not made.of(other)


async def test_more_words_than_are_looked_at_are_confidential() -> None:
    policy = Policy(words=((Sensitivity.INTERNAL, ("larkspur",)),), version="v3")
    chat = asked(messages=[{"role": "user", "content": "larkspur " * 51_000}])
    level, findings = await Dictionaries(nothing).of(policy)(chat)
    assert (level, findings[-1]) == (Sensitivity.CONFIDENTIAL, Finding("inspector.limit", 1))
