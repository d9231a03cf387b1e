"""What a Responses backend is asked, judged by the types of OpenAI's client."""

from typing import Any

import pytest

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES
from larouter.core.errors import Unsayable

LUNA = "gpt-6-luna"
HELLO = [{"role": "user", "content": "hello"}]
TOOL = {"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {}}}}


def request(**members: Any) -> Any:
    return {"model": "auto", "messages": HELLO, **members}


def test_messages_are_items_and_nothing_is_to_be_kept(ask: Any) -> None:
    messages = [{"role": "system", "content": "A"}, {"role": "developer", "content": "B"}, *HELLO]
    body, dropped = ask(request(messages=messages, stream=True), OPENAI_RESPONSES, LUNA)
    assert body == {
        "model": LUNA,
        "input": [{"role": "system", "content": "A"}, {"role": "developer", "content": "B"}, *HELLO],
        "store": False,
        "stream": True,
        "include": ["reasoning.encrypted_content"],
    }
    assert dropped == ()


def test_calls_and_results_are_items_of_their_own(ask: Any) -> None:
    call = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": '{"a":1}'}}
    custom = {"id": "c2", "type": "custom", "custom": {"name": "g", "input": "words"}}
    messages = [
        *HELLO,
        {"role": "assistant", "content": "A", "tool_calls": [call, custom]},
        {"role": "tool", "tool_call_id": "c1", "content": "one"},
        {"role": "tool", "tool_call_id": "c2", "content": "two"},
    ]
    tools = [TOOL, {"type": "custom", "custom": {"name": "g"}}]
    body, _ = ask(request(messages=messages, tools=tools), OPENAI_RESPONSES, LUNA)
    assert body["input"][1:] == [
        {"role": "assistant", "content": "A"},
        {"type": "function_call", "call_id": "c1", "name": "f", "arguments": '{"a":1}'},
        {"type": "custom_tool_call", "call_id": "c2", "name": "g", "input": "words"},
        {"type": "function_call_output", "call_id": "c1", "output": "one"},
        {"type": "custom_tool_call_output", "call_id": "c2", "output": "two"},
    ]
    assert body["tools"][0]["strict"] is False


def test_reasoning_goes_back_to_the_model_that_made_it_and_to_no_other(ask: Any) -> Any:
    def detail(model: Any) -> Any:
        return {
            "type": "reasoning.text",
            "text": "hm",
            "signature": "gAAA",
            "id": "rs_1",
            "model": model,
            "index": 0,
        }

    def asked(model: Any) -> Any:
        said = {"role": "assistant", "content": "A", "reasoning_details": [detail(model)]}
        return request(messages=[*HELLO, said, *HELLO])

    own, _ = ask(asked(LUNA), OPENAI_RESPONSES, LUNA)
    other, dropped = ask(asked("gpt-6-sol"), OPENAI_RESPONSES, LUNA)
    summary = [{"type": "summary_text", "text": "hm"}]
    assert own["input"][1] == {
        "type": "reasoning",
        "id": "rs_1",
        "summary": summary,
        "encrypted_content": "gAAA",
    }
    assert [item.get("type") for item in other["input"]] == [None, None, None]
    assert dropped == ("reasoning",)


def test_parameters_have_the_names_of_the_api(ask: Any) -> None:
    schema = {"type": "object", "properties": {}, "additionalProperties": False}
    asked = request(
        max_tokens=5, reasoning_effort="low", verbosity="low", user="u", service_tier="flex", metadata={"a": "b"},
        tools=[TOOL], tool_choice={"type": "function", "function": {"name": "f"}}, parallel_tool_calls=False,
        response_format={"type": "json_schema", "json_schema": {"name": "n", "schema": schema, "strict": True}},
    )  # fmt: skip
    body, dropped = ask(asked, OPENAI_RESPONSES, LUNA)
    form = {"type": "json_schema", "name": "n", "schema": schema, "strict": True}
    assert body["text"] == {"format": form, "verbosity": "low"}
    assert body["reasoning"] == {"effort": "low"}
    assert body["tool_choice"] == {"type": "function", "name": "f"}
    assert (body["user"], body["service_tier"], body["metadata"]) == ("u", "flex", {"a": "b"})
    assert (body["parallel_tool_calls"], body["max_output_tokens"]) == (False, 16)
    assert dropped == ("max_tokens",)


def test_no_more_is_asked_for_than_was_reserved(ask: Any) -> None:
    body, _ = ask(request(max_tokens=500), OPENAI_RESPONSES, LUNA, max_output=10)
    assert body["max_output_tokens"] == 10


@pytest.mark.parametrize(("members", "param"), [({"n": 2}, "n"), ({"logit_bias": {}}, "logit_bias")])
def test_what_the_api_has_no_word_for_is_refused_by_its_name(ask: Any, members: Any, param: Any) -> None:
    with pytest.raises(Unsayable) as found:
        ask(request(**members), OPENAI_RESPONSES, LUNA)
    assert found.value.param == param


def test_a_seed_and_cache_markers_are_listed(ask: Any) -> None:
    asked = {"model": "auto", "max_tokens": 99, "messages": HELLO, "top_k": 5, "system": "S"}
    body, dropped = ask(asked, OPENAI_RESPONSES, LUNA, ANTHROPIC)
    assert body["input"][0] == {"role": "system", "content": "S"}
    assert dropped == ("top_k",)
    _, dropped = ask(request(seed=3), OPENAI_RESPONSES, "gpt-4.1")
    assert dropped == ("seed",)


def test_a_picture_in_a_tools_result_stays_in_it(ask: Any) -> None:
    contents = [
        {"parts": [{"text": "hello"}]},
        {"role": "model", "parts": [{"functionCall": {"name": "f"}}]},
        {
            "parts": [
                {
                    "functionResponse": {
                        "name": "f",
                        "response": {"output": "see"},
                        "parts": [{"inlineData": {"mimeType": "image/png", "data": "AAAA"}}],
                    }
                }
            ]
        },
    ]
    body, _ = ask({"contents": contents}, OPENAI_RESPONSES, LUNA, GEMINI)
    assert body["input"][2]["output"] == [
        {"type": "input_text", "text": "see"},
        {"type": "input_image", "detail": "auto", "image_url": "data:image/png;base64,AAAA"},
    ]


def test_responses_are_asked_of_chat_completions_as_one_assistant_message(ask: Any) -> None:
    items = [
        *HELLO,
        {"type": "reasoning", "id": "rs_1", "summary": [{"type": "summary_text", "text": "hm"}]},
        {"role": "assistant", "content": "A"},
        {"type": "function_call", "call_id": "c1", "name": "f", "arguments": "{}"},
        {"type": "function_call", "call_id": "c2", "name": "f", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c1", "output": "one"},
        {"type": "function_call_output", "call_id": "c2", "output": "two"},
        {"role": "assistant", "content": "B"},
        {"role": "assistant", "content": "C"},
    ]
    asked = {"model": "auto", "input": [*items, *HELLO]}
    body, _ = ask(asked, OPENAI_CHAT, "qwen3", OPENAI_RESPONSES)
    assert [message["role"] for message in body["messages"]] == [
        "user", "assistant", "tool", "tool", "assistant", "assistant", "user"
    ]  # fmt: skip
    assert [call["id"] for call in body["messages"][1]["tool_calls"]] == ["c1", "c2"]
    assert body["messages"][1]["content"] == "A"
