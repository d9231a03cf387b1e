"""What a client that knows only chat completions gets, echoes back, and may lose."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from openai.types.chat import ChatCompletion

from larouter.core.chat import ANTHROPIC, OPENAI_CHAT

Make = Callable[..., Any]

CLAUDE = "claude-opus-5"
CONTENT = [
    {"type": "thinking", "thinking": "hm", "signature": "S1+/="},
    {"type": "redacted_thinking", "data": "RRRR"},
    {"type": "text", "text": "Let me look."},
    {"type": "thinking", "thinking": "aha", "signature": "S2"},
    {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {"a": 1}},
]
ANSWER = {
    "id": "msg_1", "type": "message", "role": "assistant", "model": CLAUDE, "content": CONTENT,
    "stop_reason": "tool_use", "stop_sequence": None, "usage": {"input_tokens": 3, "output_tokens": 2},
}  # fmt: skip
HELLO = {"role": "user", "content": "hello"}
TOOLS = [{"type": "function", "function": {"name": "f"}}]


@pytest.fixture
def echoed(whole: Make) -> Any:
    """The message as the official SDK holds it and gives it back."""
    answer = ChatCompletion.model_validate(whole(OPENAI_CHAT, ANTHROPIC, CLAUDE, ANSWER))
    return answer.choices[0].message.model_dump(exclude_none=True)


def test_thoughts_come_back_unchanged_and_in_their_places_through_a_chat_client(
    ask: Make, echoed: Any
) -> None:
    result = {"role": "tool", "tool_call_id": "toolu_1", "content": "42"}
    asked = {"model": "auto", "messages": [HELLO, echoed, result], "tools": TOOLS}
    body, dropped = ask(asked, ANTHROPIC, CLAUDE)
    assert body["messages"][1]["content"] == CONTENT
    assert dropped == ()


@pytest.mark.parametrize(("backend", "model"), [(ANTHROPIC, "claude-sonnet-5"), (OPENAI_CHAT, "qwen3")])
def test_thoughts_never_go_to_a_model_that_did_not_have_them(
    dialogue: Make, echoed: Any, backend: str, model: str
) -> None:
    result = {"role": "tool", "tool_call_id": "toolu_1", "content": "42"}
    opened = dialogue(OPENAI_CHAT, backend, model, messages=[HELLO, echoed, result], tools=TOOLS)
    body = opened.body.decode()
    assert not [secret for secret in ("S1+/=", "RRRR", "S2", "aha") if secret in body]
    assert opened.dropped == ("reasoning",)


def test_a_client_that_loses_what_it_does_not_know_still_goes_on(ask: Make, echoed: Any) -> None:
    plain = {name: echoed[name] for name in ("role", "content", "tool_calls")}
    result = {"role": "tool", "tool_call_id": "toolu_1", "content": "42"}
    body, _ = ask({"model": "auto", "messages": [HELLO, plain, result], "tools": TOOLS}, ANTHROPIC, CLAUDE)
    assert [block["type"] for block in body["messages"][1]["content"]] == ["text", "tool_use"]


def test_ids_and_the_time_derive_from_the_request_id(whole: Make) -> None:
    answer = whole(OPENAI_CHAT, ANTHROPIC, CLAUDE, ANSWER)
    assert answer["id"] == "chatcmpl-01kaf0000000000000000000zz"
    assert answer["created"] == 1_763_587_391
    assert whole(OPENAI_CHAT, ANTHROPIC, CLAUDE, ANSWER) == answer


def test_every_chunk_has_the_same_head_and_says_something(transcript: Make, dialogue: Make) -> None:
    reader = dialogue(OPENAI_CHAT, ANTHROPIC, CLAUDE, stream=True).reader
    start = {**ANSWER, "content": [], "stop_reason": None}
    raw = b""
    for event in (
        {"type": "message_start", "message": start},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Hi"}},
        {"type": "content_block_stop", "index": 0},
    ):
        raw += reader.feed(b"data: " + json.dumps(event).encode() + b"\n\n")
    chunks = [json.loads(line[6:]) for line in raw.decode().split("\n") if line]
    assert len(chunks) == 2
    assert len({(one["id"], one["created"], one["model"]) for one in chunks}) == 1
    assert all("usage" not in one for one in chunks)


def test_log_probabilities_of_every_chunk_are_in_the_whole(transcript: Make) -> None:
    from larouter.wire.answer import Answer, Finished, Logprobs, Started, TextDelta  # noqa: PLC0415
    from larouter.wire.exchange import Exchange  # noqa: PLC0415
    from larouter.wire.families import profile_of  # noqa: PLC0415
    from larouter.wire.openai_chat_tell import ChatTeller  # noqa: PLC0415

    said = [Started(), TextDelta("a"), Logprobs({"content": [1]}), TextDelta("b"), Logprobs({"content": [2]})]
    teller = ChatTeller(Exchange("req_1", OPENAI_CHAT, OPENAI_CHAT, "m", profile_of("m")))
    choice = json.loads(teller.whole(Answer([*said, Finished("stop")])))["choices"][0]
    assert choice["logprobs"] == {"content": [1, 2]}
