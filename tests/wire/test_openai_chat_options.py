"""The parameters of a chat completion in neutral words."""

from typing import Any

import pytest

from larouter.core.errors import BadRequest
from larouter.wire.neutral import Format, Tool, ToolChoice
from larouter.wire.openai_chat_options import choice_of, format_of, sampling_of, tools_of


@pytest.mark.parametrize(
    ("value", "choice"),
    [
        (None, None),
        ("auto", ToolChoice("auto")),
        ("required", ToolChoice("required")),
        ({"type": "function", "function": {"name": "f"}}, ToolChoice("required", ("f",))),
        ({"type": "custom", "custom": {"name": "c"}}, ToolChoice("required", ("c",))),
        (
            {
                "type": "allowed_tools",
                "allowed_tools": {"mode": "auto", "tools": [{"type": "function", "function": {"name": "f"}}]},
            },
            ToolChoice("auto", ("f",)),
        ),
    ],
)
def test_tool_choices(value: Any, choice: Any) -> None:
    assert choice_of({"tool_choice": value}) == choice


@pytest.mark.parametrize("value", ["sometimes", {"type": "function"}, {"type": "allowed_tools"}, 1, [1]])
def test_a_choice_that_means_nothing_is_refused(value: Any) -> None:
    with pytest.raises(BadRequest) as caught:
        choice_of({"tool_choice": value})
    assert caught.value.param == "tool_choice"


@pytest.mark.parametrize(
    ("members", "form"),
    [
        ({}, None),
        ({"response_format": {"type": "text"}}, None),
        ({"response_format": {"type": "json_object"}}, Format("json")),
        ({"response_format": {"type": "json_object", "schema": {"a": 1}}}, Format("schema", schema={"a": 1})),
        ({"grammar": "root ::= x"}, Format("grammar", grammar="root ::= x")),
        (
            {
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {"name": "n", "schema": {}, "strict": True},
                }
            },
            Format("schema", "n", strict=True),
        ),
    ],
)
def test_formats(members: Any, form: Any) -> None:
    assert format_of(members) == form


@pytest.mark.parametrize(
    "value", [{"type": "xml"}, {"type": "json_schema"}, {"type": "json_schema", "json_schema": {"schema": 1}}]
)
def test_a_format_that_means_nothing_is_refused(value: Any) -> None:
    with pytest.raises(BadRequest) as caught:
        format_of({"response_format": value})
    assert caught.value.param.startswith("response_format")


def test_tools_with_a_schema_and_with_free_text() -> None:
    custom = {"type": "custom", "custom": {"name": "c", "format": {"type": "text"}}}
    plain = {"type": "function", "function": {"name": "f", "strict": True, "parameters": {"type": "object"}}}
    assert tools_of({"tools": [plain, custom]}) == (
        Tool("f", schema={"type": "object"}, strict=True),
        Tool("c", custom={"type": "text"}),
    )


def test_one_stop_sequence_is_a_list_of_one() -> None:
    assert sampling_of({"stop": "X"}).stop == ("X",)
    assert sampling_of({"stop": ["X", "Y"], "n": 2}).answers == 2
