"""The form that was asked for: JSON, a schema, a tool call."""

import pytest

from larouter.dispatch.checks.said import Said, Wanted
from larouter.dispatch.checks.shape import format_, json_of, tools
from larouter.wire.neutral import Format, ToolCall

SCHEMA = {"type": "object", "properties": {"age": {"type": "integer"}}, "required": ["age"]}
JSON = Wanted(format=Format("json"))
AGE = Wanted(format=Format("schema", schema=SCHEMA))
OFFER = Wanted(tools={"add": SCHEMA, "write": None})


def said(text: str) -> Said:
    return Said(text, reason="stop")


def calls(name: str, arguments: str) -> Said:
    return Said("", (ToolCall("c", name, arguments),), "tool_calls")


@pytest.mark.parametrize("text", ['{"age": 3}', '[{"age": 3}]', " {} "])
def test_json_is_json(text: str) -> None:
    assert not format_(said(text), JSON)


@pytest.mark.parametrize(
    "text", ["Here it is: {}", '```json\n{"age":3}\n```', '{"age": 3', "", "null", '"{}"']
)
def test_what_is_no_json_object_is_found(text: str) -> None:
    assert format_(said(text), JSON)


def test_a_schema_is_held_against_the_value() -> None:
    assert not format_(said('{"age": 3}'), AGE)
    assert format_(said('{"age": "three"}'), AGE)
    assert format_(said("{}"), AGE)


def test_nothing_is_asked_of_what_has_no_form_or_no_end() -> None:
    assert not format_(said("Hello."), Wanted())
    assert not format_(Said('{"age":'), AGE)
    assert not format_(said("x = 1"), Wanted(format=Format("grammar", grammar="root ::= .*")))
    assert not format_(calls("add", "{}"), AGE)


def test_a_call_must_name_a_tool_on_offer_and_match_its_schema() -> None:
    assert not tools(calls("add", '{"age": 1}'), OFFER)
    assert tools(calls("add", '{"age": "one"}'), OFFER)
    assert tools(calls("add", "{"), OFFER)
    assert tools(calls("add", "[]"), OFFER)
    assert tools(calls("subtract", "{}"), OFFER)
    assert not tools(calls("write", "anything"), OFFER)


def test_a_call_that_was_demanded_must_come() -> None:
    assert tools(said("Let me think."), Wanted(tools={"add": SCHEMA}, must_call=True))
    assert not tools(said("Let me think."), OFFER)
    assert not tools(said("Let me think."), Wanted(must_call=True))


def test_half_characters_and_deep_nests_are_no_json_and_no_accident() -> None:
    assert json_of("\ud800") == (False, None)
    assert json_of("[" * 100_000) == (False, None)
