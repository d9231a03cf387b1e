"""Errors as clients see them: the shape that SDKs expect, whatever went wrong."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES
from larouter.core.errors import BadRequest, Refused, RouterError, TooManyRequests, Unauthorised, UpstreamBusy
from larouter.ingress.errors import body_of, event_for, headers_of

PROTOCOLS = (OPENAI_CHAT, OPENAI_RESPONSES, ANTHROPIC, GEMINI)


def test_an_error_is_an_object_with_message_type_param_and_code() -> None:
    error = BadRequest("n must be a whole number", param="n", operator_detail="prj_1 sent nonsense")
    assert json.loads(body_of(error)) == {
        "error": {
            "message": "n must be a whole number",
            "type": "invalid_request_error",
            "param": "n",
            "code": "invalid_request_error",
        }
    }


@given(st.text(), st.none() | st.text(min_size=1))
def test_any_text_can_be_said(message: str, param: str | None) -> None:
    said = json.loads(body_of(BadRequest(message, param=param)))["error"]
    assert (said["message"], said["param"]) == (message, param)


def test_half_a_character_in_a_text_does_not_stop_the_answer() -> None:
    said = json.loads(body_of(BadRequest("the key '\ud800' stands twice", param="\ud800")))["error"]
    assert (said["message"], said["param"]) == ("the key '?' stands twice", "?")


def test_what_only_the_operator_may_know_is_not_in_it() -> None:
    assert b"cloud7" not in body_of(RouterError("it failed", operator_detail="cloud7 failed"))


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_refusal_in_the_protocol_that_was_spoken_is_passed_on_as_it_came(protocol: str) -> None:
    body = b'{ "error": {"message": "too long", "extra": 1} }'
    assert body_of(Refused(400, body, protocol), protocol) == body


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<html>no</html>", "<html>no</html>"),
        (b'{"error": "no"}', "no"),
        (b"[1]", "1"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        (b"", "the backend refused the request with status 422"),
    ],
)
def test_a_refusal_that_is_no_error_object_becomes_one(body: bytes, message: str) -> None:
    said = json.loads(body_of(Refused(422, body, OPENAI_CHAT)))["error"]
    assert said["message"] == message


def test_a_refusal_in_another_protocol_is_told_in_the_one_that_was_spoken() -> None:
    theirs = b'{"type": "error", "error": {"type": "invalid_request_error", "message": "too long"}}'
    refused = Refused(413, theirs, ANTHROPIC)
    assert json.loads(body_of(refused, GEMINI)) == {
        "error": {"code": 413, "message": "too long", "status": "INVALID_ARGUMENT"}
    }
    assert json.loads(body_of(refused, OPENAI_CHAT))["error"] == {
        "message": "too long",
        "type": "invalid_request_error",
        "param": None,
        "code": None,
    }


def test_a_long_refusal_is_shortened() -> None:
    assert len(body_of(Refused(400, b"x" * 100_000))) < 1_000


def test_an_error_at_the_end_of_a_stream_is_an_event_of_the_same_body() -> None:
    error = BadRequest("no")
    assert event_for(error, OPENAI_CHAT) == b"data: " + body_of(error) + b"\n\n"
    assert event_for(error, ANTHROPIC) == b"event: error\ndata: " + body_of(error, ANTHROPIC) + b"\n\n"


@pytest.mark.parametrize(("seconds", "header"), [(2.4, b"2"), (0.0, b"1"), (86_400.0, b"86400")])
def test_the_time_to_wait_is_told_in_whole_seconds(seconds: float, header: bytes) -> None:
    for error in (UpstreamBusy("busy", retry_after=seconds), TooManyRequests("slow", retry_after=seconds)):
        assert (b"retry-after", header) in headers_of(error)
    assert not any(name == b"retry-after" for name, _ in headers_of(UpstreamBusy("busy")))


def test_the_request_id_is_told_under_both_names() -> None:
    error = BadRequest("no")
    error.request_id = "req_1"
    headers = dict(headers_of(error))
    assert headers[b"x-larouter-request-id"] == headers[b"x-request-id"] == b"req_1"


def test_who_shows_no_token_is_told_how() -> None:
    assert (b"www-authenticate", b"Bearer") in headers_of(Unauthorised("who are you"))
    assert dict(headers_of(BadRequest("no"))) == {b"content-type": b"application/json"}
