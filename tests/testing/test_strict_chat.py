"""What OpenAI refuses within the messages and tools of a chat request."""

import pytest
from hypothesis import given
from json_values import values

from larouter.testing.completions import Answer
from larouter.testing.fake_openai import FakeOpenAI
from larouter.testing.strict_chat import exact_complaint

USER = {"role": "user", "content": "hello"}
CALL = {"id": "a", "type": "function", "function": {"name": "f", "arguments": "{}"}}
CALLED = {"role": "assistant", "content": None, "tool_calls": [CALL]}
RESULT = {"role": "tool", "tool_call_id": "a", "content": "x"}
TOOL = {"type": "function", "function": {"name": "f", "parameters": {}, "strict": True}}


@pytest.mark.parametrize(
    "members",
    [
        {"messages": [{"role": "system", "content": "x"}, USER]},
        {"messages": [USER, CALLED, RESULT, USER]},
        {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:"}}]}]},
        {"messages": [USER], "tools": [TOOL], "tool_choice": "required", "parallel_tool_calls": False},
        {
            "messages": [USER],
            "response_format": {"type": "json_schema", "json_schema": {"name": "n", "schema": {}}},
        },
        {"messages": [USER], "stop": None, "reasoning_effort": "low"},
    ],
)
def test_what_is_right_is_accepted(members: dict) -> None:
    assert exact_complaint(members) is None


@pytest.mark.parametrize(
    ("members", "param"),
    [
        ({"messages": [{**USER, "thinking": 1}]}, "messages[0].thinking"),
        ({"messages": [{"role": "user"}]}, "messages[0].content"),
        ({"messages": [{"role": "user", "content": [{"type": "picture"}]}]}, "messages[0].content[0].type"),
        ({"messages": [USER, RESULT]}, "messages.[1].role"),
        ({"messages": [USER, CALLED, USER]}, "messages.[2].role"),
        ({"messages": [USER, CALLED]}, "messages"),
        ({"messages": [USER, {"role": "assistant", "content": None}]}, "messages.[1].role"),
        (
            {"messages": [USER, {**CALLED, "tool_calls": [{**CALL, "index": 0}]}]},
            "messages[1].tool_calls[0].index",
        ),
        (
            {"messages": [USER, {**CALLED, "tool_calls": [{**CALL, "id": "c" * 41}]}]},
            "messages[1].tool_calls[0].id",
        ),
        ({"messages": [USER], "tools": [{"type": "function", "name": "f"}]}, "tools[0].function"),
        ({"messages": [USER], "tools": []}, "tools"),
        ({"messages": [USER], "tool_choice": "auto"}, "tool_choice"),
        ({"messages": [USER], "tools": [TOOL], "tool_choice": "any"}, "tool_choice"),
        ({"messages": [USER], "response_format": {"type": "xml"}}, "response_format.type"),
    ],
)
def test_what_is_wrong_is_named(members: dict, param: str) -> None:
    found = exact_complaint(members)
    assert found is not None
    assert (found.status, found.param) == (400, param)


async def test_a_fake_is_exact_when_it_is_asked_to_be() -> None:
    body = {"model": "gpt-fake", "messages": [{**USER, "thinking": 1}]}
    for exact in (False, True):
        async with FakeOpenAI(answer=Answer("x"), exact=exact) as fake:
            assert (fake._refuse(body) is not None) is exact


@given(values)
def test_no_message_makes_it_stumble(message: object) -> None:
    exact_complaint({"messages": [USER, message]})
