"""The parameters of a request in the Responses API, in neutral words."""

from typing import Any

import pytest

from larouter.core.errors import BadRequest, Unsayable
from larouter.wire.neutral import Format, Reasoning, ToolChoice
from larouter.wire.openai_responses_options import parse_options

ALLOWED = {"type": "allowed_tools", "mode": "required", "tools": [{"type": "function", "name": "f"}]}


@pytest.mark.parametrize(
    ("value", "choice"),
    [
        (None, None),
        ("required", ToolChoice("required")),
        ({"type": "function", "name": "f"}, ToolChoice("required", ("f",))),
        ({"type": "custom", "name": "g"}, ToolChoice("required", ("g",))),
        (ALLOWED, ToolChoice("required", ("f",))),
    ],
)
def test_every_form_of_a_choice(value: Any, choice: Any) -> None:
    assert parse_options({"tool_choice": value}).choice == choice


@pytest.mark.parametrize(
    ("value", "error"), [({"type": "web_search"}, Unsayable), ("always", BadRequest), (3, BadRequest)]
)
def test_a_choice_of_what_is_not_there_is_refused(value: Any, error: Any) -> None:
    with pytest.raises(error) as found:
        parse_options({"tool_choice": value})
    assert found.value.param == "tool_choice"


def test_reasoning_is_shown_to_those_who_ask_for_a_summary() -> None:
    assert parse_options({"reasoning": {"effort": "none"}}).reasoning == Reasoning("off", "none")
    assert parse_options({"reasoning": {"effort": "low", "summary": "auto"}}).reasoning == Reasoning(
        "on", "low", show=True
    )


def test_the_form_of_the_answer_is_flat_here() -> None:
    form = {"type": "json_schema", "name": "n", "schema": {"type": "object"}, "strict": True}
    assert parse_options({"text": {"format": form}}).format == Format(
        "schema", "n", schema={"type": "object"}, strict=True
    )
    with pytest.raises(BadRequest, match="schema"):
        parse_options({"text": {"format": {"type": "json_schema"}}})


def test_what_says_nothing_is_left_and_what_has_no_word_keeps_its_name() -> None:
    members = {
        "truncation": "disabled",
        "include": [],
        "max_tool_calls": 2,
        "text": {"verbosity": "low"},
        "x_new": 1,
    }
    assert parse_options(members).extras == {"verbosity": "low", "x_new": 1}
    assert parse_options({"reasoning": {"mode": "pro"}}).extras == {"reasoning.mode": "pro"}
