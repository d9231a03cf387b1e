"""What a request in the Responses API says, and what it wants to be remembered."""

import json
from typing import Any

import pytest

from larouter.core.chat import ANTHROPIC, OPENAI_RESPONSES
from larouter.core.errors import BadRequest
from larouter.wire.dialogue import open_dialogue
from larouter.wire.members import read_object
from larouter.wire.openai_responses import (
    Stored,
    finished_in,
    read_responses,
    stored_of,
    with_history,
)


def body(**members: Any) -> Any:
    return read_object(json.dumps({"model": "auto", "input": "hello", **members}).encode())


def read(**members: Any) -> Any:
    return read_responses(body(**members))


def test_a_string_is_a_turn_of_the_user_after_the_instructions() -> None:
    chat = read(instructions="be kind", stream=True, max_output_tokens=7)
    assert [(turn.role, turn.text) for turn in chat.turns] == [("system", "be kind"), ("user", "hello")]
    assert (chat.stream, chat.max_tokens, chat.wants_usage) == (True, 7, True)


def test_items_are_turns_and_files_are_capabilities() -> None:
    content = [
        {"type": "input_text", "text": "A"},
        {"type": "input_image", "image_url": "data:image/png;base64,QUJD"},
        {"type": "input_file", "filename": "b.pdf", "file_data": "QUJD"},
    ]
    items = [
        {"role": "user", "content": content},
        {"type": "function_call", "call_id": "c", "name": "f", "arguments": "secret"},
        {"type": "function_call_output", "call_id": "c", "output": "found"},
        {
            "type": "reasoning",
            "summary": [{"type": "summary_text", "text": "hm"}],
            "encrypted_content": "QUJD",
        },
    ]
    chat = read(input=items)
    assert [turn.role for turn in chat.turns] == ["user", "assistant", "tool", "assistant"]
    assert chat.needs == {"vision", "documents"}
    seen = "\n".join([turn.text for turn in chat.turns])
    assert all(word in seen for word in ("A", "b.pdf", "secret", "found", "hm"))
    assert "QUJD" not in seen


def test_tools_are_named_and_those_that_run_at_openai_are_capabilities() -> None:
    chat = read(
        tools=[{"type": "function", "name": "f"}, {"type": "web_search"}],
        text={"format": {"type": "json_object"}},
    )
    assert chat.tools == ("f", "web_search")
    assert chat.needs == {"tools", "web_search", "json_object"}


@pytest.mark.parametrize(
    ("members", "param"),
    [
        ({"previous_response_id": "resp_1"}, "previous_response_id"),
        ({"conversation": "conv_1"}, "conversation"),
        ({"prompt": {"id": "p"}}, "prompt"),
        ({"input": [{"type": "item_reference", "id": "msg_1"}]}, "input[0]"),
        ({"input": [{"role": "user", "content": "x"}, {"id": "msg_1"}]}, "input[1]"),
    ],
)
def test_what_refers_to_something_kept_is_refused_with_the_cure(members: Any, param: Any) -> None:
    with pytest.raises(BadRequest, match="kept") as found:
        read(**members)
    assert found.value.param == param


@pytest.mark.parametrize(
    ("backend", "model"), [(ANTHROPIC, "claude-opus-5-5"), (OPENAI_RESPONSES, "gpt-6-luna")]
)
def test_what_is_to_run_in_the_background_is_answered_at_once(backend: str, model: str) -> None:
    """A client that waits for it asks until the status is no longer `queued`, and it never is."""
    opened = open_dialogue(read(background=True), backend, model, request_id="req_x")
    assert "background" not in json.loads(opened.body)
    assert opened.dropped == ("background",)
    assert open_dialogue(read(background=False), backend, model, request_id="req_x").dropped == ()


def test_a_conversation_that_nobody_keeps_is_refused_with_another_way() -> None:
    with pytest.raises(BadRequest, match="previous_response_id where responses are kept"):
        read(conversation={"id": "conv_1"})


def test_kept_items_take_the_place_of_the_reference_to_them() -> None:
    asked = body(previous_response_id="resp_1", store=True)
    assert stored_of(asked) == Stored("resp_1", keep=True)
    chat = read_responses(with_history(asked, [{"role": "user", "content": "before"}]))
    assert [turn.text for turn in chat.turns] == ["before", "hello"]
    assert stored_of(chat.body) == Stored("", keep=True)


def test_the_end_of_an_answer_is_found_whole_or_in_a_stream() -> None:
    response = {"id": "resp_1", "object": "response"}
    whole = json.dumps(response).encode()
    assert finished_in(whole, stream=False) == response
    assert finished_in(b'{"error":{}}', stream=False) is None
    for kind in ("response.completed", "response.incomplete"):
        event = json.dumps({"type": kind, "response": response}).encode()
        for end in (b"\n", b"\r\n"):
            part = b": ping" + end * 2 + b"event: x" + end + b"data: " + event + end * 2
            assert finished_in(part, stream=True) == response


@pytest.mark.parametrize(
    "part", [b"", b": response.completed\n\n", b'data: {"delta":"response.completed"}\n\n', b"data: {}\n\n"]
)
def test_what_only_speaks_of_an_end_is_none(part: bytes) -> None:
    assert finished_in(part, stream=True) is None


@pytest.mark.parametrize(
    ("members", "param"),
    [
        ({"input": None}, "input"),
        ({"input": []}, "input"),
        ({"input": [{"role": "tool", "content": "x"}]}, "input[0].role"),
        ({"input": [{"role": "user", "content": 1}]}, "input[0].content"),
        ({"input": [{"role": "user", "content": [{"type": "input_text"}]}]}, "input[0].content[0].text"),
        ({"temperature": 3}, "temperature"),
        ({"max_output_tokens": 0}, "max_output_tokens"),
        ({"tools": [{"type": "function"}]}, "tools[0].name"),
        ({"model": ""}, "model"),
    ],
)
def test_what_cannot_be_understood_is_refused_by_its_name(members: Any, param: Any) -> None:
    with pytest.raises(BadRequest) as found:
        read(**members)
    assert found.value.param == param
