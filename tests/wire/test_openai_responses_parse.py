"""A Responses request as a neutral conversation: what the model said in one go is one message."""

import json

import pytest

from larouter.core.errors import BadRequest, Unsayable
from larouter.wire.members import read_object
from larouter.wire.neutral import (
    Document,
    Image,
    Message,
    Refusal,
    Seal,
    Source,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
)
from larouter.wire.openai_responses_parse import parse_responses
from larouter.wire.seals import label

HELLO = {"role": "user", "content": "hello"}
CALL = {"type": "function_call", "call_id": "c1", "name": "f", "arguments": '{"a":1}'}


def parsed(*items, **members):
    body = {"model": "auto", "input": list(items), **members}
    return parse_responses(read_object(json.dumps(body).encode())).messages


def assistant(*items):
    return parsed(HELLO, *items)[1].parts


def output(text):
    return {"role": "assistant", "content": [{"type": "output_text", "text": text}]}


def test_a_string_is_said_by_the_user_after_the_instructions():
    assert parsed(input="hello", instructions="Be kind.") == (
        Message("system", (Text("Be kind."),), where="instructions"),
        Message("user", (Text("hello"),), where="input"),
    )


def test_a_thought_words_and_calls_in_a_row_are_one_message():
    thought = {
        "type": "reasoning",
        "id": "rs_1",
        "summary": [{"type": "summary_text", "text": "hm"}],
        "encrypted_content": "gAAA",
    }
    custom = {"type": "custom_tool_call", "call_id": "c2", "name": "g", "input": "words"}
    assert assistant(thought, output("a"), CALL, custom) == (
        Thinking("hm", Seal("gAAA"), id="rs_1"),
        Text("a"),
        ToolCall("c1", "f", '{"a":1}'),
        ToolCall("c2", "g", "words", custom=True),
    )


def test_two_finished_texts_are_two_messages():
    assert [message.parts for message in parsed(HELLO, output("a"), output("b"))[1:]] == [
        (Text("a"),),
        (Text("b"),),
    ]


def test_a_result_knows_the_name_of_its_call():
    result = {"type": "function_call_output", "call_id": "c1", "output": "done"}
    assert parsed(HELLO, CALL, result)[2].parts == (ToolResult("c1", (Text("done"),), name="f"),)


@pytest.mark.parametrize(("kind", "before"), [("text", output("a")), ("call", CALL)])
def test_a_signature_that_came_as_an_item_goes_back_to_its_part(kind, before):
    seal = Seal("c2ln", "gemini-3-pro")
    echo = {"type": "reasoning", "summary": [], "encrypted_content": label(seal, kind)}
    (part,) = assistant(before, echo)
    assert part.seal == seal


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (
            {"type": "input_image", "image_url": "data:image/webp;base64,AAAA"},
            Image(Source("image/webp", "AAAA")),
        ),
        (
            {"type": "input_image", "image_url": "https://h/a.png", "detail": "low"},
            Image(Source(url="https://h/a.png"), "low"),
        ),
        ({"type": "input_image", "file_id": "f_1"}, Image(Source(file_id="f_1"))),
        (
            {"type": "input_file", "file_data": "data:application/pdf;base64,AAAA", "filename": "a.pdf"},
            Document(Source("application/pdf", "AAAA"), "a.pdf"),
        ),
        (
            {"type": "input_file", "file_url": "https://h/a.pdf"},
            Document(Source("application/pdf", url="https://h/a.pdf")),
        ),
    ],
)
def test_files_are_inline_by_address_or_known_by_id(part, said):
    assert parsed({"role": "user", "content": [part]})[0].parts == (said,)


def test_a_refusal_stays_one():
    refused = {"role": "assistant", "content": [{"type": "refusal", "refusal": "no"}]}
    assert assistant(refused) == (Refusal("no"),)


def test_what_a_tool_at_openai_did_is_refused_by_its_place():
    with pytest.raises(Unsayable) as refused:
        parsed(HELLO, {"type": "web_search_call", "id": "ws_1", "status": "completed"})
    assert refused.value.param == "input[1].type"


@pytest.mark.parametrize("item", [{**CALL, "name": ""}, {"type": "function_call", "name": "f"}])
def test_a_call_without_a_name_or_an_id_is_refused(item):
    with pytest.raises(BadRequest, match=r"input\[1\]"):
        parsed(HELLO, item)
