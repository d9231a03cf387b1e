"""What Gemini refuses, and in which words."""

import pytest
from hypothesis import given
from json_values import objects

from larouter.testing.gemini_shapes import in_camel_case
from larouter.testing.strict_gemini import complaint, family_of, unknown_names

USER = [{"role": "user", "parts": [{"text": "hello"}]}]
ARGON, OLD = "gemini-4-argon", "gemini-2.5-flash"


def said(model: str = ARGON, **members: object) -> str:
    """The complaint; empty for none."""
    body = {"contents": USER, **members}
    unknown = unknown_names(body)
    return "\n".join(words for _, words in unknown) if unknown else complaint(body, model) or ""


def config(**members: object) -> dict:
    return {"generationConfig": members}


def tools(**function: object) -> dict:
    return {"tools": [{"functionDeclarations": [{"name": "f", **function}]}]}


def calling(**members: object) -> dict:
    return {"toolConfig": {"functionCallingConfig": members}}


@pytest.mark.parametrize(
    "members",
    [
        {},
        config(
            temperature=0.5, maxOutputTokens=10, stopSequences=["x"], thinkingConfig={"thinkingLevel": "LOW"}
        ),
        config(responseMimeType="application/json", responseJsonSchema={"type": "object", "$defs": {}}),
        config(responseMimeType="application/json", responseSchema={"type": "OBJECT", "properties": {}}),
        tools(parametersJsonSchema={"additionalProperties": False}),
        {**tools(), **calling(mode="ANY", allowedFunctionNames=["f"])},
        {"systemInstruction": {"parts": [{"text": "x"}]}},
        {"contents": [{"parts": [{"inlineData": {"mimeType": "image/png", "data": "_-8="}}]}]},
    ],
)
def test_what_is_right_is_accepted(members: dict) -> None:
    assert said(**members) == ""


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"max_tokens": 1}, 'Unknown name "max_tokens": Cannot find field.'),
        (config(maxTokens=1), "Unknown name \"maxTokens\" at 'generation_config': Cannot find field."),
        (
            tools(parameters={"type": "object", "additionalProperties": False}),
            "Unknown name \"additionalProperties\" at 'tools[0].function_declarations[0].parameters'",
        ),
        (
            tools(parameters={"type": ["string", "null"]}),
            "Invalid value at 'tools[0].function_declarations[0].parameters.type'",
        ),
        (config(thinkingConfig={"thinkingLevel": "SOME"}), "thinking_config.thinking_level"),
        ({"contents": []}, "contents is not specified"),
        (
            {"contents": [{"role": "user", "parts": []}]},
            "contents[0].parts: contents.parts must not be empty",
        ),
        ({"contents": [{"parts": [{}]}]}, "required oneof field 'data' must have one initialized field"),
        ({"contents": [{"parts": [{"text": ""}]}]}, "required oneof field 'data'"),
        ({"contents": [{"parts": [{"text": "x", "functionCall": {"name": "f"}}]}]}, "is already set"),
        (
            {"contents": [{"parts": [{"inlineData": {"mimeType": "image/png", "data": "%"}}]}]},
            "Base64 decoding failed",
        ),
        (
            {"contents": [{"parts": [{"inlineData": {"mimeType": "x/y", "data": "AAAA"}}]}]},
            "Unsupported MIME type: x/y",
        ),
        ({"contents": [{"role": "assistant", "parts": [{"text": "x"}]}]}, "valid role: user, model"),
        (config(temperature=3), "temperature must be in the range"),
        (config(stopSequences=["x"] * 6), "stop sequences must be <= 5"),
        (config(responseJsonSchema={}), "only supported with response_mime_type"),
        (config(responseMimeType="application/json", responseJsonSchema={}, responseSchema={}), "same time"),
        (config(logprobs=3), "only allowed when response_logprobs"),
        (config(thinkingConfig={"thinkingBudget": 100}), "Thinking budget is not supported"),
        (config(thinkingConfig={"thinkingLevel": "MINIMAL"}), "Thinking level MINIMAL is not supported"),
        (tools(name="1f"), "Invalid function name"),
        (tools(parameters={"type": "INTEGER", "enum": ["1"]}), "enum: only allowed for STRING type"),
        (tools(parameters={"type": "ARRAY"}), "parameters.items: missing field."),
        (tools(parameters={"type": "OBJECT", "required": ["a"]}), "required[0]: property is not defined"),
        (tools(parameters={}, parametersJsonSchema={}), "cannot both be set"),
        ({"tools": [*tools()["tools"], *tools()["tools"]]}, "Duplicate function declaration"),
        (calling(mode="ANY"), "no function_declarations"),
        (
            {**tools(), **calling(mode="AUTO", allowedFunctionNames=["f"])},
            "only when the function calling mode is ANY",
        ),
        ({**tools(), **calling(mode="ANY", allowedFunctionNames=["g"])}, "subset of the declared"),
    ],
)
def test_what_is_wrong_is_refused_in_its_words(members: dict, words: str) -> None:
    assert words in said(**members)


def test_a_level_or_a_budget_of_thinking_by_family() -> None:
    level, budget = {"thinkingLevel": "HIGH"}, {"thinkingBudget": 100}
    assert said(OLD, **config(thinkingConfig=budget)) == ""
    assert "not supported" in said(OLD, **config(thinkingConfig=level))
    assert "only set one" in said("gemini-3.8-flash", **config(thinkingConfig={**level, **budget}))
    assert family_of("gemini-3.8-flash").levels[0] == "MINIMAL"


@given(objects)
def test_no_body_makes_it_stumble(body: dict) -> None:
    told = in_camel_case(body)
    assert isinstance(told, dict)
    if not unknown_names(told):
        complaint(told, ARGON)
