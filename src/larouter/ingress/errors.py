"""Any error as the body of the protocol that was spoken; the only place that knows how errors look outside."""

import msgspec

from larouter.core.chat import ANTHROPIC, OPENAI_CHAT
from larouter.core.errors import Refused, RouterError, TooManyRequests, WrongMethod
from larouter.wire.faults import Fault, fault_body, fault_event, read_fault


def body_of(error: RouterError, protocol: str = OPENAI_CHAT) -> bytes:
    """The error as a JSON body in the shape of a protocol; what a backend refused stays in its own words."""
    if isinstance(error, Refused) and error.protocol == protocol and _is_whole(error.body):
        return error.body
    return fault_body(protocol, _fault(error), error.request_id or "")


def event_for(error: RouterError, protocol: str) -> bytes:
    """The error as the last event of a stream that has begun."""
    return fault_event(protocol, _fault(error), error.request_id or "")


def _fault(error: RouterError) -> Fault:
    if isinstance(error, Refused) and error.body:
        return read_fault(error.status, error.body)
    said, param = _sayable(error.caller_detail), _sayable(error.param or "")
    return Fault(error.status, said, error.kind, error.code, param)


def named(request_id: str, protocol: str) -> list[tuple[bytes, bytes]]:
    """The headers that name a request: ours, and the one that the SDKs of a protocol read it from."""
    ident = request_id.encode()
    headers = [(b"x-larouter-request-id", ident), (b"x-request-id", ident)]
    return [*headers, (b"request-id", ident)] if protocol == ANTHROPIC else headers


def headers_of(error: RouterError, protocol: str = OPENAI_CHAT) -> list[tuple[bytes, bytes]]:
    """The headers that go with an error, content type included."""
    headers = [(b"content-type", b"application/json")]
    if error.request_id:
        headers += named(error.request_id, protocol)
    if error.retry_after is not None:
        headers.append((b"retry-after", str(max(1, round(error.retry_after))).encode()))
    if isinstance(error, TooManyRequests):
        headers += error.headers
    if isinstance(error, WrongMethod):
        headers.append((b"allow", ", ".join(error.allowed).encode()))
    if error.status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    return headers


def _sayable(text: str) -> str:
    """A text without half characters, which JSON can escape and UTF-8 cannot say."""
    return text.encode(errors="replace").decode()


def _is_whole(body: bytes) -> bool:
    try:
        value = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return False
    return isinstance(value, dict) and isinstance(value.get("error"), dict)
