"""Fitting efforts, and leaving things out only where that is right."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES
from larouter.core.errors import Unsayable
from larouter.wire.families import profile_of
from larouter.wire.profiles import EFFORTS, Losses, budget_of, effort_of, nearest_effort

CLAUDE = profile_of("claude-opus-4-6")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("low", "low"),
        ("minimal", "low"),
        ("xhigh", "high"),
        ("max", "max"),
        ("none", "low"),
        ("nonsense", ""),
    ],
)
def test_the_nearest_effort_is_the_lower_of_two(wanted: Any, found: Any) -> None:
    assert nearest_effort(wanted, CLAUDE) == found


def test_without_efforts_there_is_none() -> None:
    assert nearest_effort("low", replace(CLAUDE, efforts=())) == ""


@pytest.mark.parametrize("effort", EFFORTS[1:])
def test_an_effort_and_its_budget_mean_the_same(effort: Any) -> None:
    assert effort_of(budget_of(effort)) == effort


def test_what_may_be_left_out_is_listed_once_and_the_rest_is_refused() -> None:
    losses = Losses(CLAUDE)
    losses.lose("seed")
    losses.lose("seed")
    losses.lose("name", where="messages[0].name")
    assert losses.dropped == ["seed", "messages[0].name"]
    with pytest.raises(Unsayable) as caught:
        losses.lose("logit_bias")
    assert caught.value.param == "logit_bias"
    assert CLAUDE.family in caught.value.caller_detail


@pytest.mark.parametrize(
    ("client", "member"),
    [(OPENAI_RESPONSES, "client_metadata"), (ANTHROPIC, "context_management")],
)
@pytest.mark.parametrize("backend", [OPENAI_CHAT, GEMINI])
def test_what_coding_agents_say_about_themselves_is_left_out_and_told(
    dialogue: Callable[..., Any], client: str, member: str, backend: str
) -> None:
    opened = dialogue(client, backend, "some-model", **{member: {"a": 1}})
    assert opened.dropped == (member,)
    assert member not in json.loads(opened.body)
