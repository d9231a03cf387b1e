"""A client of Google's and a backend of Google's: nothing changes that need not."""

import json
from typing import Any

import pytest

from larouter.core.chat import GEMINI
from larouter.core.usage import Usage
from larouter.wire.answer import NotTheProtocol
from larouter.wire.dialogue import open_dialogue
from larouter.wire.gemini import Target, read_generate
from larouter.wire.gemini_contents import UNSIGNED
from larouter.wire.members import read_object
from larouter.wire.neutral import Seal
from larouter.wire.seals import label, read_label

FLASH = "gemini-3.8-flash"


def opened(body: Any, model: Any = FLASH, asked: Any = "auto", **more: Any) -> Any:
    raw = body if isinstance(body, str) else json.dumps(body)
    chat = read_generate(read_object(raw.encode()), Target(asked, stream=True))
    return open_dialogue(chat, GEMINI, model, request_id="req_01kaf0000000000000000000zz", **more)


def test_the_body_goes_on_byte_for_byte_and_the_path_names_the_model() -> None:
    raw = '{ "contents":[{"parts":[{"text":"h\\u00e9"}]}],\n "tools":[{"googleSearch":{}}],"x_new" : 1 }'
    dialogue = opened(raw)
    assert dialogue.body == raw.encode()
    assert dialogue.path == f"/v1beta/models/{FLASH}:streamGenerateContent?alt=sse"
    assert dialogue.dropped == ()


def test_a_limit_is_kept_to_in_the_clients_own_spelling() -> None:
    dialogue = opened({"contents": [{}], "generation_config": {"max_output_tokens": 500}}, max_output=100)
    assert json.loads(dialogue.body)["generation_config"] == {"max_output_tokens": 100}


@pytest.mark.parametrize(
    ("model", "asked", "told"),
    [
        (FLASH, {"thinkingBudget": 0}, {"thinkingLevel": "MINIMAL"}),
        (FLASH, {"thinkingLevel": "high"}, {"thinkingLevel": "high"}),
        ("gemini-4-argon", {"thinkingLevel": "MINIMAL"}, {"thinkingLevel": "LOW", "includeThoughts": True}),
        ("gemini-2.5-flash", {"thinking_budget": 0}, {"thinking_budget": 0}),
        ("gemini-2.5-pro", {"thinkingBudget": 0}, {"thinkingBudget": 128}),
        ("gemini-2.5-pro", {"includeThoughts": True}, {"includeThoughts": True}),
    ],
)
def test_thinking_is_fitted_to_the_model_that_was_chosen(model: Any, asked: Any, told: Any) -> None:
    dialogue = opened({"contents": [{}], "generationConfig": {"thinkingConfig": asked}}, model)
    assert json.loads(dialogue.body)["generationConfig"]["thinkingConfig"] == told


def test_a_signature_of_the_model_is_given_back_bare_and_that_of_another_is_taken_out() -> None:
    own = {"functionCall": {"name": "f", "args": {}}, "thoughtSignature": label(Seal("U0lH", FLASH))}
    thought = {"text": "hm", "thought": True, "thoughtSignature": label(Seal("Ab+/", "claude-opus-5"))}
    contents = [{"role": "user", "parts": [{"text": "x"}]}, {"role": "model", "parts": [thought, own]}]
    dialogue = opened({"contents": contents})
    assert json.loads(dialogue.body)["contents"][1]["parts"] == [{**own, "thoughtSignature": "U0lH"}]
    assert dialogue.dropped == ("reasoning",)
    other = opened({"contents": contents}, "gemini-4-argon")
    assert json.loads(other.body)["contents"][1]["parts"] == [{**own, "thoughtSignature": UNSIGNED}]


def test_a_call_that_no_model_of_googles_made_is_marked_as_unsigned() -> None:
    contents = [
        {"role": "model", "parts": [{"functionCall": {"name": "f"}}, {"functionCall": {"name": "g"}}]}
    ]
    first, second = json.loads(opened({"contents": contents}).body)["contents"][0]["parts"]
    assert first["thoughtSignature"] == UNSIGNED
    assert "thoughtSignature" not in second
    assert json.loads(opened({"contents": contents}, "gemini-2.5-pro").body)["contents"] == contents


def event(value: Any) -> Any:
    return f"data: {json.dumps(value)}\r\n\r\n".encode()


def chunk(part: Any, **more: Any) -> Any:
    return {"candidates": [{"content": {"parts": [part], "role": "model"}, **more}], "modelVersion": "m-1"}


def test_the_answer_is_passed_on_as_it_came_and_counted() -> None:
    reader = opened({"contents": [{}]}, asked=FLASH).reader
    said = event(chunk({"text": "Hello", "thoughtSignature": "U0lH"}))
    last = chunk({"text": ""}, finishReason="STOP")
    last["usageMetadata"] = {"promptTokenCount": 5, "candidatesTokenCount": 2, "thoughtsTokenCount": 1}
    assert reader.feed(said) == said.replace(b"\r\n", b"\n")
    assert reader.feed(b": ping\n\n") == b""
    assert reader.feed(event(last)) + reader.end() == event(last).replace(b"\r\n", b"\n")
    assert (reader.usage, reader.model, reader.characters, reader.done) == (
        Usage(5, 3, 0, 0, 1),
        "m-1",
        5,
        True,
    )


def test_signatures_go_out_labelled_where_the_router_chose_the_model() -> None:
    reader = opened({"contents": [{}]}).reader
    told = json.loads(reader.feed(event(chunk({"text": "", "thoughtSignature": "U0lH"})))[6:])
    part = told["candidates"][0]["content"]["parts"][0]
    assert read_label(part["thoughtSignature"])[0] == Seal("U0lH", FLASH)


def test_an_error_in_the_middle_and_an_early_end_are_not_taken_for_complete() -> None:
    reader = opened({"contents": [{}]}).reader
    assert reader.feed(event(chunk({"text": "Hel"}))) != b""
    assert reader.end() == b""
    assert not reader.done
    assert reader.feed(event({"error": {"code": 500, "message": "m"}})) == b""
    assert b'"m"' in reader.error


def test_a_whole_answer_without_an_end_is_no_answer() -> None:
    with pytest.raises(NotTheProtocol):
        opened({"contents": [{}]}).reader.whole(b'{"candidates":[{"content":{}}]}')


def test_thoughts_that_nobody_signed_do_not_go_to_a_model_that_may_not_have_had_them() -> None:
    thought = {"text": "Another model thought this.", "thought": True}
    body = {"contents": [{"parts": [{"text": "a"}]}, {"role": "model", "parts": [thought, {"text": "b"}]}]}
    dialogue = opened(body)
    assert "Another" not in dialogue.body.decode()
    assert dialogue.dropped == ("reasoning",)


def test_thoughts_beside_a_signature_are_the_models_own() -> None:
    parts = [{"text": "Hm.", "thought": True}, {"text": "b", "thoughtSignature": "c2lnbmVk"}]
    body = {"contents": [{"parts": [{"text": "a"}]}, {"role": "model", "parts": parts}]}
    dialogue = opened(body, asked=FLASH)
    assert json.loads(dialogue.body)["contents"][1]["parts"] == parts
    assert dialogue.dropped == ()


@pytest.mark.parametrize(
    "empty", [{"text": ""}, {"text": "", "thought": False}, {"text": "", "thought": True}]
)
def test_the_empty_part_with_which_a_stream_ends_is_not_said_again(empty: Any) -> None:
    turn = {"role": "model", "parts": [{"text": "b"}, empty]}
    dialogue = opened({"contents": [{"parts": [{"text": "a"}]}, turn, {"role": "model", "parts": [empty]}]})
    assert json.loads(dialogue.body)["contents"] == [
        {"parts": [{"text": "a"}]},
        {"role": "model", "parts": [{"text": "b"}]},
    ]
    assert dialogue.dropped == ()
