"""What a client of the older completions gets of a chat's answer."""

import json
from typing import Any

import pytest
from openai.types import Completion

from larouter.core.chat import ANTHROPIC, OPENAI_CHAT
from larouter.wire.dialogue import Dialogue, open_dialogue
from larouter.wire.members import read_object
from larouter.wire.openai_completions import read_completions

HEAD = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "qwen3"}
REQUEST_ID = "req_01kaf0000000000000000000zz"


def opened(backend: str = OPENAI_CHAT, model: str = "qwen3", **members: Any) -> Dialogue:
    body = read_object(json.dumps({"model": "m", "prompt": "Once"} | members).encode())
    return open_dialogue(read_completions(body), backend, model, request_id=REQUEST_ID)


def chunk(delta: dict[str, object], reason: str | None = None, **more: object) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    return b"data: " + json.dumps(HEAD | {"choices": [choice]} | more).encode() + b"\n\n"


STREAM = (
    chunk({"role": "assistant", "content": ""})
    + chunk({"reasoning_content": "hm"})
    + chunk({"content": " upon"})
    + chunk({"content": " a time"})
    + chunk({}, "length")
    + b'data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}\n\n'
    + b"data: [DONE]\n\n"
)


def chunks(raw: bytes) -> list[Completion]:
    pieces = raw.decode().split("\n\n")
    assert pieces[-2:] == ["data: [DONE]", ""]
    return [Completion.construct(**json.loads(piece.removeprefix("data: "))) for piece in pieces[:-2]]


@pytest.mark.parametrize("echo", [False, True])
def test_a_stream_says_the_text_and_why_it_ended(echo: bool) -> None:
    said = chunks(opened(stream=True, echo=echo).reader.feed(STREAM))
    assert "".join(one.choices[0].text for one in said) == ("Once" if echo else "") + " upon a time"
    assert [one.choices[0].finish_reason for one in said] == [None, None, "length"]
    assert {(one.id, one.object, one.model) for one in said} == {
        ("cmpl-01kaf0000000000000000000zz", "text_completion", "qwen3")
    }
    assert all(one.usage is None for one in said)


def test_the_usage_stands_at_the_end_for_a_client_that_asks_for_it() -> None:
    said = chunks(opened(stream=True, stream_options={"include_usage": True}).reader.feed(STREAM))
    assert said[-1].choices == []
    assert said[-1].usage is not None
    assert (said[-1].usage.prompt_tokens, said[-1].usage.completion_tokens) == (3, 2)


def test_a_whole_answer_says_the_same() -> None:
    message = {"role": "assistant", "content": " upon a time", "reasoning_content": "hm"}
    answer = HEAD | {
        "object": "chat.completion",
        "choices": [{"index": at, "message": message, "finish_reason": "stop"} for at in range(2)],
        "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5},
    }
    said = Completion.model_validate_json(opened(echo=True, n=2).reader.whole(json.dumps(answer).encode()))
    assert [choice.text for choice in said.choices] == ["Once upon a time"] * 2
    assert said.usage is not None
    assert said.usage.total_tokens == 5


def test_a_refusal_is_told_as_one() -> None:
    answer = {
        "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-opus-5", "content": [],
        "stop_reason": "refusal", "stop_sequence": None, "usage": {"input_tokens": 3, "output_tokens": 0},
    }  # fmt: skip
    reader = opened(ANTHROPIC, "claude-opus-5").reader
    said = Completion.model_validate_json(reader.whole(json.dumps(answer).encode()))
    assert (said.choices[0].text, said.choices[0].finish_reason) == ("", "content_filter")
