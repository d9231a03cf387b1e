"""Errors in the shape of each protocol: a provider's error read, and any error written for the client.

Sources: OpenAI's `ErrorResponse`; `ErrorResponse` of the `anthropic` package and
platform.claude.com/docs/en/api/errors; google.rpc.Status, mapped to HTTP as
cloud.google.com/apis/design/errors says.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_RESPONSES
from larouter.wire.sse import event_of

Json = dict[str, object]
_ANTHROPIC = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    504: "timeout_error",
    529: "overloaded_error",
}
_OPENAI = {
    401: "authentication_error",
    402: "insufficient_quota",
    403: "permission_error",
    429: "rate_limit_error",
}
_GOOGLE = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    402: "RESOURCE_EXHAUSTED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    409: "ABORTED",
    413: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    499: "CANCELLED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
# Without the one that says no more than 400, where the status may say more.
_KNOWN_ANTHROPIC = frozenset({*_ANTHROPIC.values(), "api_error"}) - {"invalid_request_error"}
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Fault:
    """An error, in no protocol in particular.

    Attributes:
        status: HTTP.
        message: For people.
        type: The kind of error in the words of whoever raised it; empty when it did not say.
        code: For machines; empty when there is none.
        param: The parameter at fault; empty when there is none.
    """

    status: int
    message: str
    type: str = ""
    code: str = ""
    param: str = ""


def read_fault(status: int, body: bytes) -> Fault:
    """A provider's error, of whatever protocol; what is no JSON becomes the message."""
    try:
        value = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return Fault(status, body[:500].decode(errors="replace").strip() or f"status {status}")
    inner = value[0] if isinstance(value, list) and value else value
    error = inner.get("error", inner) if isinstance(inner, Mapping) else inner
    if not isinstance(error, Mapping):
        return Fault(status, str(error)[:500])
    return Fault(
        status,
        _word(error, "message") or _word(error, "detail") or body[:500].decode(errors="replace"),
        _word(error, "type") or _word(error, "status"),
        _word(error, "code"),
        _word(error, "param"),
    )


def _word(error: Mapping[str, object], name: str) -> str:
    value = error.get(name)
    return value if isinstance(value, str) else ""


def fault_body(protocol: str, fault: Fault, request_id: str = "") -> bytes:
    """The error as the JSON body of a protocol."""
    return _encode(_shape(protocol, fault, request_id))


def fault_event(protocol: str, fault: Fault, request_id: str = "") -> bytes:
    """The error as the last event of a stream that has begun."""
    if protocol == OPENAI_RESPONSES:
        said = {
            "type": "error",
            "code": fault.code or None,
            "message": fault.message,
            "param": fault.param or None,
        }
        return event_of(_encode(said), b"error")
    name = b"error" if protocol == ANTHROPIC else b""
    return event_of(fault_body(protocol, fault, request_id), name)


def _shape(protocol: str, fault: Fault, request_id: str) -> Json:
    if protocol == ANTHROPIC:
        by_status = _ANTHROPIC.get(
            fault.status, "api_error" if fault.status >= 500 else "invalid_request_error"
        )
        # OpenAI calls every fault of a request by this one name; Anthropic tells them apart by their status.
        is_told = fault.type in _KNOWN_ANTHROPIC and fault.type != "invalid_request_error"
        kind = fault.type if is_told else by_status
        said: Json = {"type": "error", "error": {"type": kind, "message": fault.message}}
        return said | ({"request_id": request_id} if request_id else {})
    if protocol == GEMINI:
        status = _GOOGLE.get(fault.status, "INTERNAL" if fault.status >= 500 else "INVALID_ARGUMENT")
        return {"error": {"code": fault.status, "message": fault.message, "status": status}}
    by_status = _OPENAI.get(fault.status, "api_error" if fault.status >= 500 else "invalid_request_error")
    kind = by_status if fault.type.isupper() or not fault.type else fault.type
    return {
        "error": {
            "message": fault.message,
            "type": kind,
            "param": fault.param or None,
            "code": fault.code or None,
        }
    }
