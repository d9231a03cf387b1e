"""A request in Gemini's protocol, asked of backends that speak others."""

from typing import Any

import pytest

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT
from larouter.core.errors import BadRequest, Unsayable
from larouter.wire.habits import habits_of

HELLO = {"role": "user", "parts": [{"text": "hello"}]}


def request(*contents: Any, **members: Any) -> Any:
    return {"contents": [HELLO, *contents], **members}


def answer(text: Any) -> Any:
    return {"functionResponse": {"name": "f", "response": {"output": text}}}


CALL = {"functionCall": {"name": "f", "args": {"a": 1}}}


def test_calls_without_ids_are_answered_in_their_order(ask: Any) -> None:
    model = {"role": "model", "parts": [CALL, {"functionCall": {"name": "f", "args": {"a": 2}}}]}
    body, _ = ask(request(model, {"parts": [answer("one"), answer("two")]}), OPENAI_CHAT, "qwen3", GEMINI)
    first, second = body["messages"][1]["tool_calls"]
    results = {message["tool_call_id"]: message["content"] for message in body["messages"][2:]}
    assert results == {first["id"]: "one", second["id"]: "two"}


def test_a_result_of_a_call_that_nobody_made_is_refused(ask: Any) -> None:
    with pytest.raises(BadRequest, match="nobody made"):
        ask(request({"parts": [answer("one")]}), OPENAI_CHAT, "qwen3", GEMINI)


def test_pieces_of_a_streamed_answer_are_one_message(ask: Any) -> None:
    pieces = [{"role": "model", "parts": [{"text": word}]} for word in ("Hel", "lo", "")]
    body, _ = ask(request(*pieces, HELLO), OPENAI_CHAT, "qwen3", GEMINI)
    assert body["messages"][1] == {"role": "assistant", "content": "Hello"}


def test_googles_schema_language_becomes_json_schema(ask: Any) -> None:
    parameters = {
        "type": "OBJECT",
        "properties": {
            "a": {"type": "STRING", "nullable": True, "enum": ["x"], "format": "enum"},
            "b": {"type": "ARRAY", "items": {"type": "INTEGER", "minimum": 1}, "maxItems": "3"},
            "c": {"anyOf": [{"type": "NUMBER"}, {"type": "BOOLEAN"}], "nullable": True},
        },
        "required": ["a"],
        "propertyOrdering": ["a", "b"],
    }
    tools = [{"functionDeclarations": [{"name": "f", "parameters": parameters}]}]
    body, _ = ask(request(tools=tools), OPENAI_CHAT, "qwen3", GEMINI)
    assert body["tools"][0]["function"]["parameters"] == {
        "type": "object",
        "properties": {
            "a": {"anyOf": [{"type": "string", "enum": ["x"]}, {"type": "null"}]},
            "b": {"type": "array", "items": {"type": "integer", "minimum": 1}, "maxItems": 3},
            "c": {"anyOf": [{"type": "number"}, {"type": "boolean"}, {"type": "null"}]},
        },
        "required": ["a"],
    }


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({"thinkingBudget": 0}, {"thinking": {"type": "disabled"}}),
        ({"thinkingBudget": -1}, {"thinking": {"type": "adaptive", "display": "summarized"}}),
        ({"thinkingLevel": "LOW"}, {"output_config": {"effort": "low"}}),
        ({"includeThoughts": True}, {"thinking": {"type": "adaptive", "display": "summarized"}}),
    ],
)
def test_thinking_is_asked_of_claude_in_its_own_words(ask: Any, config: Any, said: Any) -> None:
    body, _ = ask(request(generationConfig={"thinkingConfig": config}), ANTHROPIC, "claude-opus-5", GEMINI)
    assert {name: body[name] for name in said} == said


def test_every_parameter_goes_by_its_name_in_chat_completions(ask: Any) -> None:
    config = {
        "temperature": 0.5, "topP": 0.9, "topK": 5.0, "seed": 3, "stopSequences": ["x"], "candidateCount": 2,
        "maxOutputTokens": 9, "presencePenalty": 1, "responseLogprobs": True, "logprobs": 2,
        "responseMimeType": "application/json", "responseJsonSchema": {"type": "object"},
    }  # fmt: skip
    body, dropped = ask(
        request(generationConfig=config), OPENAI_CHAT, "qwen3", GEMINI, habits=habits_of("vllm")
    )
    form = {"type": "json_schema", "json_schema": {"name": "answer", "schema": {"type": "object"}}}
    expected = {
        "temperature": 0.5, "top_p": 0.9, "top_k": 5, "seed": 3, "stop": ["x"], "n": 2, "max_tokens": 9,
        "presence_penalty": 1, "logprobs": True, "top_logprobs": 2, "response_format": form,
    }  # fmt: skip
    assert {name: body[name] for name in expected} == expected
    assert dropped == ()


def test_safety_settings_are_listed_and_a_kept_prompt_is_refused(ask: Any) -> None:
    _, dropped = ask(request(safetySettings=[]), OPENAI_CHAT, "qwen3", GEMINI)
    assert dropped == ("safetySettings",)
    with pytest.raises(Unsayable) as found:
        ask(request(cachedContent="cachedContents/1"), OPENAI_CHAT, "qwen3", GEMINI)
    assert found.value.param == "cachedContent"


@pytest.mark.parametrize(
    ("members", "param"),
    [
        ({"tools": [{"googleSearch": {}}]}, "tools[0].googleSearch"),
        (
            {"contents": [{"parts": [{"executableCode": {"code": "1"}}]}]},
            "contents[0].parts[0].executableCode",
        ),
        (
            {"contents": [{"parts": [{"inlineData": {"mimeType": "video/mp4", "data": "AA"}}]}]},
            "contents[0].parts[0].inlineData",
        ),
        ({"generationConfig": {"responseModalities": ["IMAGE"]}}, "generationConfig.responseModalities"),
        ({"generationConfig": {"responseMimeType": "text/x.enum"}}, "generationConfig.responseMimeType"),
        (
            {"contents": [{"parts": [{"fileData": {"fileUri": "gs://b/a.png", "mimeType": "image/png"}}]}]},
            "contents[0].content",
        ),
    ],
)
def test_what_only_google_has_is_refused_by_its_place(ask: Any, members: Any, param: Any) -> None:
    with pytest.raises(Unsayable) as found:
        ask({**request(), **members}, OPENAI_CHAT, "gpt-4.1", GEMINI)
    assert found.value.param == param
