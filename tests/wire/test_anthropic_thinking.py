"""How models of each family are told to think."""

from collections.abc import Callable
from typing import Any

import pytest

from larouter.core.chat import ANTHROPIC

Make = Callable[..., Any]

TOOL = {"type": "function", "function": {"name": "f"}}
HELLO = {"model": "auto", "messages": [{"role": "user", "content": "hello"}]}
ADAPTIVE = {"type": "adaptive", "display": "summarized"}


@pytest.mark.parametrize(
    ("model", "effort", "thinking", "config"),
    [
        ("claude-opus-5", "high", ADAPTIVE, {"effort": "high"}),
        ("claude-opus-5", "minimal", ADAPTIVE, {"effort": "low"}),
        ("claude-opus-5", "none", {"type": "disabled"}, None),
        ("claude-sonnet-5-5", "none", {"type": "between_tools"}, None),
        ("claude-opus-5-5", "none", None, {"effort": "low"}),
        ("claude-opus-4-7", "none", None, None),
        ("claude-opus-4-6", "xhigh", ADAPTIVE, {"effort": "high"}),
        ("claude-haiku-4-5", "low", {"type": "enabled", "budget_tokens": 2048}, None),
        ("claude-haiku-4-5", "none", None, None),
        ("claude-opus-5", None, None, None),
    ],
)
def test_an_effort_is_said_as_the_family_understands_it(
    ask: Make, model: str, effort: Any, thinking: Any, config: Any
) -> None:
    members = HELLO if effort is None else {**HELLO, "reasoning_effort": effort}
    body, _ = ask(members, ANTHROPIC, model)
    assert body.get("thinking") == thinking
    assert body.get("output_config") == config


def test_a_budget_leaves_room_for_the_answer_or_is_given_up(ask: Make) -> None:
    asked = {**HELLO, "reasoning_effort": "high", "max_tokens": 4000}
    assert ask(asked, ANTHROPIC, "claude-haiku-4-5")[0]["thinking"]["budget_tokens"] == 3999
    body, dropped = ask({**asked, "max_tokens": 500}, ANTHROPIC, "claude-haiku-4-5")
    assert "thinking" not in body
    assert dropped == ("reasoning_effort",)


def test_with_a_budget_nothing_is_said_of_sampling(ask: Make) -> None:
    body, dropped = ask(
        {**HELLO, "reasoning_effort": "low", "temperature": 0.2}, ANTHROPIC, "claude-haiku-4-5"
    )
    assert "temperature" not in body
    assert dropped == ("temperature",)


def test_a_forced_tool_and_a_budget_do_not_go_together(ask: Make) -> None:
    asked = {**HELLO, "reasoning_effort": "low", "tools": [TOOL], "tool_choice": "required"}
    body, dropped = ask(asked, ANTHROPIC, "claude-haiku-4-5")
    assert body["tool_choice"] == {"type": "any"}
    assert "thinking" not in body
    assert dropped == ("reasoning_effort",)


def test_a_model_that_thinks_unasked_stops_for_a_forced_tool(ask: Make) -> None:
    body, _ = ask({**HELLO, "tools": [TOOL], "tool_choice": "required"}, ANTHROPIC, "claude-sonnet-5")
    assert body["thinking"] == {"type": "disabled"}


def test_in_the_middle_of_a_loop_without_thoughts_there_is_no_budget(ask: Make) -> None:
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    loop = [
        *HELLO["messages"],
        {"role": "assistant", "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c", "content": "x"},
    ]
    asked = {**HELLO, "messages": loop, "tools": [TOOL], "reasoning_effort": "low"}
    assert "thinking" not in ask(asked, ANTHROPIC, "claude-haiku-4-5")[0]
    assert ask(asked, ANTHROPIC, "claude-opus-5")[0]["thinking"] == ADAPTIVE
