"""The head of an answer says how it came about; its end never pretends."""

import dataclasses

from larouter.core.chat import ANTHROPIC, OPENAI_CHAT
from larouter.core.errors import BrokenStream
from larouter.ingress.errors import body_of
from larouter.ingress.speak import Label, head_of, last_event

LABEL = Label(
    "req_1",
    "openai.chat",
    "SIMPLE",
    "here/m",
    "local",
    "serves SIMPLE, place 1 of its list",
    (),
    degraded=False,
)


def test_a_whole_answer_says_who_answered_where_and_why() -> None:
    assert dict(head_of(LABEL, "application/json", 12)) == {
        b"content-type": b"application/json",
        b"content-length": b"12",
        b"x-larouter-request-id": b"req_1",
        b"x-request-id": b"req_1",
        b"x-larouter-tier": b"SIMPLE",
        b"x-larouter-model": b"here/m",
        b"x-larouter-zone": b"local",
        b"x-larouter-reason": b"serves SIMPLE, place 1 of its list",
    }


def test_a_stream_has_no_length_and_is_not_to_be_kept() -> None:
    head = dict(head_of(LABEL, "text/event-stream; charset=utf-8", None))
    assert b"content-length" not in head
    assert (head[b"cache-control"], head[b"x-accel-buffering"]) == (b"no-cache", b"no")


def test_a_lower_tier_than_was_needed_is_marked() -> None:
    head = dict(head_of(dataclasses.replace(LABEL, degraded=True), "application/json", 1))
    assert head[b"x-larouter-degraded"] == b"true"


def test_what_the_model_was_not_told_is_listed() -> None:
    head = dict(head_of(dataclasses.replace(LABEL, dropped=("seed", "logit_bias")), "application/json", 1))
    assert head[b"x-larouter-dropped"] == b"seed, logit_bias"


def test_names_cannot_break_out_of_a_header() -> None:
    label = dataclasses.replace(LABEL, model="m\r\nset-cookie: x", reason="é\n" + "x" * 1_000)
    head = dict(head_of(label, "application/json", 1))
    assert head[b"x-larouter-model"] == b"m  set-cookie: x"
    assert head[b"x-larouter-reason"] == b"? " + b"x" * 298


def test_a_stream_that_broke_off_ends_with_an_error_event() -> None:
    error = BrokenStream("the answer broke off")
    assert last_event(error, OPENAI_CHAT) == b"data: " + body_of(error) + b"\n\n"
    assert b"[DONE]" not in last_event(error, OPENAI_CHAT)
    assert last_event(error, ANTHROPIC).startswith(b"event: error\n")


def test_anthropics_sdk_finds_the_name_of_a_request_where_it_looks() -> None:
    head = dict(head_of(dataclasses.replace(LABEL, protocol=ANTHROPIC), "application/json", 1))
    assert head[b"request-id"] == head[b"x-request-id"] == b"req_1"
