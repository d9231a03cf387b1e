"""How Gemini models of each family are told to think."""

import pytest

from larouter.core.chat import ANTHROPIC, GEMINI
from larouter.wire.exchange import Exchange
from larouter.wire.families import profile_of
from larouter.wire.gemini_thinking import LEAST_BUDGET, MOST_BUDGET, thinking_for
from larouter.wire.neutral import Conversation, Reasoning
from larouter.wire.profiles import Losses

PRO, FLASH_2_5, PRO_2_5, OLD = "gemini-3-pro", "gemini-2.5-flash", "gemini-2.5-pro", "gemma-3"


def told(model, reasoning):
    profile = profile_of(model, GEMINI)
    exchange, losses = Exchange("req_1", ANTHROPIC, GEMINI, model, profile), Losses(profile)
    return thinking_for(Conversation((), reasoning=reasoning), exchange, losses), tuple(losses.dropped)


@pytest.mark.parametrize("model", [PRO, FLASH_2_5, PRO_2_5])
def test_who_says_nothing_leaves_it_to_the_model(model):
    assert told(model, Reasoning()) == ({}, ())
    assert told(model, Reasoning(show=True)) == ({"includeThoughts": True}, ())


def test_an_effort_is_a_level_or_a_budget_and_never_both():
    assert told(PRO, Reasoning("on", "high"))[0] == {"thinkingLevel": "HIGH", "includeThoughts": True}
    assert told(FLASH_2_5, Reasoning("on", "low"))[0] == {"thinkingBudget": 2048, "includeThoughts": True}


@pytest.mark.parametrize(("asked", "budget"), [(1, LEAST_BUDGET), (5_000, 5_000), (10**6, MOST_BUDGET)])
def test_a_budget_is_kept_within_what_the_family_takes(asked, budget):
    assert told(PRO_2_5, Reasoning("on", budget=asked))[0]["thinkingBudget"] == budget


def test_who_leaves_it_to_the_model_says_so_where_there_is_a_budget():
    assert told(FLASH_2_5, Reasoning("auto"))[0] == {"thinkingBudget": -1, "includeThoughts": True}


def test_off_is_off_where_it_can_be_and_the_least_where_it_cannot():
    assert told(FLASH_2_5, Reasoning("off", "none")) == ({"thinkingBudget": 0}, ())
    assert told(PRO_2_5, Reasoning("off", "none")) == (
        {"thinkingBudget": LEAST_BUDGET},
        ("reasoning_effort",),
    )


def test_thoughts_are_hidden_from_those_who_do_not_want_them():
    assert told(PRO, Reasoning("on", "low", show=False))[0]["includeThoughts"] is False
