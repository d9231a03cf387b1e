"""Requests of chat completions, asked of Anthropic's Messages API."""

from collections.abc import Callable
from typing import Any

import pytest

from larouter.core.chat import ANTHROPIC
from larouter.core.errors import Unsayable

Make = Callable[..., Any]

HELLO = [{"role": "user", "content": "hello"}]
TOOL = {"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {}}}}
OTHER = {"type": "function", "function": {"name": "g"}}
SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}}
AS_SCHEMA = {"type": "json_schema", "json_schema": {"name": "n", "schema": SCHEMA, "strict": True}}


@pytest.fixture
def to_claude(ask: Make) -> Any:
    def to_claude(model: str = "claude-opus-5", **members: Any) -> Any:
        more = {name: members.pop(name) for name in ("max_output",) if name in members}
        return ask({"model": "auto", "messages": HELLO, **members}, ANTHROPIC, model, **more)

    return to_claude


def test_the_limit_is_the_clients_or_the_caps_or_the_familys(to_claude: Make) -> None:
    assert to_claude(max_tokens=50)[0]["max_tokens"] == 50
    assert to_claude(max_completion_tokens=50, max_output=20)[0]["max_tokens"] == 20
    assert to_claude(max_output=20)[0]["max_tokens"] == 20
    assert to_claude()[0]["max_tokens"] == 32_000


@pytest.mark.parametrize(
    ("choice", "parallel", "wanted"),
    [
        (None, None, None),
        ("auto", None, {"type": "auto"}),
        ("none", False, {"type": "none"}),
        ("required", None, {"type": "any"}),
        (None, False, {"type": "auto", "disable_parallel_tool_use": True}),
        ("required", False, {"type": "any", "disable_parallel_tool_use": True}),
        ({"type": "function", "function": {"name": "f"}}, None, {"type": "tool", "name": "f"}),
    ],
)
def test_every_tool_choice_has_its_form(to_claude: Make, choice: Any, parallel: Any, wanted: Any) -> None:
    members = {"tool_choice": choice, "parallel_tool_calls": parallel}
    body, dropped = to_claude(tools=[TOOL], **{name: one for name, one in members.items() if one is not None})
    assert body.get("tool_choice") == wanted
    assert dropped == ()


def test_only_the_allowed_tools_are_offered(to_claude: Make) -> None:
    choice = {"type": "allowed_tools", "allowed_tools": {"mode": "required", "tools": [TOOL]}}
    body, _ = to_claude(tools=[TOOL, OTHER], tool_choice=choice)
    assert [tool["name"] for tool in body["tools"]] == ["f"]
    assert body["tool_choice"] == {"type": "tool", "name": "f"}


def test_a_model_that_cannot_be_forced_is_told_instead(to_claude: Make) -> None:
    body, dropped = to_claude("claude-sonnet-5-5", tools=[TOOL], tool_choice="required")
    assert body["tool_choice"] == {"type": "auto"}
    assert "calling one of the tools" in body["system"]
    assert dropped == ("tool_choice",)


def test_a_choice_of_a_tool_that_is_not_there_is_refused(to_claude: Make) -> None:
    with pytest.raises(Unsayable) as caught:
        to_claude(tools=[TOOL], tool_choice={"type": "function", "function": {"name": "nobody"}})
    assert caught.value.param == "tool_choice"


def test_earlier_calls_without_tools_get_the_tools_named_and_forbidden(to_claude: Make) -> None:
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    messages = [
        *HELLO,
        {"role": "assistant", "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c", "content": "42"},
    ]
    body, _ = to_claude(messages=messages)
    assert body["tools"] == [{"name": "f", "input_schema": {"type": "object"}}]
    assert body["tool_choice"] == {"type": "none"}


def test_a_schema_becomes_the_output_format(to_claude: Make) -> None:
    body, dropped = to_claude(response_format=AS_SCHEMA)
    schema = {**SCHEMA, "additionalProperties": False}
    assert body["output_config"] == {"format": {"type": "json_schema", "schema": schema}}
    assert dropped == ()


def test_json_without_a_schema_becomes_an_instruction(to_claude: Make) -> None:
    assert "one JSON object" in to_claude(response_format={"type": "json_object"})[0]["system"]


def test_where_there_is_no_output_format_a_tool_stands_in_and_its_arguments_are_the_answer(
    to_claude: Make, transcript: Make
) -> None:
    body, _ = to_claude("local-model", response_format=AS_SCHEMA)
    assert body["tool_choice"] == {"type": "tool", "name": "final_answer"}
    scene = transcript("openai.chat", ANTHROPIC, "local-model", response_format=AS_SCHEMA)
    block = {"type": "tool_use", "id": "t", "name": "final_answer", "input": {}}
    scene >> {"type": "content_block_start", "index": 0, "content_block": block}
    piece = {"type": "input_json_delta", "partial_json": '{"a":1}'}
    (
        scene
        >> {"type": "content_block_delta", "index": 0, "delta": piece}
        >> {"type": "content_block_stop", "index": 0}
    )
    scene >> {"type": "message_delta", "delta": {"stop_reason": "tool_use"}, "usage": {"output_tokens": 1}}
    assert scene << [{"content": '{"a":1}'}, {"finish": "stop"}]


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("n", {"n": 2}),
        ("logprobs", {"logprobs": True}),
        ("grammar", {"grammar": "root ::= x"}),
        ("logit_bias", {"logit_bias": {"1": 5}}),
        ("stop", {"stop": ["\n\n"]}),
        ("audio", {"audio": {"voice": "x"}, "modalities": ["text"]}),
        ("web_search_options", {"web_search_options": {}}),
        ("a_new_thing", {"a_new_thing": 1}),
        ("tools[0].type", {"tools": [{"type": "custom", "custom": {"name": "x"}}]}),
    ],
)
def test_what_cannot_be_said_is_refused_by_name(to_claude: Make, name: str, members: Any) -> None:
    with pytest.raises(Unsayable) as caught:
        to_claude(**members)
    assert caught.value.param == name
    assert caught.value.code == "unsupported_parameter"


@pytest.mark.parametrize("name", ["seed", "metadata", "store", "prompt_cache_key", "verbosity"])
def test_hints_are_left_out_and_listed(to_claude: Make, name: str) -> None:
    value = {"metadata": {"a": "b"}, "seed": 1, "store": True}.get(name, "x")
    assert to_claude(**{name: value})[1] == (name,)


def test_the_user_and_the_service_tier_have_words(to_claude: Make) -> None:
    body, dropped = to_claude(user="u-1", service_tier="default", modalities=["text"], store=False)
    assert body["metadata"] == {"user_id": "u-1"}
    assert body["service_tier"] == "standard_only"
    assert dropped == ()


@pytest.mark.parametrize(
    ("model", "sent", "dropped"),
    [
        ("claude-opus-5", {}, ("temperature", "top_p")),
        ("claude-haiku-4-5", {"temperature": 1.0}, ("temperature", "top_p")),
        ("other", {"temperature": 1.0, "top_p": 0.5}, ("temperature",)),
    ],
)
def test_sampling_is_fitted_to_the_family(to_claude: Make, model: str, sent: Any, dropped: Any) -> None:
    body, left_out = to_claude(model, temperature=1.5, top_p=0.5)
    assert {name: body[name] for name in ("temperature", "top_p") if name in body} == sent
    assert left_out == dropped


def test_a_default_that_is_refused_is_not_worth_a_word(to_claude: Make) -> None:
    body, dropped = to_claude(temperature=1, top_p=1, frequency_penalty=0)
    assert not body.keys() & {"temperature", "top_p", "frequency_penalty"}
    assert dropped == ()
