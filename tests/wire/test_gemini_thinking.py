"""How Gemini is told to think."""

from typing import Any

import pytest

from larouter.core.chat import GEMINI, OPENAI_CHAT
from larouter.wire.exchange import Exchange
from larouter.wire.families import profile_of
from larouter.wire.gemini_thinking import thinking_for
from larouter.wire.neutral import Conversation, Reasoning
from larouter.wire.profiles import Losses


@pytest.mark.parametrize(
    ("model", "asked", "told"),
    [
        ("gemini-3.8-flash", Reasoning(), {}),
        ("gemini-3.8-flash", Reasoning(show=False), {"includeThoughts": False}),
        ("gemini-3.8-flash", Reasoning("auto"), {"includeThoughts": True}),
        (
            "gemini-3.8-flash",
            Reasoning("on", "low", show=False),
            {"thinkingLevel": "LOW", "includeThoughts": False},
        ),
        ("gemini-2.5-pro", Reasoning("auto"), {"thinkingBudget": -1, "includeThoughts": True}),
        ("gemini-2.5-pro", Reasoning("on", budget=1), {"thinkingBudget": 128, "includeThoughts": True}),
        (
            "gemini-2.5-pro",
            Reasoning("on", budget=99_999),
            {"thinkingBudget": 24_576, "includeThoughts": True},
        ),
        ("gemini-2.5-flash", Reasoning("off"), {"thinkingBudget": 0}),
    ],
)
def test_a_level_or_a_budget_within_its_range_and_never_both(model: Any, asked: Any, told: Any) -> None:
    profile = profile_of(model, GEMINI)
    exchange = Exchange("req_1", OPENAI_CHAT, GEMINI, model, profile)
    assert thinking_for(Conversation((), reasoning=asked), exchange, Losses(profile)) == told
