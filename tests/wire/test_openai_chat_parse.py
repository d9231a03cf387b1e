"""Chat completions in neutral words."""

import json
from typing import Any

import pytest

from larouter.core.errors import BadRequest
from larouter.wire.members import read_object
from larouter.wire.neutral import (
    Audio,
    Cache,
    Document,
    Image,
    Reasoning,
    Seal,
    Source,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
)
from larouter.wire.openai_chat import read_chat
from larouter.wire.openai_chat_parse import parse_chat


def parsed(*messages: Any, **members: Any) -> Any:
    return parse_chat(
        read_chat(read_object(json.dumps({"model": "auto", "messages": messages, **members}).encode())).body
    )


def parts(*content: Any) -> Any:
    return parsed({"role": "user", "content": list(content)}).messages[0].parts


def test_parts_of_every_kind() -> None:
    marker = {"cache_control": {"type": "ephemeral", "ttl": "1h"}}
    assert parts(
        {"type": "text", "text": "a", **marker},
        {"type": "text", "text": "b", "prompt_cache_breakpoint": {"mode": "explicit"}},
        {"type": "image_url", "image_url": {"url": "data:image/png;charset=x;base64,AA==", "detail": "high"}},
        {"type": "image_url", "image_url": {"url": "http://x/y"}},
        {"type": "input_audio", "input_audio": {"data": "AA==", "format": "mp3"}},
        {"type": "file", "file": {"file_data": "AA==", "filename": "a.pdf"}},
        {"type": "file", "file": {"file_id": "file-1"}},
    ) == (
        Text("a", Cache("1h")),
        Text("b", Cache()),
        Image(Source("image/png", "AA=="), "high"),
        Image(Source(url="http://x/y")),
        Audio(Source("audio/mp3", "AA==")),
        Document(Source("application/pdf", "AA=="), "a.pdf"),
        Document(Source(file_id="file-1")),
    )


def test_the_old_functions_are_tools() -> None:
    conversation = parsed(
        {"role": "user", "content": "a"},
        {"role": "assistant", "content": None, "function_call": {"name": "f", "arguments": "{}"}},
        {"role": "function", "name": "f", "content": "42"},
        functions=[{"name": "f"}],
        function_call={"name": "f"},
    )
    assert conversation.messages[1].parts == (ToolCall("call_1", "f", "{}"),)
    assert conversation.messages[2].parts == (ToolResult("call_1", (Text("42"),), name="f"),)
    assert conversation.tools[0].name == "f"
    assert conversation.choice.names == ("f",)


def test_a_result_knows_the_name_of_its_tool() -> None:
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    turns = (
        {"role": "assistant", "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c", "content": "x"},
    )
    assert parsed(*turns).messages[1].parts[0].name == "f"


def test_reasoning_without_details_is_a_thought_without_a_seal() -> None:
    turn = {"role": "assistant", "content": "a", "reasoning_content": "hm"}
    assert parsed(turn).messages[0].parts == (Thinking("hm"), Text("a"))


def test_details_that_mean_nothing_are_no_thoughts_of_anyone() -> None:
    details = [
        "x",
        {"type": "reasoning.summary", "summary": "s"},
        {"type": "reasoning.signature", "signature": "S"},
    ]
    turn = {"role": "assistant", "content": "a", "reasoning_details": details}
    assert parsed(turn).messages[0].parts == (Text("a", seal=Seal("S")), Thinking("s"))


@pytest.mark.parametrize(
    ("members", "reasoning"),
    [
        ({}, Reasoning()),
        ({"reasoning_effort": "low"}, Reasoning("on", "low")),
        ({"reasoning_effort": "none"}, Reasoning("off", "none")),
        ({"thinking": {"type": "enabled", "budget_tokens": 5}}, Reasoning("on", "", 5)),
        ({"thinking": {"type": "disabled"}}, Reasoning("off")),
    ],
)
def test_how_much_to_think(members: Any, reasoning: Any) -> None:
    assert parsed({"role": "user", "content": "a"}, **members).reasoning == reasoning


def test_members_without_a_word_are_kept_and_nulls_are_not() -> None:
    assert parsed({"role": "user", "content": "a"}, min_p=0.1, store=None).extras == {"min_p": 0.1}


@pytest.mark.parametrize(
    ("param", "message"),
    [
        (
            "messages[0].content[0].image_url.url",
            {"role": "user", "content": [{"type": "image_url", "image_url": {}}]},
        ),
        ("messages[0].tool_calls[0].id", {"role": "assistant", "tool_calls": [{"function": {"name": "f"}}]}),
        ("messages[0].audio", {"role": "assistant", "content": "a", "audio": {"id": "x"}}),
    ],
)
def test_faults_are_named_by_their_place(param: str, message: Any) -> None:
    with pytest.raises(BadRequest) as caught:
        parsed(message)
    assert caught.value.param == param
