"""What has no word in a conversation is found, and what says nothing is not."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from json_values import values
from wire_requests import RICH

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_COMPLETIONS
from larouter.wire.unsaid import MOST, unsaid

Make = Callable[..., Any]


def test_a_member_inside_is_named_with_its_surroundings_and_without_its_place() -> None:
    parts = [
        {"type": "text", "text": "a", "citations": [{}]},
        {"type": "text", "text": "b", "citations": [{}]},
    ]
    asked = {"messages": [{"role": "assistant", "content": parts}]}
    assert unsaid(ANTHROPIC, asked) == ("messages.content.citations",)


def test_a_member_of_google_is_known_in_both_spellings() -> None:
    part = {"inline_data": {"mime_type": "image/png", "data": "A"}, "media_resolution": {"level": "L"}}
    asked = {
        "contents": [{"parts": [part]}],
        "system_instruction": {"parts": [{"text": "S", "partMetadata": {"a": 1}}]},
    }
    assert unsaid(GEMINI, asked) == (
        "contents.parts.media_resolution",
        "systemInstruction.parts.partMetadata",
    )


@pytest.mark.parametrize("value", [None, False, "", [], {}])
def test_a_member_that_says_nothing_is_not_named(value: object) -> None:
    assert unsaid(OPENAI_CHAT, {"messages": [{"role": "user", "content": "x", "mood": value}]}) == ()


def test_the_usual_value_is_not_named() -> None:
    use = {"type": "tool_use", "id": "1", "name": "f", "input": {"caller": 1}, "caller": {"type": "direct"}}
    assert unsaid(ANTHROPIC, {"messages": [{"role": "assistant", "content": [use]}]}) == ()
    use["caller"] = {"type": "code_execution_20260120"}
    assert unsaid(ANTHROPIC, {"messages": [{"role": "assistant", "content": [use]}]}) == (
        "messages.content.caller",
    )


def test_a_name_that_is_none_is_not_put_into_a_header() -> None:
    message = {"role": "user", "content": "x", "a\r\nset-cookie: b": 1, "é": 1, "x" * 61: 1}
    assert unsaid(OPENAI_CHAT, {"messages": [message]}) == ()


def test_no_more_than_a_header_can_hold_is_named() -> None:
    message = {"role": "user", "content": "x", **{f"n{at}": 1 for at in range(99)}}
    assert len(unsaid(OPENAI_CHAT, {"messages": [message]})) == MOST


@pytest.mark.parametrize("client", RICH)
def test_nothing_of_a_rich_request_is_unsaid(client: str) -> None:
    assert unsaid(client, RICH[client]) == ()


def test_a_protocol_without_anything_inside_has_nothing_unsaid() -> None:
    assert unsaid(OPENAI_COMPLETIONS, {"prompt": ["x"]}) == ()


@given(values)
def test_odd_shapes_raise_nothing(value: Any) -> None:
    for client in RICH:
        unsaid(client, {"messages": value, "input": value, "contents": value, "tools": value})


def test_it_is_listed_where_a_request_is_converted_and_not_where_it_passes(dialogue: Make) -> None:
    asked = {"messages": [{"role": "user", "content": "x", "mood": "good"}]}
    assert dialogue(OPENAI_CHAT, ANTHROPIC, "claude-haiku-4-5", **asked).dropped == ("messages.mood",)
    passed = dialogue(OPENAI_CHAT, OPENAI_CHAT, "qwen3", **asked)
    assert passed.dropped == ()
    assert json.loads(passed.body)["messages"][0]["mood"] == "good"
