"""Answers of other backends, told to a client that speaks Gemini's protocol."""

from typing import Any

import pytest

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT
from larouter.wire.seals import read_label

HEAD = {"modelVersion": "m-1", "responseId": "01kaf0000000000000000000zz"}
SHOWS = {"generationConfig": {"thinkingConfig": {"includeThoughts": True}}}


def said(part: Any) -> Any:
    return {"candidates": [{"content": {"parts": [part], "role": "model"}, "index": 0}], **HEAD}


def ended(reason: Any, **more: Any) -> Any:
    content = {"parts": [{"text": ""}], "role": "model"}
    usage = {"promptTokenCount": 7, "candidatesTokenCount": 5, "totalTokenCount": 12}
    candidate = {"content": content, "finishReason": reason, "index": 0, **more}
    return {"candidates": [candidate], "usageMetadata": usage, **HEAD}


def delta(**words: Any) -> Any:
    return {"model": "m-1", "choices": [{"index": 0, "delta": words}]}


def finish(reason: Any) -> Any:
    usage = {"prompt_tokens": 7, "completion_tokens": 5}
    return {"choices": [{"index": 0, "delta": {}, "finish_reason": reason}], "usage": usage}


def test_text_flows_and_the_last_chunk_says_why_it_ended_and_what_it_used(transcript: Any) -> None:
    scene = transcript(GEMINI, OPENAI_CHAT, "qwen3")
    assert scene >> delta(content="Hel") << said({"text": "Hel"})
    assert scene >> delta(content="lo") << said({"text": "lo"})
    assert scene >> finish("length") << []
    assert scene >> "[DONE]" << ended("MAX_TOKENS")
    assert scene.reader.done


def test_no_comment_reaches_a_client_that_would_take_it_for_json(transcript: Any) -> None:
    scene = transcript(GEMINI, OPENAI_CHAT, "qwen3")
    assert scene.reader.feed(b": ping\n\n") == b""


def test_a_call_goes_out_when_it_is_whole(transcript: Any) -> None:
    scene = transcript(GEMINI, OPENAI_CHAT, "qwen3")
    call = {"index": 0, "id": "c1", "type": "function", "function": {"name": "f", "arguments": '{"a"'}}
    assert scene >> delta(tool_calls=[call]) << []
    assert scene >> delta(tool_calls=[{"index": 0, "function": {"arguments": ":1}"}}]) << []
    told = {"functionCall": {"id": "c1", "name": "f", "args": {"a": 1}}}
    assert scene >> finish("tool_calls") << said(told)
    assert scene >> "[DONE]" << ended("STOP")


def test_thoughts_are_shown_to_those_who_asked(transcript: Any) -> None:
    shown = transcript(GEMINI, OPENAI_CHAT, "qwen3", **SHOWS)
    hidden = transcript(GEMINI, OPENAI_CHAT, "qwen3")
    assert shown >> delta(reasoning_content="hm") << said({"text": "hm", "thought": True})
    assert hidden >> delta(reasoning_content="hm") << []
    assert hidden >> delta(content="Hello") << said({"text": "Hello"})


def test_a_signed_thought_goes_out_in_any_case_labelled_with_its_model(whole: Any) -> None:
    content = [{"type": "thinking", "thinking": "hm", "signature": "Ab+/"}, {"type": "text", "text": "Hello"}]
    answer = {"type": "message", "model": "m", "content": content, "stop_reason": "end_turn"}
    told = whole(GEMINI, ANTHROPIC, "claude-opus-5", answer)["candidates"][0]["content"]["parts"]
    seal, _ = read_label(told[0]["thoughtSignature"])
    assert (seal.value, seal.origin) == ("Ab+/", "claude-opus-5")
    assert (told[0]["text"], told[0]["thought"]) == ("hm", True)
    assert told[1] == {"text": "Hello"}


@pytest.mark.parametrize(
    ("reason", "told"), [("stop", "STOP"), ("length", "MAX_TOKENS"), ("content_filter", "SAFETY")]
)
def test_reasons_have_googles_names(whole: Any, reason: Any, told: Any) -> None:
    choice = {"index": 0, "message": {"content": "x"}, "finish_reason": reason}
    assert whole(GEMINI, OPENAI_CHAT, "qwen3", {"choices": [choice]})["candidates"][0]["finishReason"] == told


def test_a_refusal_is_text_that_was_stopped_for_safety(whole: Any) -> None:
    choice = {"index": 0, "message": {"content": None, "refusal": "No."}, "finish_reason": "stop"}
    candidate = whole(GEMINI, OPENAI_CHAT, "qwen3", {"choices": [choice]})["candidates"][0]
    assert (candidate["finishReason"], candidate["content"]["parts"]) == ("SAFETY", [{"text": "No."}])


def test_usage_counts_thoughts_beside_the_answer(whole: Any) -> None:
    usage = {
        "prompt_tokens": 9,
        "completion_tokens": 8,
        "prompt_tokens_details": {"cached_tokens": 4},
        "completion_tokens_details": {"reasoning_tokens": 3},
    }
    choice = {"index": 0, "message": {"content": "x"}, "finish_reason": "stop"}
    assert whole(GEMINI, OPENAI_CHAT, "qwen3", {"choices": [choice], "usage": usage})["usageMetadata"] == {
        "promptTokenCount": 9,
        "candidatesTokenCount": 5,
        "thoughtsTokenCount": 3,
        "cachedContentTokenCount": 4,
        "totalTokenCount": 17,
    }
