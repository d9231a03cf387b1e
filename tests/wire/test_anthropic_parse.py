"""Anthropic's requests in neutral words."""

import json
from typing import Any

import pytest

from larouter.core.errors import BadRequest, Unsayable
from larouter.wire.anthropic import read_messages
from larouter.wire.anthropic_parse import parse_messages
from larouter.wire.members import read_object
from larouter.wire.neutral import (
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


def parsed(**members: Any) -> Any:
    asked = {"model": "auto", "max_tokens": 9, "messages": [{"role": "user", "content": "hello"}], **members}
    return parse_messages(read_messages(read_object(json.dumps(asked).encode())).body)


def parts(*content: Any, role: Any = "user") -> Any:
    return parsed(messages=[{"role": role, "content": list(content)}]).messages[0].parts


def test_blocks_of_every_kind() -> None:
    image = {"type": "base64", "media_type": "image/png", "data": "AA=="}
    assert parts(
        {"type": "text", "text": "a", "cache_control": {"type": "ephemeral"}},
        {"type": "image", "source": image},
        {"type": "image", "source": {"type": "file", "file_id": "f"}},
        {"type": "document", "title": "t", "context": "c", "source": {"type": "url", "url": "https://x"}},
        {"type": "document", "source": {"type": "content", "content": [{"type": "text", "text": "in"}]}},
        {
            "type": "search_result",
            "title": "t",
            "source": "s",
            "content": [{"type": "text", "text": "found"}],
        },
    ) == (
        Text("a", Cache()),
        Image(Source("image/png", "AA==")),
        Image(Source(file_id="f")),
        Document(Source(url="https://x"), "t - c"),
        Document(Source("text/plain", text="in")),
        Text("t (s)\nfound"),
    )


def test_a_loop_of_tools_and_thoughts() -> None:
    conversation = parsed(
        messages=[
            {
                "role": "assistant",
                "content": [
                    {"type": "thinking", "thinking": "hm", "signature": "S"},
                    {"type": "redacted_thinking", "data": "R"},
                    {"type": "tool_use", "id": "t", "name": "f", "input": {"a": 1}},
                ],
            },
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "is_error": True}]},
        ]
    )
    assert conversation.messages[0].parts == (
        Thinking("hm", Seal("S")),
        Thinking("", Seal("R"), redacted=True),
        ToolCall("t", "f", '{"a":1}'),
    )
    assert conversation.messages[1].parts == (ToolResult("t", (), failed=True, name="f"),)


@pytest.mark.parametrize(
    ("members", "reasoning"),
    [
        ({}, Reasoning()),
        ({"thinking": {"type": "enabled", "budget_tokens": 2000}}, Reasoning("on", "", 2000)),
        ({"thinking": {"type": "adaptive", "display": "omitted"}}, Reasoning("auto", "", None, show=False)),
        ({"thinking": {"type": "between_tools"}}, Reasoning("off")),
        ({"output_config": {"effort": "max"}}, Reasoning("", "max")),
    ],
)
def test_how_much_to_think(members: Any, reasoning: Any) -> None:
    assert parsed(**members).reasoning == reasoning


def test_members_without_a_word_are_kept() -> None:
    conversation = parsed(metadata={"user_id": "u"}, service_tier="auto", container=None)
    assert conversation.user == "u"
    assert conversation.extras == {"service_tier": "auto"}


@pytest.mark.parametrize(
    "members",
    [
        {"tool_choice": {"type": "perhaps"}},
        {"tool_choice": {"type": "tool"}},
        {"tools": [{"name": "f"}]},
        {"output_config": {"format": {"type": "xml"}}},
    ],
)
def test_faults_are_named(members: Any) -> None:
    with pytest.raises(BadRequest) as caught:
        parsed(**members)
    assert caught.value.param.startswith(next(iter(members)))


def test_blocks_of_anthropics_servers_have_no_counterpart() -> None:
    with pytest.raises(Unsayable) as caught:
        parts({"type": "server_tool_use", "id": "x", "name": "web_search", "input": {}}, role="assistant")
    assert caught.value.param == "messages[0].content[0].type"
