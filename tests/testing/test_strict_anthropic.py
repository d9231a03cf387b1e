"""What Anthropic refuses, and in which words."""

import pytest
from hypothesis import given
from json_values import objects

from larouter.testing.strict_anthropic import complaint, complaint_of_count, family_of, shows_thinking

OLD, NEW = "2023-06-01", "2026-10-21"
USER = [{"role": "user", "content": "hello"}]
TOOL = {"name": "get_weather", "input_schema": {"type": "object", "properties": {}}}
OBJECT = {"type": "object", "properties": {"n": {"type": "integer"}}, "additionalProperties": False}


def said(version: str = OLD, model: str = "claude-haiku-4-5", **members: object) -> str:
    """The complaint; empty for none. A member that is None is left out."""
    body = {"model": model, "max_tokens": 2000, "messages": USER, **members}
    asked = {name: value for name, value in body.items() if value is not None}
    return complaint(asked, version, lambda signature, _maker, _text: signature == "good") or ""


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"system": "Be brief.", "stop_sequences": ["x"], "temperature": 0.5, "metadata": {"user_id": "u"}},
        {"system": [{"type": "text", "text": "x", "cache_control": {"type": "ephemeral", "ttl": "1h"}}]},
        {"tools": [TOOL], "tool_choice": {"type": "tool", "name": "get_weather"}},
        {"tools": [{"type": "web_search_20250305", "name": "web_search", "max_uses": 3}]},
        {"thinking": {"type": "enabled", "budget_tokens": 1024}},
        {"output_config": {"format": {"type": "json_schema", "schema": OBJECT}, "effort": "low"}},
        {"model": "claude-opus-5-5", "thinking": {"type": "adaptive", "display": "summarized"}},
        {"model": "claude-sonnet-5-5", "thinking": {"type": "between_tools"}},
        {"model": "claude-opus-5-5", "temperature": 1},
    ],
)
def test_what_is_right_is_accepted(members: dict) -> None:
    assert said(**members) == ""


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"max_tokens": None}, "max_tokens: Field required"),
        ({"messages": None}, "messages: Field required"),
        ({"model": 3}, "model: Input should be a valid string"),
        ({"max_tokens": 0}, "max_tokens: Input should be greater than or equal to 1"),
        ({"frequency_penalty": 1}, "frequency_penalty: Extra inputs are not permitted"),
        ({"temperature": 1.5}, "temperature: range: 0..1"),
        ({"temperature": 0.5, "top_p": 0.5}, "cannot both be specified"),
        ({"stop_sequences": [" "]}, "non-whitespace"),
        (
            {"messages": [{"role": "tool", "content": "x"}]},
            "messages.0.role: Input should be 'user', 'assistant'",
        ),
        (
            {"messages": [{"role": "user", "content": [{"type": "text", "text": "x", "id": 1}]}]},
            "messages.0.content.0.text.id: Extra inputs are not permitted",
        ),
        ({"tools": [{"name": "a b", "input_schema": {"type": "object"}}]}, "should match pattern"),
        ({"tools": [TOOL, TOOL]}, "Tool names must be unique"),
        ({"tools": [{**TOOL, "input_schema": {}}]}, "input_schema.type"),
        ({"tools": [{**TOOL, "strict": True}]}, "'additionalProperties' must be explicitly set to false"),
        ({"tool_choice": {"type": "any"}}, "only be specified while providing tools"),
        ({"tools": [TOOL], "tool_choice": {"type": "tool", "name": "b"}}, "'b' not found"),
        ({"thinking": {"type": "enabled", "budget_tokens": 100}}, "greater than or equal to 1024"),
        ({"thinking": {"type": "enabled", "budget_tokens": 3000}}, "`max_tokens` must be greater"),
        ({"thinking": {"type": "adaptive"}}, '"thinking.type.adaptive" is not supported for this model'),
        (
            {"thinking": {"type": "enabled", "budget_tokens": 1024}, "temperature": 0.2},
            "may only be set to 1 when thinking",
        ),
        (
            {
                "thinking": {"type": "enabled", "budget_tokens": 1024},
                "tools": [TOOL],
                "tool_choice": {"type": "any"},
            },
            "Thinking may not be enabled when tool_choice forces",
        ),
        (
            {"output_config": {"format": {"type": "json_schema", "schema": {"type": "object"}}}},
            "'additionalProperties' must be explicitly set to false",
        ),
        (
            {
                "output_config": {
                    "format": {"type": "json_schema", "schema": {"type": "integer", "minimum": 3}}
                }
            },
            "For 'integer' type, properties minimum are not supported",
        ),
        ({"model": "claude-opus-5-5", "temperature": 0.5}, "`temperature` is deprecated for this model."),
        ({"model": "claude-opus-5-5", "thinking": {"type": "disabled"}}, '"thinking.type.disabled"'),
        ({"model": "claude-sonnet-5-5", "tools": [TOOL], "tool_choice": {"type": "any"}}, "forced tool use"),
    ],
)
def test_what_is_wrong_is_refused_in_its_words(members: dict, words: str) -> None:
    assert words in said(**members)


def test_more_than_four_marks_for_the_cache_are_too_many() -> None:
    marked = {"type": "text", "text": "x", "cache_control": {"type": "ephemeral"}}
    assert said(system=[marked] * 4) == ""
    assert "Found 5" in said(system=[marked] * 4, tools=[{**TOOL, "cache_control": {"type": "ephemeral"}}])


def test_the_version_of_october_2026_knows_no_sampling() -> None:
    assert said(OLD, temperature=0.5) == ""
    assert "temperature" in said(NEW, temperature=0.5)
    cited = {"type": "text", "text": "x", "citations": [{"type": "char_location"}]}
    assert "citations" in said(NEW, messages=[{"role": "user", "content": [cited]}])


def test_thinking_comes_back_signed_or_not_at_all() -> None:
    def turns(signature: str) -> list:
        thought = {"type": "thinking", "thinking": "hm", "signature": signature}
        answer = {"role": "assistant", "content": [thought, {"type": "text", "text": "x"}]}
        return [*USER, answer, *USER]

    assert said(messages=turns("good")) == ""
    assert said(messages=turns("bad")) == "messages.1.content.0: Invalid `signature` in `thinking` block"


def test_counting_takes_what_shapes_the_prompt_and_nothing_else() -> None:
    assert complaint_of_count({"model": "m", "messages": USER, "tools": [TOOL]}) is None
    assert complaint_of_count({"model": "m", "messages": USER, "max_tokens": 1}) is not None


@pytest.mark.parametrize(
    ("model", "thinking", "shown"),
    [
        ("claude-haiku-4-5", None, None),
        ("claude-haiku-4-5", {"type": "enabled", "budget_tokens": 1024}, True),
        ("claude-opus-5-5", None, False),
        ("claude-opus-5-5", {"type": "adaptive", "display": "summarized"}, True),
        ("claude-opus-4-8", None, None),
        ("claude-haiku-5-5", {"type": "disabled"}, None),
    ],
)
def test_whether_thinking_is_shown_depends_on_model_and_request(
    model: str, thinking: dict | None, shown: bool | None
) -> None:
    assert shows_thinking({"model": model, "thinking": thinking}) is shown


def test_an_unknown_model_is_taken_for_an_old_one() -> None:
    assert family_of("claude-2").sampling


@given(objects)
def test_no_body_makes_it_stumble(body: dict) -> None:
    assert complaint({"messages": [], **body}, OLD, lambda *_: True)
