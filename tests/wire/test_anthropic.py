"""What a request of Anthropic's Messages API says, as far as a decision needs it."""

import json
from typing import Any

import pytest

from larouter.core.chat import ANTHROPIC, Turn
from larouter.core.errors import BadRequest
from larouter.wire.anthropic import count_answer, count_request, read_count, read_messages
from larouter.wire.members import read_object

HELLO = {"model": "auto", "max_tokens": 9, "messages": [{"role": "user", "content": "hello"}]}


def body(**members: Any) -> Any:
    return read_object(json.dumps({**HELLO, **members}).encode())


def test_a_small_request() -> None:
    chat = read_messages(body(stream=True, system="be brief"))
    assert (chat.protocol, chat.model, chat.stream, chat.max_tokens) == (ANTHROPIC, "auto", True, 9)
    assert chat.turns == [Turn("system", "be brief"), Turn("user", "hello")]


def test_every_text_is_seen_whatever_block_it_stands_in() -> None:
    blocks = [
        {"type": "text", "text": "one"},
        {
            "type": "document",
            "title": "two",
            "source": {"type": "text", "data": "three", "media_type": "text/plain"},
        },
        {"type": "tool_result", "tool_use_id": "t", "content": [{"type": "text", "text": "four"}]},
        {"type": "image", "source": {"type": "url", "url": "https://five"}},
        {"type": "search_result", "title": "six"},
        {"type": "document", "source": {"type": "content", "content": "seven"}},
    ]
    calls = [
        {"type": "thinking", "thinking": "eight"},
        {"type": "tool_use", "id": "t", "name": "nine", "input": {"a": "ten"}},
    ]
    messages = [{"role": "user", "content": blocks}, {"role": "assistant", "content": calls}]
    chat = read_messages(
        body(messages=messages, tools=[{"name": "nine", "input_schema": {"title": "eleven"}}])
    )
    said = " ".join([turn.text for turn in chat.turns]) + " ".join(chat.definitions)
    for word in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"):
        assert word in said
    assert chat.needs == {"vision", "documents", "tools"}
    assert chat.turns[1].tool_calls == 1
    assert chat.tools == ("nine",)


def test_a_schema_is_a_need() -> None:
    form = {"format": {"type": "json_schema", "schema": {}}}
    assert read_messages(body(output_config=form)).needs == {"json_schema"}


@pytest.mark.parametrize(
    ("param", "members"),
    [
        ("max_tokens", {"max_tokens": None}),
        ("max_tokens", {"max_tokens": "9"}),
        ("model", {"model": ""}),
        ("messages", {"messages": []}),
        ("messages[0]", {"messages": ["x"]}),
        ("messages[0].role", {"messages": [{"role": "tool", "content": "x"}]}),
        ("messages[0].content", {"messages": [{"role": "user"}]}),
        ("messages[0].content[0]", {"messages": [{"role": "user", "content": ["x"]}]}),
        ("messages[0].content[0].text", {"messages": [{"role": "user", "content": [{"type": "text"}]}]}),
        ("system", {"system": 5}),
        ("tools[0].name", {"tools": [{"name": 5}]}),
        ("stop_sequences", {"stop_sequences": "x"}),
        ("temperature", {"temperature": 1.5}),
    ],
)
def test_faults_are_named_by_their_place(param: str, members: Any) -> None:
    with pytest.raises(BadRequest) as caught:
        read_messages(body(**members))
    assert caught.value.param == param


def test_counting_needs_no_limit_and_answers_with_a_number() -> None:
    chat = read_count(body(max_tokens=None))
    assert json.loads(count_request(chat, "claude-opus-5"))["model"] == "claude-opus-5"
    assert count_answer(7) == b'{"input_tokens":7}'
