"""What a decision gets to know of a request: what was asked for, how long it is, and no less sensitive than said."""

import itertools
from dataclasses import replace
from typing import Any

import pytest
from asking import asked
from hypothesis import given
from hypothesis import strategies as st

from larouter.core.chat import EMBEDDINGS, GEMINI, OPENAI_CHAT, Chat
from larouter.core.features import Difficulty, Finding
from larouter.core.tiers import Tier
from larouter.core.zones import Sensitivity
from larouter.inspect.look import Circumstances, asked_for, look, prompt_tokens

HARD = Difficulty(0.9, 0.8, ("asks for a proof",))
TOOL = {"type": "function", "function": {"name": "f"}}


async def plain(_chat: Chat) -> tuple[Sensitivity, tuple[Finding, ...]]:
    return Sensitivity.PUBLIC, ()


@pytest.mark.parametrize(
    ("model", "name", "tier"),
    [
        ("auto", "", None),
        ("larouter/auto", "", None),
        ("auto:complex", "", Tier.COMPLEX),
        ("auto:Complex", "", Tier.COMPLEX),
        ("larouter/auto:simple", "", Tier.SIMPLE),
        ("frontier", "", Tier.FRONTIER),
        ("gpt-x", "gpt-x", None),
        ("cloud/gpt-x", "cloud/gpt-x", None),
        ("auto:huge", "auto:huge", None),
    ],
)
def test_a_model_is_nothing_in_particular_a_tier_or_a_name(model: str, name: str, tier: Tier | None) -> None:
    assert asked_for(model) == (name, tier)


@pytest.mark.parametrize(("found", "said"), [*itertools.product(Sensitivity, Sensitivity)])
async def test_a_caller_can_raise_the_sensitivity_and_never_lower_it(
    found: Sensitivity, said: Sensitivity
) -> None:
    findings = (Finding("iban", 1),)

    async def sense(_chat: Chat) -> tuple[Sensitivity, tuple[Finding, ...]]:
        return found, findings

    features = await look(asked(), Circumstances(sensitivity=said), lambda _: HARD, sense)
    assert features.sensitivity == max(found, said)
    assert features.findings == findings


async def test_everything_that_is_known_is_handed_on() -> None:
    chat = asked(model="auto:simple", max_tokens=7, n=2, tools=[TOOL])
    around = Circumstances(dice=5, today=6, remaining=7, latency_ceiling_ms=8)
    features = await look(chat, around, lambda _: HARD, plain)
    assert (features.tier, features.difficulty) == (Tier.SIMPLE, HARD)
    assert (features.max_tokens, features.answers, features.needs) == (7, 2, {"tools"})
    assert (features.dice, features.today, features.remaining, features.latency_ceiling_ms) == (5, 6, 7, 8)


async def test_no_word_of_the_prompt_is_in_the_features() -> None:
    chat = asked(messages=[{"role": "user", "content": "xyzzy"}], tools=[TOOL], user="plugh")
    told = repr(await look(chat, Circumstances(), lambda _: HARD, plain))
    assert "xyzzy" not in told
    assert "plugh" not in told


@given(st.text(min_size=1), st.booleans())
def test_the_sufficient_length_is_no_shorter_than_the_expected_one(text: str, tools: bool) -> None:
    chat = asked(messages=[{"role": "user", "content": text}], tools=[TOOL] if tools else None)
    expected, worst = prompt_tokens(chat)
    assert 0 < expected <= worst


@given(st.text(), st.text())
def test_more_text_is_never_fewer_tokens(text: str, more: str) -> None:
    shorter, longer = (asked(messages=[{"role": "user", "content": said}]) for said in (text, text + more))
    assert prompt_tokens(shorter) <= prompt_tokens(longer)


def test_json_is_taken_to_have_more_tokens_than_prose_of_the_same_length() -> None:
    message = [{"role": "user", "content": "x" * 4_000}]
    prose, tools = asked(messages=message), asked(messages=message, tools=[TOOL])
    assert prompt_tokens(prose)[0] < 1_100
    assert prompt_tokens(tools)[0] > 1_400


async def test_what_cannot_be_read_is_confidential_and_says_why() -> None:
    chat = replace(asked(), opaque=True)
    features = await look(chat, Circumstances(), lambda _: HARD, plain)
    assert features.sensitivity is Sensitivity.CONFIDENTIAL
    assert features.findings == (Finding("inspector.unreadable", 1),)


@pytest.mark.parametrize(
    ("protocol", "member", "service"),
    [
        (OPENAI_CHAT, {"service_tier": "priority"}, "priority"),
        (OPENAI_CHAT, {"service_tier": "auto"}, ""),
        (OPENAI_CHAT, {"service_tier": ["priority"]}, ""),
        (OPENAI_CHAT, {"serviceTier": "priority"}, ""),
        (GEMINI, {"serviceTier": "SERVICE_TIER_PRIORITY"}, "priority"),
        (GEMINI, {"service_tier": "flex"}, "flex"),
    ],
)
async def test_a_dearer_kind_of_service_is_reckoned_with_in_every_protocol(
    protocol: str, member: dict[str, Any], service: str
) -> None:
    chat = replace(asked(**member), protocol=protocol)
    assert (await look(chat, Circumstances(), lambda _: HARD, plain)).service == service


async def test_nobody_reckons_how_hard_vectors_are() -> None:
    def fail(_chat: Chat) -> Difficulty:
        raise AssertionError

    chat = replace(asked(), needs=frozenset({EMBEDDINGS}))
    assert (await look(chat, Circumstances(), fail, plain)).difficulty.confidence == 0


def test_what_explains_tools_to_a_model_is_within_what_the_prompt_surely_does_not_exceed() -> None:
    one = {"type": "function", "function": {"name": "f", "description": "Find", "parameters": {}}}
    without, with_tools = prompt_tokens(asked()), prompt_tokens(asked(tools=[one]))
    assert with_tools[1] - without[1] > 530
    assert with_tools[0] - without[0] < 100


@pytest.mark.parametrize("url", ["https://example.org/cat.png", "data:image/png;base64,iVBOR"])
async def test_pictures_are_counted_whether_they_come_or_are_only_named(url: str) -> None:
    parts = [{"type": "image_url", "image_url": {"url": url}}] * 3
    chat = asked(messages=[{"role": "user", "content": parts}])
    assert (await look(chat, Circumstances(), lambda _: HARD, _nothing)).pictures >= 3
    assert (await look(asked(), Circumstances(), lambda _: HARD, _nothing)).pictures == 0


async def _nothing(_chat: Chat) -> tuple[Sensitivity, tuple[Finding, ...]]:
    return Sensitivity.PUBLIC, ()
