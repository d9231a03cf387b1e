"""Errors from one protocol into another."""

import json
from typing import Any

import pytest
from anthropic.types import ErrorResponse
from hypothesis import given
from hypothesis import strategies as st

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES
from larouter.wire.faults import Fault, fault_body, fault_event, read_fault

PROTOCOLS = [ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (
            {"error": {"message": "m", "type": "invalid_request_error", "param": "n", "code": "c"}},
            Fault(400, "m", "invalid_request_error", "c", "n"),
        ),
        (
            {"type": "error", "error": {"type": "overloaded_error", "message": "m"}, "request_id": "r"},
            Fault(400, "m", "overloaded_error"),
        ),
        (
            {"error": {"code": 400, "message": "m", "status": "INVALID_ARGUMENT"}},
            Fault(400, "m", "INVALID_ARGUMENT"),
        ),
        ([{"error": {"code": 400, "message": "m"}}], Fault(400, "m")),
        ({"error": "m"}, Fault(400, "m")),
        ({"object": "error", "message": "m", "code": 1}, Fault(400, "m")),
        ({"detail": "m"}, Fault(400, "m")),
    ],
)
def test_errors_of_every_shape_are_read(body: Any, fault: Any) -> None:
    assert read_fault(400, json.dumps(body).encode()) == fault


@given(st.integers(400, 599), st.binary(max_size=40))
def test_whatever_comes_is_a_fault_with_a_message(status: int, body: Any) -> None:
    assert isinstance(read_fault(status, body).message, str)


@pytest.mark.parametrize("protocol", PROTOCOLS)
@given(status=st.integers(400, 599), message=st.text(max_size=20))
def test_every_protocol_says_the_message_and_nothing_is_not_json(
    protocol: str, status: int, message: Any
) -> None:
    fault = Fault(status, message)
    assert json.loads(fault_body(protocol, fault))["error"]["message"] == message
    event = fault_event(protocol, fault)
    assert event.endswith(b"\n\n")
    assert json.loads(event.split(b"data: ", 1)[1])


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, "invalid_request_error"),
        (401, "authentication_error"),
        (429, "rate_limit_error"),
        (529, "overloaded_error"),
        (502, "api_error"),
    ],
)
def test_anthropics_clients_get_anthropics_types(status: int, kind: str) -> None:
    said = json.loads(fault_body(ANTHROPIC, Fault(status, "m", "upstream_error"), "req_1"))
    assert ErrorResponse.model_validate(said, strict=True).error.type == kind
    assert said["request_id"] == "req_1"


def test_a_type_that_the_client_knows_is_kept() -> None:
    overloaded = Fault(503, "m", "overloaded_error")
    assert json.loads(fault_body(ANTHROPIC, overloaded))["error"]["type"] == "overloaded_error"
    assert json.loads(fault_body(OPENAI_CHAT, overloaded))["error"]["type"] == "overloaded_error"
    google = Fault(429, "m", "RESOURCE_EXHAUSTED")
    assert json.loads(fault_body(OPENAI_CHAT, google))["error"]["type"] == "rate_limit_error"


def test_the_events_have_the_names_that_sdks_wait_for() -> None:
    assert fault_event(ANTHROPIC, Fault(500, "m")).startswith(b"event: error\n")
    assert fault_event(OPENAI_RESPONSES, Fault(500, "m")).startswith(b"event: error\n")
    assert fault_event(OPENAI_CHAT, Fault(500, "m")).startswith(b"data: ")
