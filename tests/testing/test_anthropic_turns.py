"""In which order Anthropic accepts messages and blocks."""

import pytest

from larouter.testing.anthropic_turns import wrong_turns

CALL = {"type": "tool_use", "id": "a", "name": "f", "input": {}}
OTHER = {**CALL, "id": "b"}
RESULT = {"type": "tool_result", "tool_use_id": "a", "content": "x"}
LATER = {**RESULT, "tool_use_id": "b"}
TEXT = {"type": "text", "text": "x"}
THOUGHT = {"type": "thinking", "thinking": "", "signature": "s"}


def said(*turns: object, prefill: bool = True, **members: object) -> str:
    """The first complaint about turns, user's first; a list stands for a message's blocks."""
    roles = ("user", "assistant")
    messages = [
        turn if isinstance(turn, dict) else {"role": roles[at % 2], "content": turn}
        for at, turn in enumerate(turns)
    ]
    return next(wrong_turns({"messages": messages, **members}, prefill=prefill), "")


@pytest.mark.parametrize(
    "turns",
    [
        ("hi",),
        ({"role": "user", "content": "a"}, {"role": "user", "content": "b"}),
        ("hi", [CALL], [RESULT, TEXT]),
        ("hi", [TEXT, CALL, OTHER], [LATER, RESULT]),
        ("hi", [CALL, OTHER], {"role": "user", "content": [RESULT]}, {"role": "user", "content": [LATER]}),
        ("hi", [CALL], [RESULT], [{**CALL, "id": "c"}], [{**RESULT, "tool_use_id": "c"}]),
        ("hi", "The answer is"),
        ("hi", {"role": "assistant", "content": []}),
    ],
)
def test_what_is_in_order_is_accepted(turns: tuple) -> None:
    assert said(*turns) == ""


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        ((), "at least one message"),
        (
            ({"role": "assistant", "content": "x"}, {"role": "user", "content": "x"}),
            'first message must use the "user"',
        ),
        (("hi", "", "hi"), "messages.1: all messages must have non-empty content"),
        (([{"type": "text", "text": ""}],), "text content blocks must be non-empty"),
        (([CALL],), "`tool_use` blocks can not be in `user` messages"),
        (("hi", [RESULT]), "`tool_result` blocks can not be in `assistant` messages"),
        (
            ("hi", [CALL], "hi"),
            "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: a",
        ),
        (("hi", [CALL], [TEXT, RESULT]), "ids were found without `tool_result` blocks"),
        (("hi", [CALL, OTHER], [RESULT]), "immediately after: b"),
        (
            ("hi", "ho", [RESULT]),
            "messages.2.content.0: unexpected `tool_use_id` found in `tool_result` blocks: a",
        ),
        (("hi", [CALL], [RESULT, RESULT]), "multiple `tool_result` blocks"),
        (("hi", [CALL, CALL], [RESULT]), "ids must be unique"),
        (("hi", [CALL]), "ids were found without"),
        (
            ("hi", [{**CALL, "id": "a b"}], [{**RESULT, "tool_use_id": "a b"}]),
            "tool_use.id: String should match",
        ),
        (("hi", "ends with a space "), "cannot end with trailing whitespace"),
    ],
)
def test_what_is_out_of_order_is_refused(turns: tuple, words: str) -> None:
    assert words in said(*turns)


def test_newer_models_take_no_prefill() -> None:
    assert "must end with a user message" in said("hi", "The answer is", prefill=False)


def test_with_a_budget_a_turn_with_tools_begins_with_its_thinking() -> None:
    budget = {"type": "enabled", "budget_tokens": 1024}
    assert said("hi", [THOUGHT, CALL], [RESULT], thinking=budget) == ""
    assert "but found `tool_use`" in said("hi", [CALL], [RESULT], thinking=budget)
    assert said("hi", [CALL], [RESULT], thinking={"type": "adaptive"}) == ""
    assert said("hi", "no tools", "hi", thinking=budget) == ""
