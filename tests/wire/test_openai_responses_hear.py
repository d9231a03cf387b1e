"""Answers of a Responses backend, heard by clients of other protocols, and passed through to its own."""

import json

import pytest

from larouter.core.chat import ANTHROPIC, OPENAI_CHAT, OPENAI_RESPONSES
from larouter.core.usage import Usage
from larouter.wire.answer import NotTheProtocol
from larouter.wire.dialogue import open_dialogue
from larouter.wire.members import read_object
from larouter.wire.neutral import Seal
from larouter.wire.openai_responses import read_responses
from larouter.wire.seals import label, read_label

LUNA = "gpt-6-luna"
BEGINS = {"role": "assistant", "content": ""}
USAGE = {
    "input_tokens": 10,
    "input_tokens_details": {"cached_tokens": 4, "cache_write_tokens": 1},
    "output_tokens": 8,
    "output_tokens_details": {"reasoning_tokens": 3},
    "total_tokens": 18,
}


def response(status="completed", output=(), **more):
    return {"id": "r", "object": "response", "model": LUNA, "status": status, "output": list(output), **more}


def added(at, **item):
    return {"type": "response.output_item.added", "output_index": at, "item": item}


def done(at, **item):
    return {"type": "response.output_item.done", "output_index": at, "item": item}


def delta(kind, text, **more):
    return {"type": f"response.{kind}.delta", "delta": text, **more}


CREATED = {"type": "response.created", "response": response("in_progress")}


@pytest.fixture
def scene(transcript):
    return transcript(OPENAI_CHAT, OPENAI_RESPONSES, LUNA, stream_options={"include_usage": True})


def test_a_thought_a_text_and_a_call_flow_in_their_order(scene):
    assert scene >> CREATED << BEGINS
    assert scene >> {"type": "response.in_progress", "response": response("in_progress")} << []
    assert scene >> added(0, type="reasoning", id="rs_1", summary=[]) << []
    assert scene >> delta("reasoning_summary_text", "hm", summary_index=0) << {"reasoning_content": "hm"}
    assert scene >> delta("reasoning_summary_text", "so", summary_index=1) << {"reasoning_content": "\n\nso"}
    (detail,) = (scene >> done(0, type="reasoning", id="rs_1", encrypted_content="gAAA"))._out[0][
        "reasoning_details"
    ]
    assert (detail["id"], detail["signature"], detail["model"]) == ("rs_1", "gAAA", LUNA)
    scene._out = []
    assert scene >> added(1, type="message", content=[]) << []
    assert scene >> delta("output_text", "Hello") << {"content": "Hello"}
    assert scene >> done(1, type="message") << []
    call = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": ""}}
    assert (
        scene
        >> added(2, type="function_call", call_id="c1", name="f", arguments="")
        << {"tool_calls": [{"index": 0, **call}]}
    )
    piece = {"tool_calls": [{"index": 0, "function": {"arguments": "{}"}}]}
    assert scene >> delta("function_call_arguments", "{}") << piece
    assert scene >> done(2, type="function_call", call_id="c1", name="f", arguments="{}") << []
    last = {"type": "response.completed", "response": response(usage=USAGE)}
    told = (scene >> last)._out
    assert told[0] == {"finish": "tool_calls"}
    assert told[-1] == "[DONE]"
    assert scene.reader.usage == Usage(10, 8, 4, 1, 3)


@pytest.mark.parametrize(
    ("reason", "told"),
    [("max_output_tokens", "length"), ("content_filter", "content_filter"), (None, "length")],
)
def test_an_incomplete_response_says_why(whole, reason, told):
    message = {"type": "message", "content": [{"type": "output_text", "text": "Hel"}]}
    answer = response("incomplete", [message], incomplete_details={"reason": reason})
    assert whole(OPENAI_CHAT, OPENAI_RESPONSES, LUNA, answer)["choices"][0]["finish_reason"] == told


def test_a_refusal_stays_one(whole):
    message = {"type": "message", "content": [{"type": "refusal", "refusal": "No."}]}
    answer = response(output=[message])
    assert whole(OPENAI_CHAT, OPENAI_RESPONSES, LUNA, answer)["choices"][0]["message"]["refusal"] == "No."
    assert whole(ANTHROPIC, OPENAI_RESPONSES, LUNA, answer)["stop_reason"] == "refusal"


@pytest.mark.parametrize(
    "event",
    [
        {
            "type": "response.failed",
            "response": response("failed", error={"code": "server_error", "message": "m1"}),
        },
        {"type": "error", "code": "server_error", "message": "m1", "param": None},
        {"error": {"message": "m1"}},
    ],
)
def test_a_failure_is_kept_and_ends_the_stream_without_a_terminator(scene, event):
    assert scene >> CREATED << BEGINS
    assert scene >> event << []
    assert b"m1" in scene.reader.error
    assert scene.reader.end() == b""


@pytest.mark.parametrize(
    "answer", [{}, {"object": "response"}, response("failed", error={"message": "m"}), {"x": 1}]
)
def test_what_did_not_come_to_an_end_is_no_answer(whole, answer):
    if answer == {"object": "response"}:
        answer = {"object": "list"}
    with pytest.raises(NotTheProtocol):
        whole(OPENAI_CHAT, OPENAI_RESPONSES, LUNA, answer)


def opened(body, model="qwen3", **more):
    chat = read_responses(read_object((body if isinstance(body, str) else json.dumps(body)).encode()))
    return open_dialogue(chat, OPENAI_RESPONSES, model, request_id="req_01kaf0000000000000000000zz", **more)


def test_the_same_protocol_goes_on_byte_for_byte_but_for_the_model():
    raw = '{ "model" : "auto","input":"h\\u00e9", "x_new": [1 ],"tools":[{"type":"web_search"}]}'
    assert opened(raw).body.decode() == raw.replace('"auto"', '"qwen3"')


def test_a_limit_an_effort_and_a_temperature_are_fitted_to_the_model():
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


def test_reasoning_of_the_model_is_given_back_bare_and_that_of_another_is_taken_out():
    own = {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": label(Seal("gAAA", LUNA))}
    other = {**own, "encrypted_content": label(Seal("Ab+/", "claude-opus-5"))}
    placed = {**own, "encrypted_content": label(Seal("U0lH", LUNA), "call")}
    dialogue = opened(
        {"model": "auto", "input": [other, own, placed, {"role": "user", "content": "x"}]}, LUNA
    )
    items = json.loads(dialogue.body)["input"]
    assert items == [{**own, "encrypted_content": "gAAA"}, {"role": "user", "content": "x"}]
    assert dialogue.dropped == ("reasoning",)


def event(value):
    return f"event: {value['type']}\ndata: {json.dumps(value)}\n\n".encode()


def test_a_stream_is_passed_on_as_it_came_and_counted():
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


def test_reasoning_goes_out_labelled_where_the_router_chose_the_model():
    reader = opened({"model": "auto", "input": "x"}, LUNA).reader
    item = {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "gAAA"}
    told = reader.feed(event(done(0, **item)))
    assert told.startswith(b"event: response.output_item.done\n")
    sealed = json.loads(told.partition(b"data: ")[2])["item"]["encrypted_content"]
    assert read_label(sealed)[0] == Seal("gAAA", LUNA)
    body = json.loads(reader.whole(json.dumps(response(output=[item])).encode()))
    assert body["output"][0]["encrypted_content"] == sealed


def test_a_failure_in_a_passed_stream_is_kept_and_not_taken_for_complete():
    reader = opened({"model": "auto", "input": "x", "stream": True}).reader
    failed = {"type": "response.failed", "response": response("failed", error={"message": "m"})}
    assert reader.feed(event(CREATED)) + reader.feed(event(failed)) == event(CREATED)
    assert (reader.error, reader.done) == (b'{"message": "m"}', False)
