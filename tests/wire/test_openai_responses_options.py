"""The parameters of a Responses request in neutral words."""

import pytest

from larouter.core.errors import BadRequest, Unsayable
from larouter.wire.neutral import Format, Reasoning, Tool, ToolChoice
from larouter.wire.openai_responses_options import (
    choice_of,
    parse_options,
    reasoning_of,
    sampling_of,
    tools_of,
)

SCHEMA = {"type": "object"}


@pytest.mark.parametrize(
    ("asked", "reasoning"),
    [
        (None, Reasoning()),
        ({"effort": "none"}, Reasoning("off", "none")),
        ({"effort": "high", "summary": "auto"}, Reasoning("on", "high", show=True)),
        ({"generate_summary": "concise"}, Reasoning(show=True)),
    ],
)
def test_an_effort_of_none_is_off_and_a_summary_is_for_those_who_ask(asked, reasoning):
    assert reasoning_of({"reasoning": asked}) == reasoning


def test_log_probabilities_are_asked_for_in_two_ways():
    assert sampling_of({"top_logprobs": 3}).logprobs
    assert sampling_of({"include": ["message.output_text.logprobs"]}).logprobs
    assert not sampling_of({"include": ["reasoning.encrypted_content"]}).logprobs


def test_tools_are_functions_or_take_free_text():
    function = {"type": "function", "name": "f", "description": "D.", "parameters": SCHEMA, "strict": True}
    custom = {"type": "custom", "name": "g", "format": {"type": "text"}}
    assert tools_of({"tools": [function, custom]}) == (
        Tool("f", "D.", SCHEMA, strict=True),
        Tool("g", "", custom={"type": "text"}),
    )


def test_a_tool_that_runs_at_openai_is_refused_by_its_place():
    with pytest.raises(Unsayable, match="web_search is a tool that runs at OpenAI") as refused:
        tools_of({"tools": [{"type": "function", "name": "f"}, {"type": "web_search"}]})
    assert refused.value.param == "tools[1].type"


@pytest.mark.parametrize(
    ("value", "choice"),
    [
        (None, None),
        ("required", ToolChoice("required")),
        ({"type": "function", "name": "f"}, ToolChoice("required", ("f",))),
        (
            {"type": "allowed_tools", "mode": "auto", "tools": [{"type": "function", "name": "f"}]},
            ToolChoice("auto", ("f",)),
        ),
    ],
)
def test_a_choice_of_tools(value, choice):
    assert choice_of({"tool_choice": value}) == choice


@pytest.mark.parametrize(
    ("value", "error"), [({"type": "file_search"}, Unsayable), ("sometimes", BadRequest), (5, BadRequest)]
)
def test_a_choice_that_is_none_is_refused(value, error):
    with pytest.raises(error) as refused:
        choice_of({"tool_choice": value})
    assert refused.value.param == "tool_choice"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (None, None),
        ({"type": "text"}, None),
        ({"type": "json_object"}, Format("json")),
        (
            {"type": "json_schema", "name": "a", "schema": SCHEMA, "strict": True},
            Format("schema", "a", "", SCHEMA, strict=True),
        ),
    ],
)
def test_the_form_of_the_answer(form, said):
    assert parse_options({"text": {"format": form}}).format == said


@pytest.mark.parametrize("form", [{"type": "json_schema"}, {"type": "xml"}])
def test_a_form_that_is_none_is_refused(form):
    with pytest.raises(BadRequest) as refused:
        parse_options({"text": {"format": form}})
    assert refused.value.param == "text.format"


def test_what_has_no_neutral_name_is_kept_apart_so_that_nothing_is_lost_in_silence():
    members = {
        "input": "x",
        "store": True,
        "truncation": "disabled",
        "text": {"verbosity": "low"},
        "x_new": 1,
    }
    asked = {"reasoning": {"context": "all_turns", "mode": "standard"}}
    assert parse_options(members | asked).extras == {
        "store": True,
        "verbosity": "low",
        "x_new": 1,
        "reasoning.context": "all_turns",
    }
