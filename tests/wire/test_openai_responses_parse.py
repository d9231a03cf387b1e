"""Items of a request in the Responses API, as messages."""

import json
from typing import Any

import pytest

from larouter.core.errors import Unsayable
from larouter.wire.members import read_object
from larouter.wire.neutral import Document, Image, Refusal, Seal, Source, Text, Thinking, ToolCall, ToolResult
from larouter.wire.openai_responses_parse import parse_responses
from larouter.wire.seals import label


def messages(*items: Any) -> Any:
    return parse_responses(read_object(json.dumps({"input": items}).encode())).messages


def test_what_the_model_said_in_one_go_is_one_message() -> None:
    seal = Seal("Ab+/", "claude-opus-5")
    said = messages(
        {
            "type": "reasoning",
            "id": "rs_1",
            "summary": [{"type": "summary_text", "text": "hm"}],
            "encrypted_content": label(seal),
        },
        {
            "type": "message",
            "role": "assistant",
            "content": [{"type": "output_text", "text": "A"}, {"type": "refusal", "refusal": "B"}],
        },
        {
            "type": "reasoning",
            "summary": [],
            "encrypted_content": label(Seal("Cd+/", "claude-opus-5"), "redacted"),
        },
        {"type": "function_call", "call_id": "c1", "name": "f", "arguments": "{}"},
        {"type": "custom_tool_call", "call_id": "c2", "name": "g", "input": "words"},
    )
    assert [message.role for message in said] == ["assistant"]
    assert said[0].parts == (
        Thinking("hm", seal, id="rs_1"),
        Text("A"),
        Refusal("B"),
        Thinking("", Seal("Cd+/", "claude-opus-5"), redacted=True),
        ToolCall("c1", "f", "{}"),
        ToolCall("c2", "g", "words", custom=True),
    )


def test_results_know_the_name_of_their_tool_and_hold_files() -> None:
    parts = [
        {"type": "input_text", "text": "A"},
        {"type": "input_image", "image_url": "data:image/webp;base64,QQ=="},
    ]
    said = messages(
        {"type": "function_call", "call_id": "c1", "name": "f", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c1", "output": parts},
    )
    picture = Image(Source("image/webp", "QQ=="))
    assert said[1].parts == (ToolResult("c1", (Text("A"), picture), name="f"),)


@pytest.mark.parametrize(
    ("part", "parsed"),
    [
        ({"type": "input_image", "file_id": "f1"}, Image(Source(file_id="f1"))),
        (
            {"type": "input_image", "image_url": "https://x.y/z.png", "detail": "low"},
            Image(Source(url="https://x.y/z.png"), "low"),
        ),
        (
            {"type": "input_file", "file_url": "https://x.y/z.pdf"},
            Document(Source("application/pdf", url="https://x.y/z.pdf")),
        ),
        (
            {"type": "input_file", "file_data": "QQ==", "filename": "a"},
            Document(Source("application/pdf", "QQ=="), "a"),
        ),
    ],
)
def test_files_come_as_data_by_address_or_by_id(part: Any, parsed: Any) -> None:
    assert messages({"role": "user", "content": [part]})[0].parts == (parsed,)


@pytest.mark.parametrize("kind", ["web_search_call", "computer_call", "mcp_call", "image_generation_call"])
def test_items_of_tools_that_run_at_openai_are_refused_by_their_place(kind: Any) -> None:
    with pytest.raises(Unsayable) as found:
        messages({"type": kind, "id": "x"})
    assert found.value.param == "input[0].type"


def test_two_finished_texts_are_two_messages() -> None:
    texts = [{"role": "assistant", "content": [{"type": "output_text", "text": text}]} for text in "ab"]
    assert [message.parts for message in messages(*texts)] == [(Text("a"),), (Text("b"),)]


@pytest.mark.parametrize(
    ("kind", "before"),
    [
        ("text", {"role": "assistant", "content": [{"type": "output_text", "text": "a"}]}),
        ("call", {"type": "function_call", "call_id": "c1", "name": "f", "arguments": "{}"}),
    ],
)
def test_a_signature_that_came_as_an_item_goes_back_to_its_part(kind: str, before: Any) -> None:
    seal = Seal("c2ln", "gemini-3-pro")
    echo = {"type": "reasoning", "summary": [], "encrypted_content": label(seal, kind)}
    (part,) = messages(before, echo)[0].parts
    assert part.seal == seal
