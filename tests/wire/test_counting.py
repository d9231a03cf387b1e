"""What a backend is asked in order to count, as a transcript."""

import json
from typing import Any

import pytest
from asking import asked

from larouter.core.chat import ANTHROPIC, EMBEDDINGS, GEMINI, OPENAI_CHAT, Chat
from larouter.testing.fake_responses import COUNTED
from larouter.wire.counting import NotCounted, can_count, count, counting_protocol
from larouter.wire.dialogue import open_dialogue
from larouter.wire.habits import habits_of

CHAT = asked(
    max_tokens=9, stream=True, metadata={"a": "b"}, tools=[{"type": "function", "function": {"name": "f"}}]
)


def walk(
    protocol: str, model: str, *answers: object, chat: Chat = CHAT, server: str = "llamacpp"
) -> tuple[list[tuple[str, Any]], int]:
    """The calls that are made when these answers come, and the number in the end."""
    protocol = counting_protocol(protocol, server)
    dialogue = open_dialogue(chat, protocol, model, request_id="req_1", habits=habits_of(server))
    steps = count(protocol, server, dialogue, model)
    calls, waiting = [], list(answers)
    try:
        path, body = next(steps)
        while True:
            calls.append((path, json.loads(body)))
            said = waiting.pop(0)
            path, body = steps.send(said if isinstance(said, bytes) else json.dumps(said).encode())
    except StopIteration as done:
        return calls, done.value


def test_anthropic_counts_messages_without_what_only_an_answer_needs() -> None:
    ((path, body),), tokens = walk(ANTHROPIC, "claude-opus-5-5", {"input_tokens": 17})
    assert (path, tokens) == ("/v1/messages/count_tokens", 17)
    assert set(body) <= {"model", "messages", "system", "tools", "tool_choice", "thinking"}
    assert body["model"] == "claude-opus-5-5"
    assert body["tools"]


def test_gemini_counts_the_whole_request() -> None:
    ((path, body),), tokens = walk(GEMINI, "gemini-4-argon", {"totalTokens": 17})
    assert (path, tokens) == ("/v1beta/models/gemini-4-argon:countTokens", 17)
    inner = body["generateContentRequest"]
    assert inner["model"] == "models/gemini-4-argon"
    assert inner["contents"]
    assert inner["tools"]


def test_llama_cpp_makes_the_prompt_and_cuts_it() -> None:
    calls, tokens = walk(OPENAI_CHAT, "m", {"prompt": "<user>Hello"}, {"tokens": [1, 2, 3]})
    assert tokens == 3
    assert [path for path, _ in calls] == ["/apply-template", "/tokenize"]
    assert set(calls[0][1]) == {"messages", "tools"}
    assert calls[1][1] == {"content": "<user>Hello", "add_special": True, "parse_special": True}


def test_vllm_makes_the_prompt_and_counts_it_in_one() -> None:
    ((path, body),), tokens = walk(OPENAI_CHAT, "m", {"count": 17, "tokens": [1]}, server="vllm")
    assert (path, tokens) == ("/tokenize", 17)
    assert set(body) == {"model", "messages", "tools"}
    with pytest.raises(NotCounted):
        walk(OPENAI_CHAT, "m", {"tokens": [1]}, server="vllm")


def test_openai_counts_what_would_be_asked_of_its_responses() -> None:
    ((path, body),), tokens = walk(OPENAI_CHAT, "gpt-6-luna", {"input_tokens": 17}, server="openai")
    assert (path, tokens) == ("/v1/responses/input_tokens", 17)
    assert set(body) <= COUNTED
    assert {"model", "input", "tools"} <= set(body)


@pytest.mark.parametrize(
    ("protocol", "answers"),
    [
        (ANTHROPIC, [{"input_tokens": "17"}]),
        (ANTHROPIC, [{"input_tokens": True}]),
        (ANTHROPIC, [b"<html>"]),
        (ANTHROPIC, [[]]),
        (GEMINI, [{}]),
        (GEMINI, [{"totalTokens": -1}]),
        (OPENAI_CHAT, [{"prompt": None}]),
        (OPENAI_CHAT, [{"prompt": "x"}, {"tokens": 3}]),
    ],
)
def test_what_is_no_number_is_not_taken_for_one(protocol: str, answers: list[object]) -> None:
    with pytest.raises(NotCounted):
        walk(protocol, "gemini-4-argon" if protocol == GEMINI else "m", *answers)


def test_who_can_count() -> None:
    told = {
        (protocol, server): can_count(protocol, server, CHAT)
        for protocol, server in (
            (ANTHROPIC, ""),
            (GEMINI, ""),
            (OPENAI_CHAT, "llamacpp"),
            (OPENAI_CHAT, "vllm"),
            (OPENAI_CHAT, "openai"),
            (OPENAI_CHAT, "ollama"),
            (OPENAI_CHAT, "lmstudio"),
            (OPENAI_CHAT, ""),
        )
    }
    assert list(told.values()) == [True, True, True, True, True, False, False, False]
    vectors = Chat(
        **{**{name: getattr(CHAT, name) for name in CHAT.__dataclass_fields__}, "needs": {EMBEDDINGS}}
    )
    assert not can_count(GEMINI, "", vectors)
