"""What a backend's status means: whose fault it is, and whether another may do better."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.core.chat import ANTHROPIC
from larouter.core.errors import Refused, TimedOut, UpstreamBusy, UpstreamError
from larouter.dispatch.verdict import failure, name_of


def fault(status: int, body: bytes = b"", **headers: str) -> UpstreamError:
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    return failure(status, said, body, "near", ANTHROPIC)


@pytest.mark.parametrize("status", [400, 413, 415, 422, 451])
def test_a_fault_of_the_request_is_passed_on_and_tried_nowhere_else(status: int) -> None:
    error = fault(status, b'{"error": {}}', content_type="application/json")
    assert isinstance(error, Refused)
    assert (error.status, error.body, error.protocol) == (status, b'{"error": {}}', ANTHROPIC)
    assert not error.retryable


@pytest.mark.parametrize(
    ("status", "kind", "said"),
    [
        (401, UpstreamError, "rejects the router's credentials"),
        (403, UpstreamError, "rejects the router's credentials"),
        (404, UpstreamError, "no longer has that model"),
        (408, TimedOut, "took too long"),
        (429, UpstreamBusy, "limits our rate"),
        (500, UpstreamError, "failed with status 500"),
        (502, UpstreamError, "failed with status 502"),
        (503, UpstreamError, "failed with status 503"),
        (504, TimedOut, "took too long"),
        (529, UpstreamError, "failed with status 529"),
        (302, UpstreamError, "failed with status 302"),
        (204, UpstreamError, "failed with status 204"),
    ],
)
def test_a_fault_of_the_backend_may_be_made_good_by_another(
    status: int, kind: type[UpstreamError], said: str
) -> None:
    error = fault(status)
    assert type(error) is kind
    assert error.retryable
    assert said in error.caller_detail
    assert error.operator_detail == f"near answered {status}"


@pytest.mark.parametrize(
    "body",
    [
        b'{"error":{"code":403,"message":"Your input was flagged","metadata":{"reasons":["violence"]}}}',
        b'{"error":{"message":"openai/x requires moderation on OpenRouter","metadata":{"flagged_input":"..."}}}',
        b'{"code":"The caller does not have permission","error":"Content violates usage guidelines."}',
        b'{"error":{"code":"content_policy_violation","message":"no"}}',
        b'{"error":{"code":"content_filter"}}',
        b'{"message":"Blocked by guardrail"}',
        b'{"error":{"status":"PROHIBITED_CONTENT"}}',
    ],
)
def test_a_403_for_what_the_request_says_is_a_refusal_and_no_matter_of_keys(body: bytes) -> None:
    error = fault(403, body)
    assert isinstance(error, Refused)
    assert (error.status, error.body, error.retryable) == (403, body, False)


@pytest.mark.parametrize(
    "body",
    [
        b'{"error":{"type":"permission_error","message":"Your API key does not have permission"}}',
        b'{"error":{"code":"unsupported_country_region_territory","message":"Country not supported"}}',
        b'{"error":{"status":"PERMISSION_DENIED","message":"Method doesn\'t allow unregistered callers"}}',
        b"<html>Forbidden</html>",
    ],
)
def test_a_403_about_the_key_is_a_matter_of_keys(body: bytes) -> None:
    assert "credentials" in fault(403, body).caller_detail


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7.0),
        ("0", 0.0),
        ("9" * 400, 86_400.0),
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("²", None),
        ("Wed, 21 Oct 2026 07:28:00 GMT", None),
    ],
)
def test_the_time_to_wait_is_taken_from_the_header(text: str, seconds: float | None) -> None:
    assert fault(429, retry_after=text).retry_after == seconds


@pytest.mark.parametrize("status", [400, 401, 429, 500])
def test_the_words_of_a_backend_never_reach_the_log(status: int) -> None:
    said = {"message": "no answer to 'my secret prompt' with sk-12345", "code": "content_filter"}
    error = fault(status, json.dumps({"error": said}).encode())
    assert error.operator_detail == f"near answered {status} (content_filter)"
    assert "secret" not in error.caller_detail + str(error)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b'{"error": {"code": "rate_limit", "type": "requests"}}', " (rate_limit)"),
        (b'{"error": {"code": null, "type": "server_error"}}', " (server_error)"),
        (b'{"error": {"code": 500, "type": "server_error"}}', " (server_error)"),
        (b'{"code": "plain"}', " (plain)"),
        (b'{"error": {"code": "a sentence with spaces"}}', ""),
        (b'{"error": {"code": "' + b"x" * 41 + b'"}}', ""),
        (b'{"error": "text"}', ""),
        (b"<html>", ""),
        (b"[" * 100_000, ""),
        (b"\xff", ""),
        (b"", ""),
    ],
)
def test_the_name_of_an_error_is_a_word_and_never_a_text(body: bytes, name: str) -> None:
    assert name_of(body) == name


@given(st.integers(201, 599), st.binary(), st.text())
def test_any_answer_is_some_failure(status: int, body: bytes, retry_after: str) -> None:
    error = fault(status, body, retry_after=retry_after)
    assert isinstance(error, UpstreamError)
    assert error.operator_detail.startswith(f"near answered {status}")
