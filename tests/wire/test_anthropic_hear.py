"""Anthropic answers, heard by a client that speaks chat completions."""

from collections.abc import Callable
from typing import Any

import pytest

from larouter.core.chat import ANTHROPIC, OPENAI_CHAT
from larouter.core.usage import Usage
from larouter.wire.answer import NotTheProtocol

Make = Callable[..., Any]

CLAUDE = "claude-opus-5"
BEGINS = {"role": "assistant", "content": ""}
START = {
    "type": "message_start",
    "message": {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "claude-opus-5",
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {
            "input_tokens": 10,
            "cache_read_input_tokens": 5,
            "cache_creation_input_tokens": 2,
            "output_tokens": 1,
        },
    },
}


def begin(index: int, **block: Any) -> Any:
    return {"type": "content_block_start", "index": index, "content_block": block}


def delta(index: int, **said: Any) -> Any:
    return {"type": "content_block_delta", "index": index, "delta": said}


def stop(index: int) -> Any:
    return {"type": "content_block_stop", "index": index}


def ends(reason: str, **usage: Any) -> Any:
    said = {"stop_reason": reason, "stop_sequence": None}
    return {"type": "message_delta", "delta": said, "usage": {"output_tokens": 15, **usage}}


@pytest.fixture
def scene(transcript: Make) -> Any:
    return transcript(OPENAI_CHAT, ANTHROPIC, CLAUDE, stream_options={"include_usage": True})


def test_text_flows_piece_by_piece_and_ends_with_usage_and_the_terminator(scene: Any) -> None:
    assert scene >> START << BEGINS
    assert scene >> begin(0, type="text", text="") << []
    assert scene >> delta(0, type="text_delta", text="Hel") << {"content": "Hel"}
    assert scene >> {"type": "ping"} << ": ping"
    assert scene >> delta(0, type="text_delta", text="lo") << {"content": "lo"}
    assert scene >> stop(0) << []
    assert scene >> ends("end_turn") << {"finish": "stop"}
    usage = {
        "prompt_tokens": 17,
        "completion_tokens": 15,
        "total_tokens": 32,
        "prompt_tokens_details": {"cached_tokens": 5, "cache_write_tokens": 2},
        "completion_tokens_details": {"reasoning_tokens": 0},
    }
    assert scene >> {"type": "message_stop"} << [{"usage": usage}, "[DONE]"]
    assert scene.reader.usage == Usage(17, 15, cached_tokens=5, cache_write_tokens=2)
    assert scene.reader.done
    assert scene.reader.model == "claude-opus-5"


def test_the_usage_is_hidden_from_a_client_that_did_not_ask(transcript: Make) -> None:
    scene = transcript(OPENAI_CHAT, ANTHROPIC, CLAUDE)
    assert (
        scene
        >> START
        >> ends("end_turn")
        >> {"type": "message_stop"}
        << [BEGINS, {"finish": "stop"}, "[DONE]"]
    )
    assert scene.reader.usage is not None


def test_a_thought_arrives_as_reasoning_and_its_signature_as_one_entry_to_echo(scene: Any) -> None:
    assert scene >> START >> begin(0, type="thinking", thinking="", signature="") << BEGINS
    assert scene >> delta(0, type="thinking_delta", thinking="Let me") << {"reasoning_content": "Let me"}
    assert scene >> delta(0, type="thinking_delta", thinking=" see") << {"reasoning_content": " see"}
    assert scene >> delta(0, type="signature_delta", signature="Eq/+=") << []
    entry = {
        "type": "reasoning.text",
        "text": "Let me see",
        "signature": "Eq/+=",
        "model": CLAUDE,
        "index": 0,
    }
    assert scene >> stop(0) << {"reasoning_details": [entry]}


def test_a_redacted_thought_is_an_entry_to_echo_and_nothing_to_read(scene: Any) -> None:
    assert (
        scene
        >> START
        >> begin(0, type="redacted_thinking", data="opaque")
        >> stop(0)
        << [
            BEGINS,
            {
                "reasoning_details": [
                    {"type": "reasoning.encrypted", "data": "opaque", "model": CLAUDE, "index": 0}
                ]
            },
        ]
    )


def test_parallel_tool_calls_count_from_zero_whatever_the_blocks_are(scene: Any) -> None:
    scene >> START >> begin(0, type="text", text="") >> delta(0, type="text_delta", text="I") >> stop(0)
    assert scene << [BEGINS, {"content": "I"}]
    call = {"index": 0, "id": "toolu_1", "type": "function", "function": {"name": "f", "arguments": ""}}
    assert scene >> begin(1, type="tool_use", id="toolu_1", name="f", input={}) << {"tool_calls": [call]}
    assert scene >> delta(1, type="input_json_delta", partial_json="") << []
    for piece in ('{"a"', ": 1}"):
        wanted = {"tool_calls": [{"index": 0, "function": {"arguments": piece}}]}
        assert scene >> delta(1, type="input_json_delta", partial_json=piece) << wanted
    scene >> stop(1) >> begin(2, type="tool_use", id="toolu_2", name="g", input={}) >> stop(2)
    second = {"index": 1, "id": "toolu_2", "type": "function", "function": {"name": "g", "arguments": ""}}
    assert scene << [
        {"tool_calls": [second]},
        {"tool_calls": [{"index": 1, "function": {"arguments": "{}"}}]},
    ]
    assert scene >> ends("tool_use") << {"finish": "tool_calls"}


@pytest.mark.parametrize(
    ("reason", "finish"),
    [
        ("end_turn", "stop"),
        ("max_tokens", "length"),
        ("stop_sequence", "stop"),
        ("tool_use", "tool_calls"),
        ("pause_turn", "stop"),
        ("refusal", "content_filter"),
        ("model_context_window_exceeded", "length"),
        ("something_new", "stop"),
    ],
)
def test_every_stop_reason_has_a_finish_reason(whole: Make, reason: str, finish: str) -> None:
    answer = {**START["message"], "content": [{"type": "text", "text": "x"}], "stop_reason": reason}
    assert whole(OPENAI_CHAT, ANTHROPIC, CLAUDE, answer)["choices"][0]["finish_reason"] == finish


def test_a_refusal_says_why(scene: Any) -> None:
    details = {"type": "refusal", "category": "bio", "explanation": "I may not."}
    event = ends("refusal")
    event["delta"]["stop_details"] = details
    assert scene >> START >> event << [BEGINS, {"refusal": "I may not."}, {"finish": "content_filter"}]


def test_an_error_in_the_middle_is_noted_and_not_passed_on(scene: Any) -> None:
    error = {"type": "overloaded_error", "message": "Overloaded"}
    assert scene >> START >> {"type": "error", "error": error} << BEGINS
    assert b"overloaded_error" in scene.reader.error
    assert scene.reader.end() == b""
    assert not scene.reader.done


def test_a_stream_without_its_terminator_gets_one_if_it_was_finished(scene: Any) -> None:
    assert scene >> START >> ends("end_turn") << [BEGINS, {"finish": "stop"}]
    assert scene.reader.end().endswith(b"data: [DONE]\n\n")


def test_a_stream_that_breaks_off_gets_no_terminator(scene: Any) -> None:
    assert scene >> START >> begin(0, type="text", text="") << BEGINS
    assert scene.reader.end() == b""
    assert not scene.reader.finished


def test_a_later_usage_replaces_only_what_it_says(scene: Any) -> None:
    scene >> START >> ends("end_turn", input_tokens=11, output_tokens_details={"thinking_tokens": 4})
    assert scene.reader.usage == Usage(18, 15, cached_tokens=5, cache_write_tokens=2, reasoning_tokens=4)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"type":"error","error":{}}', b"<html>", b'{"type":"message"}']
)
def test_what_is_no_message_is_said_to_be_none(dialogue: Make, body: Any) -> None:
    with pytest.raises(NotTheProtocol):
        dialogue(OPENAI_CHAT, ANTHROPIC, CLAUDE).reader.whole(body)
