"""Output items as they grow."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from openai.types.responses import ResponseOutputItem, ResponseStreamEvent
from pydantic import TypeAdapter

from larouter.wire.answer import CallStarted, Thought
from larouter.wire.neutral import Seal
from larouter.wire.openai_responses_items import Items

EVENT: TypeAdapter[Any] = TypeAdapter(ResponseStreamEvent)
ITEM: TypeAdapter[Any] = TypeAdapter(ResponseOutputItem)
CALL, CUSTOM = CallStarted(0, "c1", "f"), CallStarted(1, "c2", "g", custom=True)
STEPS: dict[str, Any] = {
    "text": lambda items: items.words("output_text", "Hel"),
    "refusal": lambda items: items.words("refusal", "no"),
    "thinking": lambda items: items.thinking("hm"),
    "thought": lambda items: items.thought(Thought(Seal("x", "m"))),
    "call": lambda items: items.call(CALL) + items.arguments('{"a":') + items.arguments("1}"),
    "custom": lambda items: items.call(CUSTOM) + items.arguments("words"),
}


def said(raw: Any) -> Any:
    return [json.loads(line[6:]) for line in raw.decode().split("\n") if line.startswith("data: ")]


def test_every_event_is_numbered_and_an_item_keeps_its_id_and_place() -> None:
    items = Items("s")
    raw = (
        items.words("output_text", "Hel")
        + items.words("output_text", "lo")
        + items.call(CallStarted(0, "c1", "f"))
    )
    events = said(raw + items.arguments("{}") + items.close())
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    assert [item["id"] for item in items.output] == ["msg_s_0", "fc_s_1"]
    assert {event["output_index"] for event in events} == {0, 1}
    assert items.output[0]["content"][0]["text"] == "Hello"
    assert items.output[1]["arguments"] == "{}"


def test_a_thought_without_words_is_an_item_all_the_same() -> None:
    items = Items("s")
    events = said(items.thought(Thought(Seal("x", "m"), redacted=True)))
    assert [event["type"] for event in events] == ["response.output_item.added", "response.output_item.done"]
    assert items.output[0]["summary"] == []


def test_a_thought_that_was_neither_said_nor_sealed_is_nothing() -> None:
    assert Items("s").thought(Thought()) == b""
    assert Items("s").close() == b""


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=6))
def test_whatever_is_said_in_whatever_order_openais_client_understands_it(steps: list[str]) -> None:
    items = Items("x")
    events = said(b"".join([STEPS[step](items) for step in steps]) + items.close())
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    for event in events:
        EVENT.validate_python(event)
    for item in items.output:
        ITEM.validate_python(item)
    assert [event["item"] for event in events if event["type"].endswith("item.done")] == items.output
