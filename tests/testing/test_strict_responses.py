"""What OpenAI refuses in a request for a response, and what its models refuse."""

from typing import Any

import pytest
from hypothesis import given
from json_values import values

from larouter.testing.strict_responses import complaint

CALL = {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}
RESULT = {"type": "function_call_output", "call_id": "c", "output": "x"}
SAID = {"role": "assistant", "content": [{"type": "output_text", "text": "x", "annotations": []}]}
THOUGHT = {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "good"}
OPEN = {"type": "object", "properties": {"a": {"type": "string"}}}
CLOSED = {**OPEN, "required": ["a"], "additionalProperties": False}
TOOL = {"type": "function", "name": "f", "parameters": CLOSED}
IMAGE = {"type": "input_image", "detail": "auto", "image_url": "data:image/png;base64,aaaa"}
FILE = {"type": "input_file", "file_data": "data:application/pdf;base64,aaaa", "filename": "a.pdf"}


def found(members: dict[str, Any], model: str = "gpt-6-luna") -> Any:
    asked = {"model": model, "input": "x", **members}
    return complaint(asked, lambda sealed, _: sealed == "good")


@pytest.mark.parametrize(
    "members",
    [
        {"input": [{"role": "user", "content": [IMAGE, FILE, {"type": "input_text", "text": "x"}]}]},
        {"input": [{"role": "user", "content": "x"}, THOUGHT, SAID, CALL, RESULT]},
        {"input": [{**CALL, "namespace": "n"}, {**RESULT, "output": [IMAGE]}]},
        {"tools": [TOOL], "tool_choice": {"type": "function", "name": "f"}, "parallel_tool_calls": False},
        {"tools": [{"type": "namespace", "name": "n", "description": "d", "tools": [TOOL]}]},
        {"tools": [{**TOOL, "parameters": OPEN, "strict": False}, {"type": "web_search"}]},
        {"text": {"format": {"type": "json_schema", "name": "n", "schema": CLOSED, "strict": True}}},
        {"text": {"format": {"type": "json_object"}}, "instructions": "Answer in JSON."},
        {"reasoning": {"effort": "none"}, "temperature": 0.5, "top_logprobs": 3},
        {
            "temperature": 1,
            "include": ["reasoning.encrypted_content"],
            "store": False,
            "max_output_tokens": 16,
        },
    ],
)
def test_what_is_right_is_accepted(members: dict[str, Any]) -> None:
    assert found(members) is None


@pytest.mark.parametrize(
    ("members", "param"),
    [
        ({"top_k": 3}, "top_k"),
        ({"max_output_tokens": 15}, "max_output_tokens"),
        ({"temperature": 0.5}, "temperature"),
        ({"reasoning": {"effort": "minimal"}}, "reasoning.effort"),
        ({"include": ["message.output_text.logprobs"]}, "include"),
        ({"stream_options": {}}, "stream_options"),
        ({"previous_response_id": "resp_1"}, "previous_response_id"),
        ({"background": True, "store": False}, "background"),
        ({"input": []}, "input"),
        ({"input": [{"role": "user", "name": "n", "content": "x"}]}, "input[0].name"),
        (
            {"input": [{"role": "assistant", "content": [{"type": "input_text", "text": "x"}]}]},
            "input[0].content[0].type",
        ),
        ({"input": [{"type": "item_reference", "id": "rs_1"}]}, "input"),
        ({"input": [RESULT]}, "input"),
        ({"input": [CALL]}, "input"),
        ({"input": [{**CALL, "call_id": "c" * 65}, RESULT]}, "input[0].call_id"),
        ({"input": [{**CALL, "id": "call_1"}, RESULT]}, "input[0].id"),
        ({"input": [{**CALL, "name": "a.b"}, RESULT]}, "input[0].name"),
        ({"input": [THOUGHT, {"role": "user", "content": "x"}]}, "input"),
        ({"input": [{**THOUGHT, "encrypted_content": "forged"}, SAID]}, None),
        ({"input": [{**THOUGHT, "encrypted_content": None}, SAID]}, "input"),
        ({"input": [{"role": "user", "content": [{"type": "input_image"}]}]}, "input[0].content[0]"),
        (
            {"input": [{"role": "user", "content": [{**IMAGE, "image_url": "x"}]}]},
            "input[0].content[0].image_url",
        ),
        (
            {"input": [{"role": "user", "content": [{"type": "input_file", "file_data": "x"}]}]},
            "input[0].content[0]",
        ),
        ({"tools": [{**TOOL, "name": "a b"}]}, "tools[0].name"),
        ({"tools": [{**TOOL, "parameters": OPEN}]}, "tools[0].parameters"),
        ({"tools": [{**TOOL, "parameters": {"type": "string"}, "strict": False}]}, "tools[0].parameters"),
        ({"tools": [TOOL], "tool_choice": "any"}, "tool_choice"),
        ({"tools": [TOOL], "tool_choice": {"type": "function", "name": "g"}}, "tool_choice"),
        ({"tool_choice": "required"}, "tool_choice"),
        ({"text": {"format": {"type": "json_object"}}}, "input"),
        (
            {"text": {"format": {"type": "json_schema", "name": "n", "schema": OPEN, "strict": True}}},
            "text.format.schema",
        ),
        ({"text": {"format": {"type": "xml"}}}, "text.format.type"),
    ],
)
def test_what_is_wrong_is_named(members: dict[str, Any], param: str | None) -> None:
    wrong = found(members)
    assert wrong is not None
    assert wrong.param == param
    assert wrong.status in (400, 404)


def test_a_conversation_that_was_not_kept_is_not_found() -> None:
    assert "conv_1" in found({"conversation": {"id": "conv_1"}}).message


@pytest.mark.parametrize(
    ("members", "param"),
    [
        ({"reasoning": {"effort": "low"}}, "reasoning.effort"),
        ({"reasoning": {"summary": "auto"}}, "reasoning.summary"),
        ({"include": ["reasoning.encrypted_content"]}, "include"),
    ],
)
def test_a_model_that_does_not_reason_refuses_every_word_of_it(members: dict[str, Any], param: str) -> None:
    assert found(members, "gpt-4.1").param == param


@given(values)
def test_no_input_makes_it_stumble(item: object) -> None:
    found({"input": [{"role": "user", "content": "x"}, item], "tools": [item]})
