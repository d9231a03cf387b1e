"""Output items as they grow."""

import json
from typing import Any

from larouter.wire.answer import CallStarted, Thought
from larouter.wire.neutral import Seal
from larouter.wire.openai_responses_items import Items


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
