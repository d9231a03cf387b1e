"""A client and a backend of the Responses API: nothing changes that need not."""

import json
from typing import Any

import pytest

from larouter.core.chat import OPENAI_RESPONSES
from larouter.core.usage import Usage
from larouter.wire.dialogue import open_dialogue
from larouter.wire.members import read_object
from larouter.wire.neutral import Seal
from larouter.wire.openai_responses import read_responses
from larouter.wire.seals import label, read_label

LUNA = "gpt-6-luna"
USAGE = {
    "input_tokens": 10,
    "input_tokens_details": {"cached_tokens": 4, "cache_write_tokens": 1},
    "output_tokens": 8,
    "output_tokens_details": {"reasoning_tokens": 3},
    "total_tokens": 18,
}


def response(status: Any = "completed", output: Any = (), **more: Any) -> Any:
    return {"id": "r", "object": "response", "model": LUNA, "status": status, "output": list(output), **more}


def done(at: Any, **item: Any) -> Any:
    return {"type": "response.output_item.done", "output_index": at, "item": item}


def delta(kind: Any, text: Any, **more: Any) -> Any:
    return {"type": f"response.{kind}.delta", "delta": text, **more}


CREATED = {"type": "response.created", "response": response("in_progress")}


def opened(body: Any, model: Any = "qwen3", **more: Any) -> Any:
    chat = read_responses(read_object((body if isinstance(body, str) else json.dumps(body)).encode()))
    return open_dialogue(chat, OPENAI_RESPONSES, model, request_id="req_01kaf0000000000000000000zz", **more)


def test_the_same_protocol_goes_on_byte_for_byte_but_for_the_model() -> None:
    raw = (
        '{ "model" : "auto","input":"h\\u00e9", "x_new": [1 ],"tools":[{"type":"web_search"}],"store":false}'
    )
    assert opened(raw).body.decode() == raw.replace('"auto"', '"qwen3"')


def test_a_limit_an_effort_and_a_temperature_are_fitted_to_the_model() -> None:
    asked = {
        "model": "auto",
        "input": "x",
        "max_output_tokens": 500,
        "temperature": 0.5,
        "reasoning": {"effort": "minimal"},
    }
    dialogue = opened(asked, LUNA, max_output=100)
    body = json.loads(dialogue.body)
    assert (body["max_output_tokens"], body["reasoning"]) == (100, {"effort": "low"})
    assert "temperature" not in body
    assert set(dialogue.dropped) == {"temperature", "reasoning_effort"}


def test_reasoning_of_the_model_is_given_back_bare_and_that_of_another_is_taken_out() -> None:
    own = {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": label(Seal("gAAA", LUNA))}
    other = {**own, "encrypted_content": label(Seal("Ab+/", "claude-opus-5"))}
    placed = {**own, "encrypted_content": label(Seal("U0lH", LUNA), "call")}
    dialogue = opened(
        {"model": "auto", "input": [other, own, placed, {"role": "user", "content": "x"}]}, LUNA
    )
    items = json.loads(dialogue.body)["input"]
    assert items == [{**own, "encrypted_content": "gAAA"}, {"role": "user", "content": "x"}]
    assert dialogue.dropped == ("reasoning",)


def event(value: Any) -> Any:
    return f"event: {value['type']}\ndata: {json.dumps(value)}\n\n".encode()


def test_a_stream_is_passed_on_as_it_came_and_counted() -> None:
    reader = opened({"model": "qwen3", "input": "x", "stream": True}).reader
    events = [
        CREATED,
        delta("output_text", "Hello"),
        {"type": "response.completed", "response": response(usage=USAGE)},
    ]
    raw = b"".join([event(one) for one in events])
    assert b"".join([reader.feed(raw[at : at + 1]) for at in range(len(raw))]) + reader.end() == raw
    assert (reader.usage, reader.characters, reader.done, reader.model) == (
        Usage(10, 8, 4, 1, 3),
        5,
        True,
        LUNA,
    )


def test_reasoning_goes_out_labelled_where_the_router_chose_the_model() -> None:
    reader = opened({"model": "auto", "input": "x"}, LUNA).reader
    item = {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "gAAA"}
    told = reader.feed(event(done(0, **item)))
    assert told.startswith(b"event: response.output_item.done\n")
    sealed = json.loads(told.partition(b"data: ")[2])["item"]["encrypted_content"]
    assert read_label(sealed)[0] == Seal("gAAA", LUNA)
    body = json.loads(reader.whole(json.dumps(response(output=[item])).encode()))
    assert body["output"][0]["encrypted_content"] == sealed


def test_a_failure_in_a_passed_stream_is_kept_and_not_taken_for_complete() -> None:
    reader = opened({"model": "auto", "input": "x", "stream": True}).reader
    failed = {"type": "response.failed", "response": response("failed", error={"message": "m"})}
    assert reader.feed(event(CREATED)) + reader.feed(event(failed)) == event(CREATED)
    assert (reader.error, reader.done) == (b'{"message": "m"}', False)


@pytest.mark.parametrize("store", [None, True, False])
def test_nothing_is_stored_at_the_provider_whatever_is_asked(store: bool | None) -> None:
    dialogue = opened({"model": "auto", "input": "a", **({} if store is None else {"store": store})})
    assert json.loads(dialogue.body)["store"] is False
    assert dialogue.dropped == (("store",) if store else ())


def test_reasoning_that_the_provider_does_not_keep_comes_along_encrypted() -> None:
    asked = {"model": "auto", "input": "a", "include": ["message.output_text.logprobs"], "store": False}
    body = json.loads(opened(asked, "gpt-6-luna").body)
    assert body["include"] == ["message.output_text.logprobs", "reasoning.encrypted_content"]
    assert "include" not in json.loads(opened({"model": "auto", "input": "a"}, "gpt-4o").body)
