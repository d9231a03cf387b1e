"""Messages of chat completions as content blocks."""

from collections.abc import Callable
from typing import Any

import pytest

from larouter.core.chat import ANTHROPIC
from larouter.core.errors import Unsayable

Make = Callable[..., Any]

CLAUDE = "claude-opus-5"


@pytest.fixture
def blocks(ask: Make) -> Any:
    def blocks(*messages: Any, model: str = CLAUDE) -> Any:
        body, dropped = ask({"model": "auto", "messages": list(messages)}, ANTHROPIC, model)
        return body.get("system"), body["messages"], dropped

    return blocks


def user(content: Any, **more: Any) -> Any:
    return {"role": "user", "content": content, **more}


def test_adjacent_turns_of_one_role_are_one(blocks: Make) -> None:
    _, messages, _ = blocks(user("a"), user("b"), {"role": "assistant", "content": "c"}, user("d"))
    assert [message["role"] for message in messages] == ["user", "assistant", "user"]
    assert messages[0]["content"] == [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]


def test_system_and_developer_messages_are_the_system_prompt(blocks: Make) -> None:
    marked = [{"type": "text", "text": "b", "cache_control": {"type": "ephemeral", "ttl": "1h"}}]
    system, _, _ = blocks(
        {"role": "system", "content": "a"}, {"role": "developer", "content": marked}, user("c")
    )
    assert system == [{"type": "text", "text": "a"}, marked[0]]


@pytest.mark.parametrize(("model", "stays"), [("claude-opus-4-8", True), ("claude-opus-4-7", False)])
def test_a_late_system_message_stays_where_the_model_takes_it_and_is_hoisted_elsewhere(
    blocks: Make, model: str, stays: Any
) -> None:
    system, messages, _ = blocks(user("a"), {"role": "system", "content": "late"}, model=model)
    assert system == (None if stays else "late")
    assert [message["role"] for message in messages] == (["user", "system"] if stays else ["user"])


def test_results_in_any_order_come_first_in_one_message(blocks: Make) -> None:
    calls = [
        {"id": f"c:{at}", "type": "function", "function": {"name": "f", "arguments": '{"a":1}'}}
        for at in (1, 2)
    ]
    _, messages, _ = blocks(
        user("go"),
        {"role": "assistant", "content": None, "tool_calls": calls},
        {"role": "tool", "tool_call_id": "c:2", "content": "two"},
        {"role": "tool", "tool_call_id": "c:1", "content": ""},
        user("and now?"),
    )
    assert messages[1]["content"][0] == {"type": "tool_use", "id": "c_1", "name": "f", "input": {"a": 1}}
    assert messages[2]["content"] == [
        {"type": "tool_result", "tool_use_id": "c_2", "content": "two"},
        {"type": "tool_result", "tool_use_id": "c_1"},
        {"type": "text", "text": "and now?"},
    ]


@pytest.mark.parametrize(
    ("part", "block"),
    [
        (
            {"type": "image_url", "image_url": {"url": "data:image/webp;base64,AA=="}},
            {"type": "image", "source": {"type": "base64", "media_type": "image/webp", "data": "AA=="}},
        ),
        (
            {"type": "image_url", "image_url": {"url": "https://x/y.png"}},
            {"type": "image", "source": {"type": "url", "url": "https://x/y.png"}},
        ),
        (
            {"type": "file", "file": {"file_data": "data:application/pdf;base64,UERG", "filename": "a.pdf"}},
            {
                "type": "document",
                "source": {"type": "base64", "media_type": "application/pdf", "data": "UERG"},
                "title": "a.pdf",
            },
        ),
        (
            {"type": "file", "file": {"file_data": "data:text/csv;base64,YSxi", "filename": "a.csv"}},
            {
                "type": "document",
                "source": {"type": "text", "media_type": "text/plain", "data": "a,b"},
                "title": "a.csv",
            },
        ),
    ],
)
def test_pictures_and_documents_have_their_blocks(blocks: Make, part: Any, block: Any) -> None:
    assert blocks(user([{"type": "text", "text": "see"}, part]))[1][0]["content"][1] == block


@pytest.mark.parametrize(
    "part",
    [
        {"type": "input_audio", "input_audio": {"data": "AA==", "format": "wav"}},
        {"type": "image_url", "image_url": {"url": "data:image/tiff;base64,AA=="}},
        {"type": "file", "file": {"file_id": "file-1"}},
        {"type": "file", "file": {"file_data": "data:application/zip;base64,AA=="}},
        {"type": "file", "file": {"file_data": "data:text/plain;base64,////"}},
    ],
)
def test_what_has_no_block_is_refused_with_its_place(blocks: Make, part: Any) -> None:
    with pytest.raises(Unsayable) as caught:
        blocks(user("a"), user([part]))
    assert caught.value.param == "messages[1].content"


def test_blank_text_is_not_sent_and_an_empty_conversation_is_not_empty(blocks: Make) -> None:
    assert blocks(user(""), user("  "), user("a"))[1] == [{"role": "user", "content": "a"}]
    assert blocks(user(""))[1] == [{"role": "user", "content": "(empty)"}]


def test_a_conversation_that_begins_with_the_assistant_gets_an_opening(blocks: Make) -> None:
    assert [message["role"] for message in blocks({"role": "assistant", "content": "Hi!"}, user("a"))[1]] == [
        "user", "assistant", "user",
    ]  # fmt: skip


def test_an_answer_that_was_begun_is_continued_or_refused(blocks: Make) -> None:
    begun = {"role": "assistant", "content": "The best answer is ( "}
    assert blocks(user("a"), begun, model="claude-haiku-4-5")[1][1]["content"] == "The best answer is ("
    with pytest.raises(Unsayable) as caught:
        blocks(user("a"), begun)
    assert caught.value.param == "messages[1]"


def test_a_name_is_listed_as_dropped(blocks: Make) -> None:
    assert blocks(user("a", name="Ann"))[2] == ("messages[0].name",)


def thought(model: str) -> Any:
    entry = {"type": "reasoning.text", "text": "hm", "signature": "S+/=", "model": model, "index": 0}
    return {"role": "assistant", "content": "so", "reasoning_details": [entry]}


def test_a_thought_goes_back_unchanged_to_the_model_that_had_it_and_to_no_other(blocks: Make) -> None:
    own = {"type": "thinking", "thinking": "hm", "signature": "S+/="}
    _, messages, dropped = blocks(user("a"), thought(CLAUDE), user("b"))
    assert messages[1]["content"] == [own, {"type": "text", "text": "so"}]
    assert dropped == ()
    _, messages, dropped = blocks(user("a"), thought("claude-sonnet-5"), user("b"))
    assert messages[1]["content"] == "so"
    assert dropped == ("reasoning",)


def test_ids_that_begin_anew_with_every_answer_are_told_apart(blocks: Make) -> None:
    def called(identifier: str) -> Any:
        call = {"id": identifier, "type": "function", "function": {"name": "f", "arguments": "{}"}}
        return {"role": "assistant", "content": None, "tool_calls": [call]}

    def told(identifier: str, text: str) -> Any:
        return {"role": "tool", "tool_call_id": identifier, "content": text}

    turns = [
        user("?"),
        called("c.1"),
        told("c.1", "a"),
        called("c_1"),
        told("c_1", "b"),
        called("c.1"),
        told("c.1", "d"),
    ]
    _, messages, _ = blocks(*turns)
    uses = [block["id"] for message in messages[1::2] for block in message["content"]]
    results = [
        (block["tool_use_id"], block["content"]) for message in messages[2::2] for block in message["content"]
    ]
    assert uses == ["c_1", "c_1_1", "c_1_2"]
    assert results == [("c_1", "a"), ("c_1_1", "b"), ("c_1_2", "d")]


def test_parallel_calls_of_one_id_get_their_results_in_their_order(blocks: Make) -> None:
    call = {"id": "x", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    results = [{"role": "tool", "tool_call_id": "x", "content": text} for text in "ab"]
    _, messages, _ = blocks(
        user("?"), {"role": "assistant", "content": None, "tool_calls": [call, call]}, *results
    )
    assert [block["id"] for block in messages[1]["content"]] == ["x", "x_1"]
    assert [(block["tool_use_id"], block["content"]) for block in messages[2]["content"]] == [
        ("x", "a"),
        ("x_1", "b"),
    ]
