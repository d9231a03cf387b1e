"""Tool calls of local servers, mended while they pass through."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai.types.chat import ChatCompletion, ChatCompletionChunk

from larouter.core.chat import OPENAI_CHAT
from larouter.wire.dialogue import open_dialogue
from larouter.wire.habits import UNKNOWN, Habits, habits_of
from larouter.wire.members import read_object
from larouter.wire.mending import MendingReader
from larouter.wire.openai_chat import read_chat
from larouter.wire.openai_stream import AnswerReader

HEAD = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m"}
TOOLS = [{"type": "function", "function": {"name": "f"}}]


def reader(habits: Habits = habits_of("ollama"), tools: Any = TOOLS) -> Any:  # noqa: B008 - a frozen value
    body: Any = {"model": "m", "stream": True, "messages": [{"role": "user", "content": "a"}]}
    body |= {"tools": tools, "stream_options": {"include_usage": True}} if tools else {}
    chat = read_chat(read_object(json.dumps(body).encode()))
    return open_dialogue(chat, OPENAI_CHAT, "m", request_id="req_1", habits=habits).reader


def chunk(delta: Any, reason: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    return b"data: " + json.dumps(HEAD | {"choices": [choice]}).encode() + b"\n\n"


def call(name: str, arguments: Any = "{}", **more: Any) -> Any:
    return {"function": {"name": name, "arguments": arguments}, **more}


def heard(*chunks: bytes) -> list[Any]:
    mending = reader()
    raw = b"".join([mending.feed(one) for one in (*chunks, b"data: [DONE]\n\n")])
    pieces = [piece.removeprefix("data: ") for piece in raw.decode().split("\n\n") if piece]
    assert pieces.pop() == "[DONE]"
    return [ChatCompletionChunk.model_validate_json(piece).choices[0] for piece in pieces]


def calls(choices: list[Any]) -> list[tuple[int, str | None, str | None, str | None]]:
    found = [one for choice in choices for one in choice.delta.tool_calls or ()]
    return [(one.index, one.id, one.function.name, one.function.arguments) for one in found]


def test_calls_without_an_index_are_counted() -> None:
    two = [call("f", id="a", type="function"), call("g", id="b", type="function")]
    assert calls(heard(chunk({"tool_calls": two}))) == [(0, "a", "f", "{}"), (1, "b", "g", "{}")]


def test_calls_that_all_have_the_index_0_are_told_apart_by_their_ids() -> None:
    first, second = call("f", index=0, id="a"), call("g", index=0, id="b")
    assert calls(heard(chunk({"tool_calls": [first]}), chunk({"tool_calls": [second]}))) == [
        (0, "a", "f", "{}"),
        (1, "b", "g", "{}"),
    ]


@pytest.mark.parametrize("index", [-1, True, "0", 1.0, None])
def test_an_index_that_is_none_is_counted(index: Any) -> None:
    assert calls(heard(chunk({"tool_calls": [call("f", index=index, id="a", type="function")]}))) == [
        (0, "a", "f", "{}")
    ]


def test_fragments_belong_to_the_call_before_them() -> None:
    start = chunk({"tool_calls": [call("f", "", id="a")]})
    rest = chunk({"tool_calls": [{"function": {"arguments": '{"a"'}}]})
    end = chunk({"tool_calls": [{"function": {"arguments": ":1}"}}]})
    assert [(at, said) for at, _, _, said in calls(heard(start, rest, end))] == [
        (0, ""),
        (0, '{"a"'),
        (0, ":1}"),
    ]


def test_a_call_without_an_id_gets_one_that_stays_the_same() -> None:
    assert calls(heard(chunk({"tool_calls": [call("f"), call("g")]}))) == [
        (0, "call_1_0", "f", "{}"),
        (1, "call_1_1", "g", "{}"),
    ]


def test_arguments_that_are_an_object_become_their_json() -> None:
    assert calls(heard(chunk({"tool_calls": [call("f", {"a": 1}, id="a")]})))[0][3] == '{"a":1}'


def test_the_reason_after_calls_is_that_tools_are_called() -> None:
    said = heard(chunk({"tool_calls": [call("f", id="a")]}), chunk({}, "stop"))
    assert said[-1].finish_reason == "tool_calls"
    assert heard(chunk({"content": "stop"}), chunk({}, "stop"))[-1].finish_reason == "stop"


def test_a_whole_answer_is_mended_too() -> None:
    message = {"role": "assistant", "content": None, "tool_calls": [call("f", {"a": 1})]}
    choices = [{"index": 0, "message": message, "finish_reason": "stop"}]
    body = json.dumps(HEAD | {"object": "chat.completion", "choices": choices}).encode()
    said = ChatCompletion.model_validate_json(reader().whole(body)).choices[0]
    assert said.finish_reason == "tool_calls"
    assert said.message.tool_calls is not None
    found: Any = said.message.tool_calls[0]
    assert (found.id, found.type, found.function.arguments) == ("call_1_0", "function", '{"a":1}')


RIGHT = (
    chunk(
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [call("f", "", index=0, id="a", type="function")],
        }
    )
    + chunk({"tool_calls": [{"index": 0, "function": {"arguments": "{}"}}]})
    + chunk({"tool_calls": [call("g", "", index=1, id="b", type="function")]})
    + chunk({"tool_calls": [{"index": 1, "function": {"arguments": '{"stop":1}'}}]})
    + chunk({}, "tool_calls")
    + b": ping\n\ndata: [DONE]\n\n"
)


@given(st.lists(st.integers(1, 60), max_size=40))
def test_what_is_right_passes_byte_for_byte_however_it_is_cut(lengths: list[int]) -> None:
    mending, rest, said = reader(), RIGHT, b""
    for length in lengths:
        said, rest = said + mending.feed(rest[:length]), rest[length:]
    assert said + mending.feed(rest) + mending.end() == RIGHT


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["index", "id", "function", "name", "arguments", "type"]), inner, max_size=5
        )
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=4), st.sampled_from([None, "stop", "tool_calls"]))
def test_no_shape_of_calls_makes_it_fail(found: list[object], reason: str | None) -> None:
    mending = reader()
    assert mending.feed(chunk({"tool_calls": found}, reason)).startswith(b"data: ")


def test_only_a_server_that_may_need_it_is_mended_and_only_where_there_are_tools() -> None:
    assert type(reader()) is MendingReader
    assert type(reader(UNKNOWN)) is AnswerReader
    assert type(reader(habits_of("openai"))) is AnswerReader
    assert type(reader(tools=None)) is AnswerReader
