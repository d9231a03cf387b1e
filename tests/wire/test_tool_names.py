"""Names of tools that a provider refuses are said in its letters, and told back as they were."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES
from larouter.wire.answer import CallStarted, TextDelta
from larouter.wire.dialogue import Dialogue, open_dialogue
from larouter.wire.gemini import Target, read_generate
from larouter.wire.habits import UNKNOWN, habits_of
from larouter.wire.members import read_object
from larouter.wire.neutral import Conversation, Message, Tool, ToolCall, ToolChoice, ToolResult
from larouter.wire.tool_names import renamed, told

PATTERNS = {ANTHROPIC: r"[a-zA-Z0-9_-]{1,128}", OPENAI_RESPONSES: r"[a-zA-Z0-9_-]{1,64}",
            GEMINI: r"[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}"}  # fmt: skip
DOTTED = "weather.now"


def asking(*names: str) -> Conversation:
    call, result = ToolCall("1", names[0], "{}"), ToolResult("1", (), name=names[0])
    return Conversation(
        (Message("assistant", (call,)), Message("user", (result,))),
        tools=tuple(Tool(name) for name in names),
        choice=ToolChoice("required", (names[0],)),
    )


@pytest.mark.parametrize("backend", PATTERNS)
@given(st.lists(st.text(min_size=1, max_size=140), min_size=1, max_size=6, unique=True))
def test_any_names_become_others_that_are_taken_and_the_way_back_is_sure(
    backend: str, names: list[str]
) -> None:
    said, back = renamed(asking(*names), backend, strict=False)
    found = [tool.name for tool in said.tools]
    assert all(re.fullmatch(PATTERNS[backend], name) for name in found)
    assert len(set(found)) == len(names)
    assert [back.get(name, name) for name in found] == names
    assert said.choice is not None
    parts = [part.name for message in said.messages for part in message.parts]  # type: ignore[union-attr]
    assert {found[0]} == {*said.choice.names, *parts}


@pytest.mark.parametrize("backend", [*PATTERNS, OPENAI_CHAT])
def test_names_that_are_taken_stay_and_cost_nothing(backend: str) -> None:
    asked = asking("get_weather", "a-b")
    said, back = renamed(asked, backend, strict=True)
    assert said is asked
    assert back == {}


def test_a_local_server_is_told_the_names_as_they_are_and_openai_is_not() -> None:
    assert renamed(asking(DOTTED), OPENAI_CHAT, strict=False)[0].tools[0].name == DOTTED
    assert renamed(asking(DOTTED), OPENAI_CHAT, strict=True)[0].tools[0].name == "weather_now"
    assert renamed(asking(DOTTED), GEMINI, strict=False)[0].tools[0].name == DOTTED


def test_two_names_that_look_alike_stay_two() -> None:
    said, _ = renamed(asking("a.b", "a_b", "a:b"), ANTHROPIC, strict=False)
    assert [tool.name for tool in said.tools] == ["a_b_2", "a_b", "a_b_3"]


def test_calls_alone_are_told_back() -> None:
    events = [TextDelta("a_b"), CallStarted(0, "1", "a_b")]
    assert told(events, {"a_b": "a.b"}) == [TextDelta("a_b"), CallStarted(0, "1", "a.b")]


def from_google(backend: str, model: str, habits: Any = UNKNOWN, *, stream: bool = False) -> Dialogue:
    body = {
        "contents": [
            {"role": "user", "parts": [{"text": "?"}]},
            {"role": "model", "parts": [{"functionCall": {"name": DOTTED, "args": {}}}]},
            {"role": "user", "parts": [{"functionResponse": {"name": DOTTED, "response": {"output": "x"}}}]},
        ],
        "tools": [{"functionDeclarations": [{"name": DOTTED, "description": "d"}]}],
    }
    chat = read_generate(read_object(json.dumps(body).encode()), Target("m", stream))
    return open_dialogue(chat, backend, model, request_id="req_x", habits=habits)


def test_a_dotted_tool_of_a_client_of_googles_reaches_claude_and_comes_back() -> None:
    dialogue = from_google(ANTHROPIC, "claude-opus-5")
    body = json.loads(dialogue.body)
    assert body["tools"][0]["name"] == body["messages"][1]["content"][0]["name"] == "weather_now"
    answer = {
        "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-opus-5", "stop_sequence": None,
        "content": [{"type": "tool_use", "id": "toolu_1", "name": "weather_now", "input": {}}],
        "stop_reason": "tool_use", "usage": {"input_tokens": 3, "output_tokens": 0},
    }  # fmt: skip
    said = json.loads(dialogue.reader.whole(json.dumps(answer).encode()))
    assert said["candidates"][0]["content"]["parts"][0]["functionCall"]["name"] == DOTTED


def test_a_stream_tells_the_clients_name_too() -> None:
    dialogue = from_google(OPENAI_CHAT, "gpt-4o", habits_of("openai"), stream=True)
    call = {"index": 0, "id": "c", "type": "function", "function": {"name": "weather_now", "arguments": "{}"}}
    choices = [{"index": 0, "delta": {"tool_calls": [call]}, "finish_reason": None}]
    end = [{"index": 0, "delta": {}, "finish_reason": "tool_calls"}]
    raw = b"".join(b"data: %b\n\n" % json.dumps({"choices": one}).encode() for one in (choices, end))
    assert f'"name":"{DOTTED}"'.encode() in dialogue.reader.feed(raw + b"data: [DONE]\n\n")
