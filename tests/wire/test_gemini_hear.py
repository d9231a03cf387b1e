"""Gemini answers, heard by clients of other protocols."""

from typing import Any

import pytest

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES
from larouter.core.usage import Usage
from larouter.wire.answer import NotTheProtocol
from larouter.wire.openai_stream import MOST_TOKENS

FLASH = "gemini-3.8-flash"
BEGINS = {"role": "assistant", "content": ""}
USED = {
    "promptTokenCount": 10,
    "toolUsePromptTokenCount": 2,
    "cachedContentTokenCount": 4,
    "candidatesTokenCount": 5,
    "thoughtsTokenCount": 3,
    "totalTokenCount": 20,
}


def chunk(*parts: Any, usage: Any = None, **more: Any) -> Any:
    candidate = {"content": {"parts": list(parts), "role": "model"}, "index": 0, **more}
    return {"candidates": [candidate], "modelVersion": FLASH, **({"usageMetadata": usage} if usage else {})}


def call(name: Any = "f", signature: Any = "", **args: Any) -> Any:
    part = {"functionCall": {"name": name, "args": args}}
    return part | ({"thoughtSignature": signature} if signature else {})


@pytest.fixture
def scene(transcript: Any) -> Any:
    return transcript(OPENAI_CHAT, GEMINI, FLASH, stream_options={"include_usage": True})


def test_text_flows_piece_by_piece_and_the_end_of_the_connection_is_the_terminator(scene: Any) -> None:
    assert scene >> chunk({"text": "Hel"}, usage={"promptTokenCount": 10}) << [BEGINS, {"content": "Hel"}]
    assert (
        scene
        >> chunk({"text": "lo"}, finishReason="STOP", usage=USED)
        << [{"content": "lo"}, {"finish": "stop"}]
    )
    assert scene.reader.finished
    assert not scene.reader.done
    assert scene.reader.end().endswith(b"data: [DONE]\n\n")
    assert scene.reader.usage == Usage(12, 8, 4, 0, 3)
    assert scene.reader.model == FLASH


def test_counts_that_no_ledger_can_hold_are_held_within_bounds(scene: Any) -> None:
    odd = {name: 10**30 if name.startswith("candidates") else -5 for name in USED}
    scene >> chunk({"text": "Hi"}, finishReason="STOP", usage=odd)
    assert scene.reader.usage == Usage(0, MOST_TOKENS)


def test_thoughts_are_reasoning_and_end_before_the_text(scene: Any) -> None:
    assert scene >> chunk({"text": "hm", "thought": True}) << [BEGINS, {"reasoning_content": "hm"}]
    assert scene >> chunk({"text": "Hello"}) << {"content": "Hello"}


def test_a_call_comes_whole_with_an_id_of_ours_and_its_signature(scene: Any) -> None:
    seal = {"google": {"thought_signature": "U0lH", "model": FLASH}}
    function = {"name": "f", "arguments": ""}
    identifier = "call_01kaf0000000000000000000zz_0_0"
    assert (
        scene
        >> chunk(call(signature="U0lH", a=1))
        << [
            BEGINS,
            {"tool_calls": [{"index": 0, "id": identifier, "type": "function", "function": function}]},
            {"tool_calls": [{"index": 0, "function": {"arguments": '{"a": 1}'}}]},
            {"tool_calls": [{"index": 0, "function": {"arguments": ""}, "extra_content": seal}]},
        ]
    )
    assert scene >> chunk({"text": ""}, finishReason="STOP") << {"finish": "tool_calls"}


def test_the_signature_of_a_text_is_given_to_the_client_to_echo(whole: Any) -> None:
    said = whole(
        OPENAI_CHAT, GEMINI, FLASH, chunk({"text": "Hi", "thoughtSignature": "U0lH"}, finishReason="STOP")
    )
    detail = said["choices"][0]["message"]["reasoning_details"][0]
    assert (detail["type"], detail["signature"], detail["model"]) == ("reasoning.signature", "U0lH", FLASH)


@pytest.mark.parametrize(
    "reason", ["SAFETY", "RECITATION", "PROHIBITED_CONTENT", "SPII", "BLOCKLIST", "LANGUAGE", "NEW"]
)
def test_an_answer_that_was_stopped_for_safety_is_a_refusal(whole: Any, reason: Any) -> None:
    answer = chunk({"text": "Hel"}, finishReason=reason)
    chat = whole(OPENAI_CHAT, GEMINI, FLASH, answer)["choices"][0]
    assert chat["finish_reason"] == "content_filter"
    assert reason in chat["message"]["refusal"]
    assert whole(ANTHROPIC, GEMINI, FLASH, answer)["stop_reason"] == "refusal"
    response = whole(OPENAI_RESPONSES, GEMINI, FLASH, answer)
    assert (response["status"], response["incomplete_details"]) == (
        "incomplete",
        {"reason": "content_filter"},
    )


def test_a_prompt_that_was_blocked_is_a_refusal_and_no_fault(whole: Any) -> None:
    blocked = {
        "promptFeedback": {"blockReason": "PROHIBITED_CONTENT"},
        "usageMetadata": {"promptTokenCount": 9},
    }
    said = whole(OPENAI_CHAT, GEMINI, FLASH, blocked)
    assert said["choices"][0]["finish_reason"] == "content_filter"
    assert "PROHIBITED_CONTENT" in said["choices"][0]["message"]["refusal"]
    assert said["usage"]["prompt_tokens"] == 9


def test_a_call_that_the_model_could_not_form_is_a_fault_that_another_may_put_right(
    scene: Any, whole: Any
) -> None:
    broken = chunk(finishReason="MALFORMED_FUNCTION_CALL", finishMessage="bad call")
    with pytest.raises(NotTheProtocol):
        whole(OPENAI_CHAT, GEMINI, FLASH, broken)
    assert scene >> broken << BEGINS
    assert b"bad call" in scene.reader.error
    assert scene.reader.end() == b""


def test_an_error_in_the_middle_is_kept_and_nothing_is_said_after_it(scene: Any) -> None:
    assert scene >> chunk({"text": "Hel"}) << [BEGINS, {"content": "Hel"}]
    assert scene >> {"error": {"code": 503, "message": "overloaded", "status": "UNAVAILABLE"}} << []
    assert b"overloaded" in scene.reader.error
    assert scene >> chunk({"text": "lo"}, finishReason="STOP") << []
    assert not scene.reader.done


def test_several_candidates_are_several_choices(whole: Any) -> None:
    two = chunk({"text": "A"}, finishReason="STOP")
    two["candidates"].append(
        {"content": {"parts": [{"text": "B"}]}, "index": 1, "finishReason": "MAX_TOKENS"}
    )
    said = whole(OPENAI_CHAT, GEMINI, FLASH, two, n=2)
    found = [(one["index"], one["message"]["content"], one["finish_reason"]) for one in said["choices"]]
    assert found == [(0, "A", "stop"), (1, "B", "length")]


def test_log_probabilities_are_told_in_openais_shape(whole: Any) -> None:
    token = {"token": "A", "logProbability": -0.5}
    result = {"chosenCandidates": [token], "topCandidates": [{"candidates": [token]}]}
    answer = chunk({"text": "A"}, finishReason="STOP", logprobsResult=result)
    told = whole(OPENAI_CHAT, GEMINI, FLASH, answer, logprobs=True)["choices"][0]["logprobs"]["content"][0]
    assert (told["token"], told["logprob"], told["bytes"]) == ("A", -0.5, [65])
    assert told["top_logprobs"] == [{"token": "A", "logprob": -0.5, "bytes": [65]}]


@pytest.mark.parametrize(
    "answer", [{}, {"candidates": []}, {"candidates": [{"content": {"parts": []}}]}, {"a": 1}]
)
def test_what_has_no_finished_candidate_is_no_answer(whole: Any, answer: Any) -> None:
    with pytest.raises(NotTheProtocol):
        whole(OPENAI_CHAT, GEMINI, FLASH, answer)


def test_a_picture_cannot_be_said_and_is_not_lost_in_silence(whole: Any) -> None:
    picture = {"inlineData": {"mimeType": "image/png", "data": "AAAA"}}
    with pytest.raises(NotTheProtocol, match="picture"):
        whole(OPENAI_CHAT, GEMINI, FLASH, chunk(picture, finishReason="STOP"))
