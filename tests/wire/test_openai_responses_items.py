"""The items of a response as they grow: added, grown by deltas, done, and numbered without a gap."""

import json

from hypothesis import given
from hypothesis import strategies as st
from openai.types.responses import ResponseOutputItem, ResponseStreamEvent
from pydantic import TypeAdapter

from larouter.wire.answer import CallStarted, Logprobs, Thought
from larouter.wire.neutral import Seal
from larouter.wire.openai_responses_items import Items
from larouter.wire.seals import read_label

EVENT, ITEM = TypeAdapter(ResponseStreamEvent), TypeAdapter(ResponseOutputItem)
CALL, CUSTOM = CallStarted(0, "c1", "f"), CallStarted(1, "c2", "g", custom=True)
STEPS = {
    "text": lambda items: items.words("output_text", "Hel"),
    "refusal": lambda items: items.words("refusal", "no"),
    "thinking": lambda items: items.thinking("hm"),
    "thought": lambda items: items.thought(Thought(Seal("x", "m"))),
    "call": lambda items: items.call(CALL) + items.arguments('{"a":') + items.arguments("1}"),
    "custom": lambda items: items.call(CUSTOM) + items.arguments("words"),
}


def events(raw):
    return [json.loads(line[6:]) for line in raw.decode().splitlines() if line.startswith("data: ")]


def kinds(raw):
    return [event["type"].removeprefix("response.") for event in events(raw)]


def test_a_text_is_added_grows_and_is_done():
    items = Items("x")
    raw = items.words("output_text", "Hel") + items.words("output_text", "lo") + items.close()
    assert kinds(raw) == [
        "output_item.added",
        "content_part.added",
        "output_text.delta",
        "output_text.delta",
        "output_text.done",
        "content_part.done",
        "output_item.done",
    ]
    (message,) = items.output
    assert (message["id"], message["status"]) == ("msg_x_0", "completed")
    assert [part["text"] for part in message["content"]] == ["Hello"]


def test_a_refusal_is_another_part_of_the_same_message():
    items = Items("x")
    items.words("output_text", "a")
    items.words("refusal", "b")
    items.close("incomplete")
    (message,) = items.output
    assert [part["type"] for part in message["content"]] == ["output_text", "refusal"]
    assert message["status"] == "incomplete"


def test_a_call_ends_what_was_said_before_it_and_is_whole_at_its_end():
    items = Items("x")
    STEPS["text"](items)
    STEPS["call"](items)
    STEPS["custom"](items)
    items.close()
    assert [item["type"] for item in items.output] == ["message", "function_call", "custom_tool_call"]
    assert (items.output[1]["arguments"], items.output[2]["input"]) == ('{"a":1}', "words")


def test_a_thought_carries_its_seal_labelled_with_its_model():
    items = Items("x")
    items.thinking("hm")
    items.thought(Thought(Seal("x", "claude-opus-5")))
    (item,) = items.output
    assert item["summary"] == [{"type": "summary_text", "text": "hm"}]
    assert read_label(item["encrypted_content"]) == (Seal("x", "claude-opus-5"), "")


def test_log_probabilities_stand_with_the_text_they_are_of():
    items = Items("x")
    items.words("output_text", "a")
    items.note(Logprobs({"content": [{"token": "a"}]}))
    items.close()
    assert items.output[0]["content"][0]["logprobs"] == [{"token": "a"}]


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=6))
def test_whatever_is_said_in_whatever_order_openais_client_understands_it(said):
    items = Items("x")
    raw = b"".join([STEPS[step](items) for step in said]) + items.close()
    told = events(raw)
    assert [event["sequence_number"] for event in told] == list(range(len(told)))
    for event in told:
        EVENT.validate_python(event)
    for item in items.output:
        ITEM.validate_python(item)
    assert [event["item"] for event in told if event["type"].endswith("item.done")] == items.output
