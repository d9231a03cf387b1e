"""Anthropic's requests, asked in chat completions."""

from collections.abc import Callable
from typing import Any

import pytest

from larouter.core.chat import ANTHROPIC, OPENAI_CHAT
from larouter.core.errors import Unsayable

Make = Callable[..., Any]

HELLO = [{"role": "user", "content": "hello"}]
TOOL = {"name": "f", "input_schema": {"type": "object"}}


@pytest.fixture
def to_chat(ask: Make) -> Any:
    def to_chat(model: str = "qwen3", **members: Any) -> Any:
        body = {"model": "auto", "max_tokens": 50, "messages": HELLO, **members}
        return ask(body, OPENAI_CHAT, model, client=ANTHROPIC)

    return to_chat


def test_a_tool_loop_keeps_its_order_and_its_pictures(to_chat: Make) -> None:
    picture = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AA=="}}
    results = [
        {"type": "tool_result", "tool_use_id": "b", "content": [{"type": "text", "text": "two"}, picture]},
        {"type": "tool_result", "tool_use_id": "a", "content": "one", "is_error": True},
        {"type": "text", "text": "go on"},
    ]
    calls = [{"type": "tool_use", "id": one, "name": "f", "input": {"x": one}} for one in ("a", "b")]
    body, dropped = to_chat(
        messages=[*HELLO, {"role": "assistant", "content": calls}, {"role": "user", "content": results}],
        tools=[TOOL],
    )
    assert [message["role"] for message in body["messages"]] == ["user", "assistant", "tool", "tool", "user"]
    assert body["messages"][1]["content"] is None
    assert [call["function"]["arguments"] for call in body["messages"][1]["tool_calls"]] == [
        '{"x":"a"}',
        '{"x":"b"}',
    ]
    assert [message["content"] for message in body["messages"][2:4]] == ["two", "one"]
    assert [part["type"] for part in body["messages"][4]["content"]] == ["text", "image_url", "text"]
    assert dropped == ("is_error",)


@pytest.mark.parametrize(
    ("choice", "wanted", "parallel"),
    [
        ({"type": "auto"}, "auto", None),
        ({"type": "any", "disable_parallel_tool_use": True}, "required", False),
        ({"type": "none"}, "none", None),
        ({"type": "tool", "name": "f"}, {"type": "function", "function": {"name": "f"}}, None),
    ],
)
def test_every_tool_choice_has_its_form(to_chat: Make, choice: Any, wanted: Any, parallel: Any) -> None:
    body, _ = to_chat(tools=[TOOL], tool_choice=choice)
    assert body["tool_choice"] == wanted
    assert body.get("parallel_tool_calls") == parallel


@pytest.mark.parametrize(
    ("model", "wanted", "dropped"),
    [
        ("gpt-6-luna", {"prompt_cache_breakpoint": {"mode": "explicit"}}, ()),
        ("qwen3", {}, ("cache_control",)),
    ],
)
def test_a_cache_marker_is_kept_in_the_words_of_the_family(
    to_chat: Make, model: str, wanted: Any, dropped: Any
) -> None:
    part = {"type": "text", "text": "long", "cache_control": {"type": "ephemeral"}}
    body, left_out = to_chat(model, messages=[{"role": "user", "content": [part]}])
    assert body["messages"][0]["content"] == [{"type": "text", "text": "long", **wanted}]
    assert left_out == dropped


def test_an_output_format_is_a_strict_schema(to_chat: Make) -> None:
    schema = {"type": "object", "properties": {}}
    body, _ = to_chat(output_config={"format": {"type": "json_schema", "schema": schema}})
    assert body["response_format"]["json_schema"] == {"name": "answer", "schema": schema, "strict": True}


@pytest.mark.parametrize(
    ("model", "thinking", "effort"),
    [
        ("gpt-6-luna", {"type": "enabled", "budget_tokens": 2048}, "low"),
        ("gpt-6-luna", {"type": "disabled"}, "none"),
        ("gpt-6-astra", {"type": "disabled"}, "low"),
        ("qwen3", {"type": "adaptive"}, None),
        ("gpt-oss-20b", {"type": "enabled", "budget_tokens": 8000}, "medium"),
    ],
)
def test_thinking_is_said_as_effort_where_the_family_has_the_word(
    to_chat: Make, model: str, thinking: Any, effort: Any
) -> None:
    assert to_chat(model, thinking=thinking)[0].get("reasoning_effort") == effort


@pytest.mark.parametrize(
    ("param", "members"),
    [
        ("tools[0].type", {"tools": [{"type": "web_search_20250305", "name": "web_search"}]}),
        ("container", {"container": "c"}),
        (
            "messages[0].content[0].type",
            {"messages": [{"role": "user", "content": [{"type": "container_upload"}]}]},
        ),
        (
            "messages[0].content",
            {
                "messages": [
                    {
                        "role": "user",
                        "content": [{"type": "document", "source": {"type": "url", "url": "https://x"}}],
                    }
                ]
            },
        ),
        (
            "messages[0].content[0].citations",
            {
                "messages": [
                    {
                        "role": "user",
                        "content": [
                            {
                                "type": "document",
                                "citations": {"enabled": True},
                                "source": {"type": "text", "media_type": "text/plain", "data": "x"},
                            }
                        ],
                    }
                ]
            },
        ),
    ],
)
def test_what_is_anthropics_alone_is_refused_with_its_place(to_chat: Make, param: str, members: Any) -> None:
    with pytest.raises(Unsayable) as caught:
        to_chat(**members)
    assert caught.value.param == param


def test_prefill_goes_to_models_that_continue_it_and_is_refused_by_others(to_chat: Make) -> None:
    begun = [*HELLO, {"role": "assistant", "content": "So"}]
    assert to_chat(messages=begun)[0]["messages"][-1] == {"role": "assistant", "content": "So"}
    with pytest.raises(Unsayable):
        to_chat("gpt-4.1", messages=begun)


def test_a_signature_of_another_protocol_finds_its_call_again(dialogue: Make, whole: Make) -> None:
    call = {
        "id": "c1",
        "type": "function",
        "function": {"name": "f", "arguments": "{}"},
        "extra_content": {"google": {"thought_signature": "c2ln"}},
    }
    answer = {"choices": [{"message": {"tool_calls": [call]}, "finish_reason": "tool_calls"}]}
    said = whole(ANTHROPIC, OPENAI_CHAT, "gemini-3", answer)["content"]
    messages = [
        *HELLO,
        {"role": "assistant", "content": said},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "c1", "content": "x"}]},
    ]
    own = dialogue(ANTHROPIC, OPENAI_CHAT, "gemini-3", messages=messages, tools=[TOOL])
    assert b"c2ln" in own.body
    other = dialogue(ANTHROPIC, OPENAI_CHAT, "qwen3", messages=messages, tools=[TOOL])
    assert b"c2ln" not in other.body
    assert other.dropped == ("reasoning",)
