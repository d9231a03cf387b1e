"""What a chat request says, and what is wrong with one: the field and the cure."""

import contextlib
from typing import Any

import pytest
from asking import HELLO, asked, raw
from hypothesis import given
from hypothesis import strategies as st
from json_values import values

from larouter.core.chat import Turn
from larouter.core.errors import BadRequest
from larouter.wire.members import read_object
from larouter.wire.openai_chat import ROLES, read_chat

TOOL = {"type": "function", "function": {"name": "get_weather", "parameters": {"type": "object"}}}
CALL = {"id": "1", "type": "function", "function": {"name": "get_weather", "arguments": '{"city": "Oslo"}'}}


def user(*parts: object) -> dict[str, object]:
    return {"role": "user", "content": list(parts)}


def test_a_simple_request() -> None:
    chat = asked(model=" gpt-x ", max_tokens=7)
    assert chat.turns == [Turn("user", "hello")]
    assert (chat.model, chat.stream, chat.max_tokens, chat.answers, chat.needs) == (
        "gpt-x",
        False,
        7,
        1,
        frozenset(),
    )


def test_the_newer_name_of_the_limit_wins() -> None:
    assert asked(max_tokens=9, max_completion_tokens=5).max_tokens == 5


def test_null_is_as_good_as_nothing() -> None:
    chat = asked(stream=None, max_tokens=None, n=None, tools=None, temperature=None, stream_options=None)
    assert (chat.stream, chat.max_tokens, chat.answers, chat.tools) == (False, 0, 1, ())


@pytest.mark.parametrize(("options", "wants"), [({}, False), ({"include_usage": True}, True), (None, False)])
def test_usage_is_wanted_in_a_stream_when_it_is_asked_for(options: object, wants: bool) -> None:
    assert asked(stream=True, stream_options=options).wants_usage is wants


@pytest.mark.parametrize(
    ("part", "need"),
    [
        ({"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}, "vision"),
        ({"type": "input_audio", "input_audio": {"data": "…", "format": "wav"}}, "audio"),
        ({"type": "file", "file": {"filename": "a.pdf"}}, "documents"),
    ],
)
def test_media_need_a_model_that_takes_them(part: dict[str, object], need: str) -> None:
    assert asked(messages=[user({"type": "text", "text": "look"}, part)]).needs == {need}


@pytest.mark.parametrize("form", ["json_schema", "json_object"])
def test_a_form_of_answer_needs_a_model_that_keeps_to_it(form: str) -> None:
    assert asked(response_format={"type": form}).needs == {form}
    assert asked(response_format={"type": "text"}).needs == frozenset()


def test_tools_are_named_and_need_a_model_that_calls_them() -> None:
    chat = asked(tools=[TOOL, {"type": "web_search"}])
    assert chat.tools == ("get_weather", "web_search")
    assert chat.needs == {"tools"}


def test_all_text_of_a_turn_is_in_it() -> None:
    messages = [
        user({"type": "text", "text": "one"}, {"type": "file", "file": {"filename": "two.pdf"}}),
        {"role": "assistant", "content": None, "tool_calls": [CALL], "reasoning_content": "three"},
        {"role": "tool", "content": "four", "tool_call_id": "1", "name": "five"},
        {"role": "assistant", "content": [{"type": "refusal", "refusal": "six"}], "refusal": "seven"},
    ]
    turns = asked(messages=messages).turns
    assert [turn.text for turn in turns] == [
        "one\ntwo.pdf",
        'get_weather\n{"city": "Oslo"}\nthree',
        "four\nfive",
        "six\nseven",
    ]
    assert [turn.tool_calls for turn in turns] == [0, 1, 0, 0]


def test_media_that_stand_in_the_body_are_no_text() -> None:
    part = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA", "detail": "low"}}
    assert asked(messages=[user(part)]).turns[0].text == "low"


def test_whatever_else_carries_text_is_a_definition() -> None:
    chat = asked(
        tools=[TOOL], metadata={"team": "search"}, user="somebody", seed=1, unknown={"deep": ["text"]}
    )
    told = "\n".join(chat.definitions)
    assert all(word in told for word in ("get_weather", "search", "somebody", "deep"))
    assert "hello" not in told


def test_unknown_members_are_kept() -> None:
    assert asked(surprise={"a": 1}).body.members["surprise"] == {"a": 1}


def test_every_role_is_known() -> None:
    for role in ROLES:
        message = {"role": role, "content": "x", "tool_call_id": "1", "name": "f"}
        assert asked(messages=[message]).turns[0].role == role


@pytest.mark.parametrize(
    ("members", "param", "said"),
    [
        ({"model": None}, "model", "model is required"),
        ({"model": 5}, "model", "model is required"),
        ({"model": "  "}, "model", "model is required"),
        ({"model": "a\nb"}, "model", "printable"),
        ({"model": "x" * 257}, "model", "at most 256"),
        ({"messages": None}, "messages", "non-empty array"),
        ({"messages": []}, "messages", "non-empty array"),
        ({"messages": "hello"}, "messages", "non-empty array"),
        ({"messages": ["hello"]}, "messages[0]", "must be an object"),
        ({"messages": [{"content": "x"}]}, "messages[0].role", "must be one of assistant"),
        ({"messages": [*HELLO, {"role": "wizard", "content": "x"}]}, "messages[1].role", "got 'wizard'"),
        ({"messages": [{"role": ["user"], "content": "x"}]}, "messages[0].role", "must be one of"),
        ({"messages": [{"role": {}, "content": "x"}]}, "messages[0].role", "must be one of"),
        ({"messages": [{"role": "user"}]}, "messages[0].content", "string or an array"),
        ({"messages": [{"role": "user", "content": 5}]}, "messages[0].content", "string or an array"),
        ({"messages": [user("x")]}, "messages[0].content[0]", "with a type"),
        ({"messages": [user({"type": []})]}, "messages[0].content[0]", "with a type"),
        ({"messages": [user({"type": "smell"})]}, "messages[0].content[0]", "'smell' is not known"),
        ({"messages": [user({"type": "text"})]}, "messages[0].content[0].text", "must be a string"),
        (
            {"messages": [user({"type": "image_url", "image_url": "u"})]},
            "messages[0].content[0].image_url",
            "object",
        ),
        (
            {"messages": [{"role": "tool", "content": "x"}]},
            "messages[0].tool_call_id",
            "must name the tool call",
        ),
        (
            {"messages": [{"role": "tool", "content": "x", "name": "f"}]},
            "messages[0].tool_call_id",
            "must name the tool call",
        ),
        (
            {"messages": [{"role": "assistant", "tool_calls": 1}]},
            "messages[0].tool_calls",
            "must be an array",
        ),
        (
            {"messages": [{"role": "assistant", "tool_calls": [{}]}]},
            "messages[0].tool_calls[0].function.name",
            "must be a string",
        ),
        (
            {"messages": [user({"type": "image_url", "image_url": {"uri": "x"}})]},
            "messages[0].content[0].image_url.url",
            "must be a string: an address, or data:",
        ),
        ({"stream": "yes"}, "stream", "true or false"),
        ({"stream": 1}, "stream", "true or false"),
        ({"stream": True, "stream_options": []}, "stream_options", "an object"),
        ({"stream_options": {"include_usage": True}}, "stream_options", "only allowed when stream is true"),
        ({"max_tokens": 0}, "max_tokens", "from 1 to 10,000,000; got 0"),
        ({"max_tokens": -1}, "max_tokens", "got -1"),
        ({"max_tokens": 1e9}, "max_tokens", "got 1000000000.0"),
        ({"max_tokens": True}, "max_tokens", "got True"),
        ({"max_completion_tokens": "many"}, "max_completion_tokens", "got 'many'"),
        ({"max_tokens": 10**40}, "max_tokens", "whole number"),
        ({"n": 0}, "n", "from 1 to 128"),
        ({"n": 129}, "n", "from 1 to 128"),
        ({"temperature": 3}, "temperature", "from 0 to 2; got 3"),
        ({"temperature": "hot"}, "temperature", "number"),
        ({"temperature": True}, "temperature", "number"),
        ({"top_p": -0.1}, "top_p", "from 0 to 1"),
        ({"presence_penalty": 5}, "presence_penalty", "from -2 to 2"),
        ({"seed": 1.5}, "seed", "whole number"),
        ({"stop": 5}, "stop", "string or an array of strings"),
        ({"stop": ["a", 5]}, "stop", "string or an array of strings"),
        ({"tools": {}}, "tools", "array of tool definitions"),
        ({"tools": ["x"]}, "tools[0]", "must be an object"),
        ({"tools": [TOOL, {"type": "function"}]}, "tools[1].function.name", "must be a string"),
        ({"response_format": "json"}, "response_format", "an object such as"),
        ({"metadata": []}, "metadata", "an object of strings"),
        ({"user": 5}, "user", "a string"),
    ],
)
def test_what_is_wrong_is_named_with_its_field_and_its_cure(
    members: dict[str, Any], param: str, said: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        asked(**members)
    assert refused.value.param == param
    assert said in refused.value.caller_detail


@pytest.mark.parametrize(
    "members",
    [{"messages": [{"role": "x" * 100_000, "content": ""}]}, {"n": "x" * 100_000}, {"seed": ["x"] * 100_000}],
)
def test_a_long_wrong_value_is_not_repeated_in_full(members: dict[str, Any]) -> None:
    with pytest.raises(BadRequest) as refused:
        asked(**members)
    assert len(refused.value.caller_detail) < 300


known = st.sampled_from(
    ("model", "messages", "stream", "stream_options", "tools", "n", "stop", "metadata", "response_format")
)
fields = st.sampled_from(
    ("role", "content", "tool_calls", "tool_call_id", "type", "text", "image_url", "function")
)
messages = st.lists(
    st.dictionaries(fields, values | st.sampled_from((*ROLES, [{}], [{"type": "text"}]))), min_size=1
)


@given(st.dictionaries(known, values), st.none() | messages)
def test_whatever_is_sent_is_read_or_refused_as_a_bad_request(
    members: dict[str, object], messages: list[object] | None
) -> None:
    changed = members if messages is None else members | {"messages": messages}
    with contextlib.suppress(BadRequest):
        assert read_chat(read_object(raw(**changed))).turns


@pytest.mark.parametrize(
    "member",
    [
        {"reasoning_details": [{"type": "reasoning.text", "text": "SECRET", "signature": "c2ln"}]},
        {"reasoning": "SECRET"},
        {"function_call": {"name": "f", "arguments": "SECRET"}},
        {"annotations": [{"url_citation": {"title": "SECRET"}}]},
        {"name": "SECRET"},
        {"x_new": ["a", {"b": ["SECRET"]}]},
    ],
)
def test_every_text_of_a_message_is_inspected_wherever_it_stands(member: dict[str, object]) -> None:
    turns = asked(messages=[{"role": "assistant", "content": "said"} | member]).turns
    assert "SECRET" in turns[0].text
    assert "c2ln" not in turns[0].text, "what only the model can read"


def test_what_stands_in_place_of_the_index_of_a_call_is_read() -> None:
    said = {"role": "assistant", "tool_calls": [{**CALL, "index": ["swordfish"]}]}
    [_, turn] = asked(messages=[{"role": "user", "content": "hi"}, said]).turns
    assert "swordfish" in turn.text
