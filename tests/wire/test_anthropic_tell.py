"""Answers of other protocols, told to a client that speaks Anthropic's Messages API."""

from collections.abc import Callable
from typing import Any

import pytest
from anthropic.types import Message

from larouter.core.chat import ANTHROPIC, OPENAI_CHAT
from larouter.wire.seals import read_label

Make = Callable[..., Any]


def chunk(finish: str | None = None, **delta: Any) -> Any:
    return {"id": "c", "model": "qwen3", "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}


def begin(index: int, **block: Any) -> Any:
    return {"type": "content_block_start", "index": index, "content_block": block}


def delta(index: int, **said: Any) -> Any:
    return {"type": "content_block_delta", "index": index, "delta": said}


def stop(index: int) -> Any:
    return {"type": "content_block_stop", "index": index}


TEXT = {"type": "text", "text": ""}
USAGE = {"prompt_tokens": 9, "completion_tokens": 3, "prompt_tokens_details": {"cached_tokens": 4}}


@pytest.fixture
def scene(transcript: Make) -> Any:
    scene = transcript(ANTHROPIC, OPENAI_CHAT, "qwen3")
    scene >> chunk(role="assistant", content="")
    [start] = scene._out
    assert start["type"] == "message_start"
    assert Message.model_validate(start["message"], strict=True).id == "msg_01kaf0000000000000000000zz"
    scene._out.clear()
    return scene


def test_text_is_one_block_and_the_end_carries_reason_and_usage(scene: Any) -> None:
    assert scene >> chunk(content="He") << [begin(0, **TEXT), delta(0, type="text_delta", text="He")]
    assert scene >> chunk(content="llo") << delta(0, type="text_delta", text="llo")
    assert scene >> chunk("stop") << stop(0)
    assert scene >> {"choices": [], "usage": USAGE} << []
    usage = {
        "input_tokens": 5,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 4,
        "output_tokens": 3,
        "output_tokens_details": {"thinking_tokens": 0},
    }
    assert (
        scene
        >> "[DONE]"
        << [
            {
                "type": "message_delta",
                "delta": {"stop_reason": "end_turn", "stop_sequence": None},
                "usage": usage,
            },
            {"type": "message_stop"},
        ]
    )


def test_reasoning_text_and_calls_are_blocks_in_their_order(scene: Any) -> None:
    scene >> chunk(reasoning_content="hm") >> chunk(content="so")
    assert scene << [
        begin(0, type="thinking", thinking="", signature=""),
        delta(0, type="thinking_delta", thinking="hm"),
        stop(0),
        begin(1, **TEXT),
        delta(1, type="text_delta", text="so"),
    ]
    call = {"index": 0, "id": "call_a", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    assert (
        scene
        >> chunk(tool_calls=[call])
        << [
            stop(1),
            begin(2, type="tool_use", id="call_a", name="f", input={}),
            delta(2, type="input_json_delta", partial_json="{}"),
        ]
    )
    assert scene >> chunk("tool_calls") << stop(2)


def test_a_refusal_is_text_and_a_stop_reason(scene: Any) -> None:
    assert (
        scene
        >> chunk(refusal="No.")
        >> chunk("stop")
        << [
            begin(0, **TEXT),
            delta(0, type="text_delta", text="No."),
            stop(0),
        ]
    )
    scene >> "[DONE]"
    assert scene._out[0]["delta"]["stop_reason"] == "refusal"


def test_a_signature_that_the_protocol_has_no_place_for_goes_into_a_redacted_block(whole: Make) -> None:
    call = {
        "id": "call_1",
        "type": "function",
        "function": {"name": "f", "arguments": '{"a":1}'},
        "extra_content": {"google": {"thought_signature": "c2ln"}},
    }
    answer = {
        "model": "gemini-3",
        "choices": [
            {"index": 0, "message": {"content": None, "tool_calls": [call]}, "finish_reason": "tool_calls"}
        ],
    }
    blocks = whole(ANTHROPIC, OPENAI_CHAT, "gemini-3", answer)["content"]
    assert blocks[0] == {"type": "tool_use", "id": "call_1", "name": "f", "input": {"a": 1}}
    seal, kind = read_label(blocks[1]["data"])
    assert (seal.value, seal.origin, kind) == ("c2ln", "gemini-3", "call")


def test_a_whole_message_is_one_that_the_sdk_knows(whole: Make) -> None:
    answer = {
        "model": "qwen3",
        "choices": [{"index": 0, "message": {"content": "Hi", "reasoning": "hm"}, "finish_reason": "length"}],
        "usage": USAGE,
    }
    message = Message.model_validate(whole(ANTHROPIC, OPENAI_CHAT, "qwen3", answer), strict=True)
    assert [block.type for block in message.content] == ["thinking", "text"]
    assert message.stop_reason == "max_tokens"
    assert message.usage.input_tokens == 5


@pytest.mark.parametrize("arguments", ["", "{}", "[1]", "not json", '{"a": 1}'])
def test_whatever_a_model_writes_as_arguments_the_input_is_an_object(whole: Make, arguments: Any) -> None:
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": arguments}}
    answer = {"choices": [{"message": {"tool_calls": [call]}, "finish_reason": "tool_calls"}]}
    block = whole(ANTHROPIC, OPENAI_CHAT, "qwen3", answer)["content"][0]
    assert block["input"] == (
        {"a": 1} if "a" in arguments else {} if arguments in ("", "{}") else {"input": arguments}
    )
