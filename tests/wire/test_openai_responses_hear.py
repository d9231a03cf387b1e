"""Answers of a Responses backend, heard by clients of other protocols."""

from typing import Any

import pytest

from larouter.core.chat import ANTHROPIC, OPENAI_CHAT, OPENAI_RESPONSES
from larouter.core.usage import Usage
from larouter.wire.answer import NotTheProtocol

LUNA = "gpt-6-luna"
BEGINS = {"role": "assistant", "content": ""}
USAGE = {
    "input_tokens": 10,
    "input_tokens_details": {"cached_tokens": 4, "cache_write_tokens": 1},
    "output_tokens": 8,
    "output_tokens_details": {"reasoning_tokens": 3},
    "total_tokens": 18,
}


def response(status: Any = "completed", output: Any = (), **more: Any) -> Any:
    return {"id": "r", "object": "response", "model": LUNA, "status": status, "output": list(output), **more}


def added(at: Any, **item: Any) -> Any:
    return {"type": "response.output_item.added", "output_index": at, "item": item}


def done(at: Any, **item: Any) -> Any:
    return {"type": "response.output_item.done", "output_index": at, "item": item}


def delta(kind: Any, text: Any, **more: Any) -> Any:
    return {"type": f"response.{kind}.delta", "delta": text, **more}


CREATED = {"type": "response.created", "response": response("in_progress")}


@pytest.fixture
def scene(transcript: Any) -> Any:
    return transcript(OPENAI_CHAT, OPENAI_RESPONSES, LUNA, stream_options={"include_usage": True})


def test_a_thought_a_text_and_a_call_flow_in_their_order(scene: Any) -> None:
    assert scene >> CREATED << BEGINS
    assert scene >> {"type": "response.in_progress", "response": response("in_progress")} << []
    assert scene >> added(0, type="reasoning", id="rs_1", summary=[]) << []
    assert scene >> delta("reasoning_summary_text", "hm", summary_index=0) << {"reasoning_content": "hm"}
    assert scene >> delta("reasoning_summary_text", "so", summary_index=1) << {"reasoning_content": "\n\nso"}
    (detail,) = (scene >> done(0, type="reasoning", id="rs_1", encrypted_content="gAAA"))._out[0][
        "reasoning_details"
    ]
    assert (detail["id"], detail["signature"], detail["model"]) == ("rs_1", "gAAA", LUNA)
    scene._out = []
    assert scene >> added(1, type="message", content=[]) << []
    assert scene >> delta("output_text", "Hello") << {"content": "Hello"}
    assert scene >> done(1, type="message") << []
    call = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": ""}}
    assert (
        scene
        >> added(2, type="function_call", call_id="c1", name="f", arguments="")
        << {"tool_calls": [{"index": 0, **call}]}
    )
    piece = {"tool_calls": [{"index": 0, "function": {"arguments": "{}"}}]}
    assert scene >> delta("function_call_arguments", "{}") << piece
    assert scene >> done(2, type="function_call", call_id="c1", name="f", arguments="{}") << []
    last = {"type": "response.completed", "response": response(usage=USAGE)}
    told = (scene >> last)._out
    assert told[0] == {"finish": "tool_calls"}
    assert told[-1] == "[DONE]"
    assert scene.reader.usage == Usage(10, 8, 4, 1, 3)


@pytest.mark.parametrize(
    ("reason", "told"),
    [("max_output_tokens", "length"), ("content_filter", "content_filter"), (None, "length")],
)
def test_an_incomplete_response_says_why(whole: Any, reason: Any, told: Any) -> None:
    message = {"type": "message", "content": [{"type": "output_text", "text": "Hel"}]}
    answer = response("incomplete", [message], incomplete_details={"reason": reason})
    assert whole(OPENAI_CHAT, OPENAI_RESPONSES, LUNA, answer)["choices"][0]["finish_reason"] == told


def test_a_refusal_stays_one(whole: Any) -> None:
    message = {"type": "message", "content": [{"type": "refusal", "refusal": "No."}]}
    answer = response(output=[message])
    assert whole(OPENAI_CHAT, OPENAI_RESPONSES, LUNA, answer)["choices"][0]["message"]["refusal"] == "No."
    assert whole(ANTHROPIC, OPENAI_RESPONSES, LUNA, answer)["stop_reason"] == "refusal"


@pytest.mark.parametrize(
    "event",
    [
        {
            "type": "response.failed",
            "response": response("failed", error={"code": "server_error", "message": "m1"}),
        },
        {"type": "error", "code": "server_error", "message": "m1", "param": None},
        {"error": {"message": "m1"}},
    ],
)
def test_a_failure_is_kept_and_ends_the_stream_without_a_terminator(scene: Any, event: Any) -> None:
    assert scene >> CREATED << BEGINS
    assert scene >> event << []
    assert b"m1" in scene.reader.error
    assert scene.reader.end() == b""


@pytest.mark.parametrize(
    "answer", [{}, {"object": "response"}, response("failed", error={"message": "m"}), {"x": 1}]
)
def test_what_did_not_come_to_an_end_is_no_answer(whole: Any, answer: Any) -> None:
    if answer == {"object": "response"}:
        answer = {"object": "list"}
    with pytest.raises(NotTheProtocol):
        whole(OPENAI_CHAT, OPENAI_RESPONSES, LUNA, answer)
