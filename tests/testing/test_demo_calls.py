"""Simulated servers honour a forced choice of tool."""

from typing import Any

import pytest

from larouter.dispatch.checks.schema import fits
from larouter.testing.demo_calls import forced_call, sample

WEATHER = {
    "type": "object",
    "properties": {
        "city": {"type": "string"},
        "days": {"type": "integer"},
        "unit": {"enum": ["C", "F"]},
        "at": {"type": "array", "items": {"type": "number"}, "minItems": 2},
        "who": {"anyOf": [{"type": "object", "required": ["x"], "properties": {"x": {"const": 7}}}]},
        "maybe": {"type": ["boolean", "null"]},
    },
    "required": ["city", "days", "unit", "at", "who", "maybe"],
}
TOOLS = [
    {"type": "function", "function": {"name": "now"}},
    {"type": "function", "function": {"name": "weather", "parameters": WEATHER}},
]


def test_arguments_fit_the_schema_of_the_tool() -> None:
    assert fits(sample(WEATHER), WEATHER)


def test_a_schema_without_end_gets_an_end() -> None:
    endless: dict[str, Any] = {"type": "object", "required": ["next"], "properties": {}}
    endless["properties"]["next"] = endless
    assert "next" in str(sample(endless))


@pytest.mark.parametrize(
    ("choice", "called"),
    [
        ("required", "now"),
        ({"type": "function", "function": {"name": "weather"}}, "weather"),
        ({"type": "function", "function": {"name": "other"}}, None),
        ("auto", None),
        ("none", None),
        (None, None),
    ],
)
def test_only_a_choice_that_is_forced_makes_a_call(choice: object, called: str | None) -> None:
    call = forced_call({"tools": TOOLS, "tool_choice": choice})
    assert (call.name if call else None) == called
