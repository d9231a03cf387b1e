"""The parameters of a request to Gemini, in neutral words."""

from typing import Any

import pytest

from larouter.core.errors import BadRequest
from larouter.wire.gemini_options import parse_options
from larouter.wire.neutral import Reasoning, ToolChoice


@pytest.mark.parametrize(
    ("calling", "choice"),
    [
        ({}, None),
        ({"mode": "auto"}, ToolChoice("auto")),
        ({"mode": "NONE"}, ToolChoice("none")),
        ({"mode": "ANY", "allowed_function_names": ["f"]}, ToolChoice("required", ("f",))),
        ({"mode": "VALIDATED", "allowedFunctionNames": ["f"]}, ToolChoice("auto", ("f",))),
    ],
)
def test_a_mode_is_a_choice(calling: Any, choice: Any) -> None:
    assert parse_options({"toolConfig": {"functionCallingConfig": calling}}).choice == choice


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(BadRequest, match="mode"):
        parse_options({"toolConfig": {"functionCallingConfig": {"mode": "SOMETIMES"}}})


@pytest.mark.parametrize(
    ("thinking", "reasoning"),
    [
        ({}, Reasoning()),
        ({"thinkingBudget": 0}, Reasoning("off")),
        ({"thinking_budget": -1}, Reasoning("auto")),
        ({"thinkingBudget": 500, "includeThoughts": False}, Reasoning("on", budget=500, show=False)),
        ({"thinkingLevel": "HIGH"}, Reasoning("on", "high")),
    ],
)
def test_a_budget_or_a_level_is_how_much_to_think(thinking: Any, reasoning: Any) -> None:
    assert parse_options({"generationConfig": {"thinkingConfig": thinking}}).reasoning == reasoning


def test_what_a_tool_returns_is_told_in_its_description() -> None:
    declared = {"name": "f", "description": "does", "response": {"type": "STRING"}}
    (tool,) = parse_options({"tools": [{"functionDeclarations": [declared]}]}).tools
    assert tool.description == 'does\nIt returns: {"type":"STRING"}'
    assert tool.schema is None


def test_members_with_a_word_elsewhere_get_it_and_the_others_keep_their_names() -> None:
    members = {"serviceTier": "flex", "labels": {"a": "b"}, "store": False, "cachedContent": "c", "x_new": 1}
    extras = parse_options(
        {**members, "generationConfig": {"speechConfig": {}, "responseModalities": ["TEXT"]}}
    ).extras
    assert extras == {
        "service_tier": "flex", "metadata": {"a": "b"}, "store": False, "cachedContent": "c", "x_new": 1,
        "generationConfig.speechConfig": {},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("tier", "said"),
    [
        *[("SERVICE_TIER_PRIORITY", "priority"), ("Flex", "flex"), ("standard", "default")],
        *[("SERVICE_TIER_UNSPECIFIED", "default"), ("express", None)],
    ],
)
def test_a_kind_of_service_is_said_in_the_words_of_all(tier: str, said: str | None) -> None:
    assert parse_options({"serviceTier": tier}).extras.get("service_tier") == said
