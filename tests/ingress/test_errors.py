"""Errors as clients see them: the shape that SDKs expect, whatever went wrong."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.core.errors import BadRequest, Refused, RouterError, TooManyRequests, Unauthorised, UpstreamBusy
from larouter.ingress.errors import body_of, event_for, headers_of


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


@given(st.text(), st.none() | st.text())
def test_any_text_can_be_said(message: str, param: str | None) -> None:
    said = json.loads(body_of(BadRequest(message, param=param)))["error"]
    assert (said["message"], said["param"]) == (message, param)


def test_half_a_character_in_a_text_does_not_stop_the_answer() -> None:
    said = json.loads(body_of(BadRequest("the key '\ud800' stands twice", param="\ud800")))["error"]
    assert (said["message"], said["param"]) == ("the key '?' stands twice", "?")


def test_what_only_the_operator_may_know_is_not_in_it() -> None:
    assert b"cloud7" not in body_of(RouterError("it failed", operator_detail="cloud7 failed"))


def test_a_refusal_in_the_right_shape_is_passed_on_as_it_came() -> None:
    body = b'{ "error": {"message": "too long", "extra": 1} }'
    assert body_of(Refused(400, body)) == body


@pytest.mark.parametrize("body", [b"<html>no</html>", b'{"error": "no"}', b"[1]", b"\xff\xfe"])
def test_a_refusal_in_another_shape_is_put_into_the_right_one(body: bytes) -> None:
    said = json.loads(body_of(Refused(422, body)))["error"]
    assert said["message"].startswith("the backend refused the request with status 422: ")
    assert said["code"] == "upstream_error"


def test_a_long_refusal_is_shortened() -> None:
    assert len(body_of(Refused(400, b"x" * 100_000))) < 1_000


def test_an_error_at_the_end_of_a_stream_is_an_event_of_the_same_body() -> None:
    error = BadRequest("no")
    assert event_for(error) == b"data: " + body_of(error) + b"\n\n"


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
