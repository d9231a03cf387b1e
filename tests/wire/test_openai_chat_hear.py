"""Answers of chat completions, with the known faults of local servers."""

from typing import Any

import pytest

from larouter.core.chat import ANTHROPIC, OPENAI_CHAT
from larouter.wire.answer import (
    Answer,
    CallArguments,
    CallEnded,
    CallStarted,
    Finished,
    NotTheProtocol,
    TextDelta,
    Thought,
    Used,
)
from larouter.wire.exchange import Exchange
from larouter.wire.families import profile_of
from larouter.wire.neutral import Seal, Text, ToolCall
from larouter.wire.openai_chat_hear import ChatHearer


@pytest.fixture
def hearer() -> Any:
    return ChatHearer(Exchange("req_1", ANTHROPIC, OPENAI_CHAT, "qwen3", profile_of("qwen3")))


def hear(hearer: Any, *deltas: Any, finish: str = "stop") -> Any:
    import msgspec  # noqa: PLC0415

    events = []
    for delta in deltas:
        events += hearer.hear(msgspec.json.encode({"choices": [{"index": 0, "delta": delta}]}))
    return events + list(
        hearer.hear(msgspec.json.encode({"choices": [{"delta": {}, "finish_reason": finish}]}))
    )


def call(arguments: Any, index: int = 0, **more: Any) -> Any:
    found = {"function": {"arguments": arguments}, **more}
    if index is not None:
        found["index"] = index
    if name := found.pop("name", None):
        found["function"]["name"] = name
    return {"tool_calls": [found]}


def calls_of(events: Any) -> Any:
    return [part for part in Answer(events).choices[0].parts if isinstance(part, ToolCall)]


def test_fragments_of_parallel_calls_that_mix_come_out_in_order(hearer: Any) -> None:
    events = hear(
        hearer,
        call('{"a"', 0, id="x", name="f"),
        call('{"b"', 1, id="y", name="g"),
        call(":1}", 0),
        call(":2}", 1),
    )
    assert calls_of(events) == [ToolCall("x", "f", '{"a":1}'), ToolCall("y", "g", '{"b":2}')]
    kinds = [event for event in events if isinstance(event, CallStarted | CallEnded)]
    assert [type(event) for event in kinds] == [CallStarted, CallEnded, CallStarted, CallEnded]


def test_calls_without_index_or_id_are_told_apart_and_get_stable_ids(hearer: Any) -> None:
    events = hear(hearer, call('{"a":1}', None, name="f"), call("", None))
    assert calls_of(events) == [ToolCall("call_1_0_0", "f", '{"a":1}')]
    assert events[-1] == Finished("tool_calls")


def test_a_new_id_without_an_index_is_a_new_call(hearer: Any) -> None:
    events = hear(hearer, call("{}", None, id="x", name="f"), call("{}", None, id="y", name="f"))
    assert [one.id for one in calls_of(events)] == ["x", "y"]


def test_arguments_that_came_as_an_object_are_the_text_they_should_have_been(hearer: Any) -> None:
    assert calls_of(hear(hearer, call({"a": [1]}, id="x", name="f")))[0].arguments == '{"a":[1]}'


def test_text_after_an_unfinished_call_waits_for_it(hearer: Any) -> None:
    events = hear(hearer, call('{"a"', id="x", name="f"), {"content": "so"}, call(":1}"))
    assert Answer(events).choices[0].parts == [ToolCall("x", "f", '{"a":1}'), Text("so")]


def test_the_old_function_call_is_a_tool_call(hearer: Any) -> None:
    events = hear(hearer, {"function_call": {"name": "f", "arguments": "{}"}}, finish="function_call")
    assert calls_of(events)[0].name == "f"
    assert events[-1].reason == "tool_calls"


def test_usage_is_heard_with_choices_and_without(hearer: Any) -> None:
    usage = b'"usage":{"prompt_tokens":3,"completion_tokens":2}'
    assert any(
        isinstance(event, Used)
        for event in hearer.hear(b'{"choices":[{"delta":{"content":"x"}}],' + usage + b"}")
    )
    assert [type(event) for event in hearer.hear(b'{"choices":[],' + usage + b"}")] == [Used]


def test_a_signature_belongs_to_the_model_that_answers(hearer: Any) -> None:
    detail = {"type": "reasoning.text", "text": "hm", "signature": "S", "index": 0}
    events = hear(hearer, {"reasoning": "hm"}, {"reasoning_details": [detail]}, {"content": "so"})
    assert Thought(Seal("S", "qwen3")) in events
    assert TextDelta("so") in events


def test_a_fragment_never_comes_before_its_call(hearer: Any) -> None:
    events = hear(hearer, call("", id="x", name="f"), call("{}"))
    assert [type(event) for event in events[1:4]] == [CallStarted, CallArguments, CallEnded]


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"choices":[]}', b'{"choices":"x"}', b"\xff"])
def test_what_is_no_completion_is_said_to_be_none(hearer: Any, body: Any) -> None:
    with pytest.raises(NotTheProtocol):
        hearer.whole(body)
