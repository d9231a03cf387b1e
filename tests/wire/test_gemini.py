"""What a request in Gemini's protocol says."""

import json
from typing import Any

import pytest

from larouter.core.errors import BadRequest, NoSuchRoute
from larouter.wire.gemini import Target, read_generate, read_target
from larouter.wire.members import read_object

HELLO = [{"role": "user", "parts": [{"text": "hello"}]}]
AUTO = Target("auto", stream=False)


def read(target: Any = AUTO, **members: Any) -> Any:
    return read_generate(read_object(json.dumps({"contents": HELLO, **members}).encode()), target)


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("models/auto:generateContent", AUTO),
        ("models/auto:complex:streamGenerateContent", Target("auto:complex", stream=True)),
        ("home/qwen3:8b:generateContent", Target("home/qwen3:8b", stream=False)),
    ],
)
def test_the_path_says_which_model_and_whether_to_stream(path: Any, target: Any) -> None:
    assert read_target(path) == target


@pytest.mark.parametrize("path", ["models/auto:countTokens", "models/auto", ":generateContent", ""])
def test_another_method_is_no_route_here(path: Any) -> None:
    with pytest.raises(NoSuchRoute, match="streamGenerateContent"):
        read_target(path)


def test_turns_are_named_as_everywhere_else() -> None:
    contents = [
        *HELLO,
        {"role": "model", "parts": [{"functionCall": {"name": "f", "args": {"a": "secret"}}}]},
        {"parts": [{"functionResponse": {"name": "f", "response": {"output": "found"}}}]},
    ]
    chat = read(contents=contents, systemInstruction={"parts": [{"text": "be kind"}]})
    assert [turn.role for turn in chat.turns] == ["system", "user", "assistant", "tool"]
    assert chat.turns[2].tool_calls == 1
    assert "secret" in chat.turns[2].text
    assert "found" in chat.turns[3].text


def test_files_are_capabilities_and_their_bytes_are_not_text() -> None:
    parts = [
        {"inlineData": {"mimeType": "image/png", "data": "QUJD"}},
        {"inline_data": {"mime_type": "audio/wav", "data": "QUJD"}},
        {"fileData": {"mimeType": "application/pdf", "fileUri": "https://example.com/a.pdf"}},
        {"inlineData": {"mimeType": "video/mp4", "data": "QUJD"}},
    ]
    chat = read(contents=[{"parts": parts}])
    assert chat.needs == {"vision", "audio", "documents", "video"}
    assert "QUJD" not in chat.turns[0].text
    assert "https://example.com/a.pdf" in chat.turns[0].text


def test_tools_are_named_and_those_that_run_at_google_are_capabilities() -> None:
    tools = [{"functionDeclarations": [{"name": "f"}, {"name": "g"}]}, {"googleSearch": {}}]
    chat = read(tools=tools)
    assert chat.tools == ("f", "g", "googleSearch")
    assert chat.needs == {"tools", "googleSearch"}


def test_the_form_of_the_answer_and_its_length_are_seen() -> None:
    config = {
        "responseMimeType": "application/json",
        "responseSchema": {},
        "maxOutputTokens": 7,
        "candidateCount": 2,
    }
    chat = read(generationConfig=config)
    assert (chat.needs, chat.max_tokens, chat.answers) == ({"json_schema"}, 7, 2)


@pytest.mark.parametrize(
    ("members", "param"),
    [
        ({"contents": []}, "contents"),
        ({"contents": "hello"}, "contents"),
        ({"contents": [{"role": "assistant", "parts": []}]}, "contents[0].role"),
        ({"contents": [{"parts": [{"text": 1}]}]}, "contents[0].parts[0].text"),
        ({"generationConfig": {"temperature": 3}}, "generationConfig.temperature"),
        ({"generation_config": {"max_output_tokens": 0}}, "generationConfig.maxOutputTokens"),
        ({"systemInstruction": "be kind"}, "systemInstruction"),
        ({"systemInstruction": {}, "system_instruction": {}}, "systemInstruction"),
        ({"tools": [{"functionDeclarations": [{}]}]}, "tools[0].functionDeclarations[0].name"),
    ],
)
def test_what_cannot_be_understood_is_refused_by_its_name(members: Any, param: Any) -> None:
    with pytest.raises(BadRequest) as found:
        read(**members)
    assert found.value.param == param
