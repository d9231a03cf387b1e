"""Tools that stand in a namespace: one name each on the way out, their own on the way back."""

import json
from typing import Any

import pytest

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT
from larouter.core.errors import BadRequest
from larouter.testing import strict_anthropic
from larouter.wire.dialogue import open_dialogue
from larouter.wire.listening import heard
from larouter.wire.members import read_object
from larouter.wire.neutral import ToolCall
from larouter.wire.openai_responses import read_responses
from larouter.wire.openai_responses_names import chosen, full_name, homes_in, named_in, tools_in
from larouter.wire.sse import Cutter, data_of

FIND = {"type": "function", "name": "find", "parameters": {"type": "object"}}
CRM = {
    "type": "namespace",
    "name": "mcp__crm",
    "description": "Customers.",
    "tools": [FIND, {**FIND, "name": "add"}],
}
WIKI = {"type": "namespace", "name": "mcp__wiki__", "description": "", "tools": [FIND]}
OWN = {**FIND, "name": "look"}
TOOLS = [OWN, CRM, WIKI]
CALLED = {
    "type": "function_call",
    "call_id": "c1",
    "namespace": "mcp__crm",
    "name": "find",
    "arguments": "{}",
}
RESULT = {"type": "function_call_output", "call_id": "c1", "output": "Ann"}


def opened(backend: str, **members: Any) -> Any:
    body = {"model": "auto", "input": [{"role": "user", "content": "x"}, CALLED, RESULT], "tools": TOOLS}
    chat = read_responses(read_object(json.dumps(body | members).encode()))
    return open_dialogue(chat, backend, "m", request_id="req_x")


def test_each_tool_has_one_name_and_the_first_says_what_they_are_for() -> None:
    tools = dict(tools_in({"tools": TOOLS}))
    assert [tool["name"] for tool in tools.values()] == [
        "look",
        "mcp__crm__find",
        "mcp__crm__add",
        "mcp__wiki__find",
    ]
    assert [tool.get("description") for tool in tools.values()] == [
        None,
        "About all tools whose names begin with mcp__crm: Customers.",
        "",
        "",
    ]
    assert list(tools)[1] == "tools[1].tools[0]"


def test_a_model_of_another_provider_gets_the_tools_and_the_calls_under_the_same_names() -> None:
    body = json.loads(opened(ANTHROPIC).body)
    assert [tool["name"] for tool in body["tools"]] == [
        "look",
        "mcp__crm__find",
        "mcp__crm__add",
        "mcp__wiki__find",
    ]
    assert body["messages"][1]["content"][0]["name"] == "mcp__crm__find"
    assert (
        strict_anthropic.complaint({**body, "model": "claude-haiku-4-5"}, "2023-06-01", lambda *_: True)
        is None
    )
    chat = json.loads(opened(OPENAI_CHAT).body)
    assert chat["messages"][1]["tool_calls"][0]["function"]["name"] == "mcp__crm__find"


@pytest.mark.parametrize("backend", [OPENAI_CHAT, GEMINI])
def test_a_call_comes_back_with_the_namespace_by_which_its_client_finds_it(backend: str) -> None:
    name, call = "mcp__wiki__find", {"id": "c2", "type": "function"}
    answer: Any = {
        "choices": [
            {
                "message": {
                    "content": None,
                    "tool_calls": [{**call, "function": {"name": name, "arguments": "{}"}}],
                },
                "finish_reason": "tool_calls",
            }
        ]
    }
    if backend == GEMINI:
        parts = [{"functionCall": {"name": name, "args": {}}}]
        answer = {"candidates": [{"content": {"parts": parts}, "finishReason": "STOP"}]}
    said = opened(backend).reader.whole(json.dumps(answer).encode())
    item = json.loads(said)["output"][0]
    assert (item["namespace"], item["name"]) == ("mcp__wiki__", "find")
    call = heard(said, "openai.responses", stream=False).choice(0).parts[0]
    assert isinstance(call, ToolCall)
    assert call.name == name, "what checks an answer knows it by the name that was offered"


def test_a_streamed_call_has_its_namespace_from_its_first_event() -> None:
    reader = opened(OPENAI_CHAT, stream=True).reader
    start = {"index": 0, "id": "c2", "function": {"name": "mcp__crm__add", "arguments": "{}"}}
    for delta, reason in (({"tool_calls": [start]}, None), ({}, "tool_calls")):
        chunk = {"choices": [{"index": 0, "delta": delta, "finish_reason": reason}]}
        said = reader.feed(f"data: {json.dumps(chunk)}\n\n".encode())
        for event in Cutter().feed(said):
            item = json.loads(data_of(event) or b"{}").get("item")
            assert item is None or (item["namespace"], item["name"]) == ("mcp__crm", "add")


@pytest.mark.parametrize(
    ("names", "full"),
    [
        (("look",), ("look",)),
        (("add",), ("mcp__crm__add",)),
        (("mcp__wiki__",), ("mcp__wiki__find",)),
        (("mcp__crm__find",), ("mcp__crm__find",)),
        (("find",), ("mcp__crm__find", "mcp__wiki__find")),
        (("mcp__crm", "look"), ("mcp__crm__find", "mcp__crm__add", "look")),
    ],
)
def test_a_choice_names_a_tool_or_a_whole_namespace(names: tuple[str, ...], full: tuple[str, ...]) -> None:
    assert chosen(names, homes_in({"tools": TOOLS})) == full


def test_a_choice_of_one_inside_forces_it() -> None:
    body = json.loads(opened(OPENAI_CHAT, tool_choice={"type": "function", "name": "add"}).body)
    assert body["tool_choice"]["function"]["name"] == "mcp__crm__add"


def test_tools_that_come_as_an_item_of_the_input_are_tools_like_any_other() -> None:
    item = {"type": "additional_tools", "role": "developer", "tools": [CRM]}
    said = opened(ANTHROPIC, tools=[OWN], input=[item, {"role": "user", "content": "x"}, CALLED, RESULT])
    body = json.loads(said.body)
    assert [tool["name"] for tool in body["tools"]] == ["look", "mcp__crm__find", "mcp__crm__add"]
    assert [message["role"] for message in body["messages"]] == ["user", "assistant", "user"]
    request = {"model": "m", "tools": [OWN], "input": [item, {"role": "user", "content": "x"}]}
    chat = read_responses(read_object(json.dumps(request).encode()))
    assert (chat.tools, chat.needs) == (("look", "mcp__crm__find", "mcp__crm__add"), {"tools"})
    assert "Customers." in chat.turns[0].text
    assert homes_in(request)["mcp__crm__add"] == ("mcp__crm", "add")


def test_names_are_joined_once() -> None:
    assert full_name("a", "b") == full_name("a__", "b") == "a__b"
    assert named_in({"name": "b", "namespace": "a"}) == "a__b"
    assert named_in({"name": "b", "namespace": None}) == "b"


@pytest.mark.parametrize(
    ("space", "param"),
    [
        ({"type": "namespace", "tools": []}, "tools[0].name"),
        ({"type": "namespace", "name": "a"}, "tools[0].tools"),
        ({"type": "namespace", "name": "a", "tools": [3]}, "tools[0].tools[0]"),
        ({"type": "namespace", "name": "a", "tools": [{"name": "b"}]}, "tools[0].tools[0]"),
    ],
)
def test_a_namespace_that_is_none_is_refused_by_its_place(space: Any, param: str) -> None:
    with pytest.raises(BadRequest) as caught:
        read_responses(read_object(json.dumps({"model": "m", "input": "x", "tools": [space]}).encode()))
    assert caught.value.param == param
