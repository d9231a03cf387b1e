"""Anthropic's protocol on both sides."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from larouter.core.chat import ANTHROPIC
from larouter.core.errors import Unsayable
from larouter.wire.neutral import Seal
from larouter.wire.seals import label, read_label

Make = Callable[..., Any]

HELLO = [{"role": "user", "content": "hello"}]


@pytest.fixture
def passed(ask: Make) -> Any:
    def passed(model: str = "claude-opus-5", asked: Any = "auto", **members: Any) -> Any:
        more = {name: members.pop(name) for name in ("max_output",) if name in members}
        body = {"model": asked, "max_tokens": 5000, "messages": HELLO, **members}
        return ask(body, ANTHROPIC, model, client=ANTHROPIC, **more)

    return passed


def test_unknown_members_and_server_tools_pass_untouched(dialogue: Make) -> None:
    members = {"tools": [{"type": "web_search_20250305", "name": "web_search"}], "new_thing": {"a": 1}}
    body = json.loads(dialogue(ANTHROPIC, ANTHROPIC, "claude-opus-5", **members).body)
    assert body == {"model": "claude-opus-5", "messages": HELLO, **members, "max_tokens": 100}


def test_the_old_name_of_a_wanted_format_is_said_as_the_new_one(passed: Make) -> None:
    wanted = {"type": "json_schema", "schema": {"type": "object"}}
    body = passed(output_format=wanted, output_config={"effort": "low"})[0]
    assert body["output_config"] == {"effort": "low", "format": wanted}
    assert "output_format" not in body
    both = passed(output_format=wanted, output_config={"format": {"type": "json_schema", "schema": {}}})[0]
    assert both["output_config"] == {"format": {"type": "json_schema", "schema": {}}}


def test_the_answer_is_kept_to_what_was_reserved(passed: Make) -> None:
    assert passed(max_output=7)[0]["max_tokens"] == 7


@pytest.mark.parametrize(
    ("model", "sent", "said"),
    [
        (
            "claude-opus-5",
            {"type": "enabled", "budget_tokens": 2000},
            {"type": "adaptive", "display": "summarized"},
        ),
        (
            "claude-opus-4-6",
            {"type": "enabled", "budget_tokens": 2000},
            {"type": "enabled", "budget_tokens": 2000},
        ),
        ("claude-opus-5", {"type": "disabled"}, {"type": "disabled"}),
        ("claude-opus-5-5", {"type": "disabled"}, None),
        ("claude-sonnet-5-5", {"type": "disabled"}, {"type": "between_tools"}),
        ("claude-haiku-4-5", {"type": "adaptive"}, {"type": "enabled", "budget_tokens": 4999}),
        ("unknown-model", {"type": "whatever"}, {"type": "whatever"}),
    ],
)
def test_thinking_is_said_as_the_model_takes_it(dialogue: Make, model: str, sent: Any, said: Any) -> None:
    opened = dialogue(ANTHROPIC, ANTHROPIC, model, thinking=sent, max_tokens=5000)
    assert json.loads(opened.body).get("thinking") == said


def test_what_the_model_refuses_is_taken_out_and_listed(passed: Make) -> None:
    body, dropped = passed("claude-sonnet-5-5", temperature=0.5, top_k=5, tool_choice={"type": "any"})
    assert not body.keys() & {"temperature", "top_k"}
    assert body["tool_choice"] == {"type": "auto"}
    assert "calling one of the tools" in body["system"][0]["text"]
    assert dropped == ("temperature", "top_k", "tool_choice")


def test_an_effort_of_a_newer_model_is_taken_out_for_an_older_one(passed: Make) -> None:
    body, dropped = passed("claude-haiku-4-5", output_config={"effort": "max"})
    assert "output_config" not in body
    assert dropped == ("output_config.effort",)


def test_a_late_system_message_is_hoisted_where_the_model_does_not_take_it(passed: Make) -> None:
    messages = [*HELLO, {"role": "system", "content": "late"}]
    body, _ = passed("claude-opus-4-7", system="early", messages=messages)
    assert [block["text"] for block in body["system"]] == ["early", "late"]
    assert body["messages"] == HELLO


def test_prefill_is_refused_where_the_model_refuses_it(passed: Make) -> None:
    messages = [*HELLO, {"role": "assistant", "content": "So"}]
    assert passed("claude-haiku-4-5", messages=messages)[0]["messages"] == messages
    with pytest.raises(Unsayable):
        passed(messages=messages)


SIGNED = [
    {
        "type": "message_start",
        "message": {"type": "message", "model": "claude-opus-5", "usage": {"input_tokens": 1}},
    },
    {
        "type": "content_block_start",
        "index": 0,
        "content_block": {"type": "redacted_thinking", "data": "RRRR"},
    },
    {"type": "content_block_delta", "index": 1, "delta": {"type": "signature_delta", "signature": "S+/="}},
    {"type": "content_block_delta", "index": 2, "delta": {"type": "text_delta", "text": "Hi"}},
]


def test_signatures_are_labelled_when_the_router_chose_the_model(transcript: Make) -> None:
    scene = transcript(ANTHROPIC, ANTHROPIC, "claude-opus-5")
    for event in SIGNED:
        scene >> event
    start, redacted, signed, text = scene._out
    assert (start, text) == (SIGNED[0], SIGNED[3])
    assert read_label(redacted["content_block"]["data"]) == (Seal("RRRR", "claude-opus-5"), "")
    assert read_label(signed["delta"]["signature"]) == (Seal("S+/=", "claude-opus-5"), "")
    assert scene.reader.characters == 2


def test_signatures_stay_as_they_are_when_the_client_chose_the_model(dialogue: Make) -> None:
    reader = dialogue(ANTHROPIC, ANTHROPIC, "claude-opus-5", model="claude-opus-5", stream=True).reader
    raw = b"".join(b"data: " + json.dumps(event).encode() + b"\n\n" for event in SIGNED)
    assert reader.feed(raw) == raw


def test_a_labelled_thought_goes_back_bare_to_its_model_and_to_no_other(passed: Make) -> None:
    mark = label(Seal("S+/=", "claude-opus-5"))
    turn = [
        {"type": "thinking", "thinking": "hm", "signature": mark},
        {"type": "redacted_thinking", "data": label(Seal("c2ln", "gemini-3"), "call")},
        {"type": "text", "text": "so"},
    ]
    messages = [*HELLO, {"role": "assistant", "content": turn}, *HELLO]
    own, _ = passed(messages=messages)
    assert own["messages"][1]["content"] == [{**turn[0], "signature": "S+/="}, turn[2]]
    other, dropped = passed("claude-sonnet-5", messages=messages)
    assert other["messages"][1]["content"] == [turn[2]]
    assert dropped == ("reasoning",)


def test_a_whole_answer_is_labelled_too(whole: Make) -> None:
    thought = {"type": "thinking", "thinking": "hm", "signature": "S"}
    answer = {"type": "message", "model": "m", "content": [thought], "usage": {"input_tokens": 1}}
    block = whole(ANTHROPIC, ANTHROPIC, "claude-opus-5", answer)["content"][0]
    assert read_label(block["signature"])[0].origin == "claude-opus-5"


def test_an_error_in_the_middle_is_noted_and_a_missing_terminator_is_made_up(transcript: Make) -> None:
    scene = transcript(ANTHROPIC, ANTHROPIC, "claude-opus-5")
    end = {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 2}}
    assert scene >> end << end
    assert scene.reader.end() == b'event: message_stop\ndata: {"type":"message_stop"}\n\n'
    broken = transcript(ANTHROPIC, ANTHROPIC, "claude-opus-5")
    assert broken >> {"type": "error", "error": {"type": "overloaded_error"}} << []
    assert broken.reader.error == b'{"type": "overloaded_error"}'
    assert broken.reader.end() == b""
