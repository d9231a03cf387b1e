"""Answers of other backends, told to a client that speaks the Responses API; the stream is in the journeys."""

import json
from typing import Any

import pytest

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES
from larouter.wire.seals import read_label

ASKED = {
    "instructions": "be kind",
    "max_output_tokens": 50,
    "metadata": {"a": "b"},
    "reasoning": {"effort": "low"},
    "store": True,
    "temperature": 0.5,
    "tool_choice": "none",
    "tools": [{"type": "function", "name": "f"}],
}


def chat(reason: Any = "stop", **message: Any) -> Any:
    return {"model": "m", "choices": [{"index": 0, "message": message, "finish_reason": reason}]}


def test_the_response_repeats_what_was_asked_and_says_that_nothing_is_kept(whole: Any) -> None:
    told = whole(OPENAI_RESPONSES, OPENAI_CHAT, "qwen3", chat(content="Hi"), **ASKED)
    for name in ("instructions", "max_output_tokens", "metadata", "temperature", "tool_choice"):
        assert told[name] == ASKED[name]
    assert told["reasoning"] == {"effort": "low", "summary": None}
    assert told["tools"] == [
        {"type": "function", "name": "f", "description": None, "parameters": None, "strict": False}
    ]
    assert (told["store"], told["previous_response_id"], told["model"]) == (False, None, "m")
    assert told["id"] == "resp_01kaf0000000000000000000zz"
    assert told["created_at"] > 1_700_000_000


@pytest.mark.parametrize(
    ("reason", "status", "detail", "item"),
    [
        ("stop", "completed", None, "completed"),
        ("length", "incomplete", {"reason": "max_output_tokens"}, "incomplete"),
        ("content_filter", "incomplete", {"reason": "content_filter"}, "incomplete"),
    ],
)
def test_reasons_are_a_status_with_details(
    whole: Any, reason: Any, status: Any, detail: Any, item: Any
) -> None:
    told = whole(OPENAI_RESPONSES, OPENAI_CHAT, "qwen3", chat(reason, content="Hi"))
    assert (told["status"], told["incomplete_details"]) == (status, detail)
    assert told["output"][0]["status"] == item


def test_a_refusal_is_a_part_of_the_message(whole: Any) -> None:
    told = whole(OPENAI_RESPONSES, OPENAI_CHAT, "qwen3", chat(content="Well.", refusal="No."))
    kinds = [(part["type"], part.get("text") or part.get("refusal")) for part in told["output"][0]["content"]]
    assert kinds == [("output_text", "Well."), ("refusal", "No.")]


def test_a_signature_without_a_place_of_its_own_follows_as_an_item_to_echo(whole: Any) -> None:
    parts = [
        {"text": "Hi", "thoughtSignature": "VFhU"},
        {"functionCall": {"name": "f"}, "thoughtSignature": "Q0FM"},
    ]
    answer = {"candidates": [{"content": {"parts": parts}, "finishReason": "STOP"}]}
    output = whole(OPENAI_RESPONSES, GEMINI, "gemini-3.8-flash", answer)["output"]
    assert [item["type"] for item in output] == ["message", "reasoning", "function_call", "reasoning"]
    text, call = (read_label(output[at]["encrypted_content"]) for at in (1, 3))
    assert (text[0].value, text[1], call[0].value, call[1]) == ("VFhU", "text", "Q0FM", "call")


def test_such_an_item_brings_the_signature_back_to_its_part(whole: Any, ask: Any) -> None:
    parts = [
        {"text": "Hi", "thoughtSignature": "VFhU"},
        {"functionCall": {"name": "f"}, "thoughtSignature": "Q0FM"},
    ]
    answer = {"candidates": [{"content": {"parts": parts}, "finishReason": "STOP"}]}
    output = whole(OPENAI_RESPONSES, GEMINI, "gemini-3.8-flash", answer)["output"]
    result = {"type": "function_call_output", "call_id": output[2]["call_id"], "output": "done"}
    asked = {"model": "auto", "input": [{"role": "user", "content": "x"}, *output, result]}
    body, dropped = ask(asked, GEMINI, "gemini-3.8-flash", OPENAI_RESPONSES)
    signatures = [part["thoughtSignature"] for part in body["contents"][1]["parts"]]
    assert (signatures, dropped) == (["VFhU", "Q0FM"], ())


def test_log_probabilities_stand_with_the_text(whole: Any) -> None:
    token = {"token": "Hi", "logprob": -0.1, "bytes": [72, 105], "top_logprobs": []}
    answer = chat(content="Hi")
    answer["choices"][0]["logprobs"] = {"content": [token], "refusal": None}
    include = ["message.output_text.logprobs"]
    told = whole(OPENAI_RESPONSES, OPENAI_CHAT, "qwen3", answer, include=include)
    assert told["output"][0]["content"][0]["logprobs"] == [token]


def test_a_custom_tool_is_called_with_free_text(whole: Any) -> None:
    call = {"id": "c1", "type": "custom", "custom": {"name": "g", "input": "words"}}
    told = whole(OPENAI_RESPONSES, OPENAI_CHAT, "gpt-4.1", chat("tool_calls", tool_calls=[call]))
    assert {name: told["output"][0][name] for name in ("type", "call_id", "name", "input")} == {
        "type": "custom_tool_call", "call_id": "c1", "name": "g", "input": "words"
    }  # fmt: skip


def test_a_slow_backend_is_heard_to_be_alive(transcript: Any) -> None:
    scene = transcript(OPENAI_RESPONSES, ANTHROPIC, "claude-opus-5")
    assert scene >> {"type": "ping"} << ": ping"


def test_a_stream_that_breaks_off_has_no_terminator(dialogue: Any) -> None:
    reader = dialogue(OPENAI_RESPONSES, OPENAI_CHAT, "qwen3", stream=True).reader
    said = reader.feed(
        b"data: " + json.dumps({"choices": [{"delta": {"content": "Hel"}}]}).encode() + b"\n\n"
    )
    assert b"response.output_text.delta" in said
    assert reader.end() == b""
    assert not reader.done
