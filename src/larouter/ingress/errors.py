"""Any error as the body of the protocol that was spoken; the only place that knows how errors look outside."""

import msgspec

from larouter.core.errors import Refused, RouterError
from larouter.wire.sse import event_of


def body_of(error: RouterError) -> bytes:
    """The error as a JSON body in OpenAI's shape.

    Source: `ErrorResponse` of OpenAI's published API description.
    """
    if isinstance(error, Refused) and _is_openai_shape(error.body):
        return error.body
    message = error.caller_detail
    if isinstance(error, Refused) and error.body:
        message = f"{message}: {error.body[:500].decode(errors='replace')}"
    param = None if error.param is None else _sayable(error.param)
    return msgspec.json.encode(
        {"error": {"message": _sayable(message), "type": error.kind, "param": param, "code": error.code}}
    )


def event_for(error: RouterError) -> bytes:
    """The error as the last event of a stream that has begun."""
    return event_of(body_of(error))


def headers_of(error: RouterError) -> list[tuple[bytes, bytes]]:
    """The headers that go with an error, content type included."""
    headers = [(b"content-type", b"application/json")]
    if error.request_id:
        headers += [
            (b"x-larouter-request-id", error.request_id.encode()),
            (b"x-request-id", error.request_id.encode()),
        ]
    if error.retry_after is not None:
        headers.append((b"retry-after", str(max(1, round(error.retry_after))).encode()))
    if error.status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    return headers


def _sayable(text: str) -> str:
    """A text without half characters, which JSON can escape and UTF-8 cannot say."""
    return text.encode(errors="replace").decode()


def _is_openai_shape(body: bytes) -> bool:
    try:
        value = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return False
    return isinstance(value, dict) and isinstance(value.get("error"), dict)
