"""The context of a trace, in and out: https://www.w3.org/TR/trace-context/.

`tracestate` and `baggage` are neither kept nor passed on: they carry whatever a client put there.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

_TRACEPARENT = re.compile(rb"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?")
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_REQUEST = 26


@dataclass(frozen=True, slots=True)
class Context:
    """Where a request stands in a trace.

    Attributes:
        trace_id: 16 bytes.
        span_id: 8 bytes, of the request.
        parent_id: 8 bytes, of who sent it; empty when it begins the trace.
    """

    trace_id: bytes
    span_id: bytes
    parent_id: bytes = b""


def context_of(request_id: str, headers: Iterable[tuple[bytes, bytes]]) -> Context:
    """The context of a request: that of its `traceparent`, else a trace whose id is that of the request in hex."""
    span_id = span_of(request_id, "request")
    for name, value in headers:
        if name == b"traceparent" and (found := _read(value)) is not None:
            return Context(found[0], span_id, found[1])
    return Context(trace_of(request_id), span_id)


def trace_of(request_id: str) -> bytes:
    """The 128 bits of a request's id."""
    value = 0
    for letter in request_id[-_REQUEST:]:
        value = value << 5 | _ALPHABET.index(letter)
    return (value & (1 << 128) - 1).to_bytes(16, "big")


def span_of(request_id: str, part: str) -> bytes:
    """The id of a part of a request; always the same, so that nothing has to be kept between its parts."""
    return hashlib.sha256(f"{request_id} {part}".encode()).digest()[:8]


def traceparent(trace_id: bytes, span_id: bytes) -> str:
    """The header that hands a context on."""
    return f"00-{trace_id.hex()}-{span_id.hex()}-01"


def _read(value: bytes) -> tuple[bytes, bytes] | None:
    found = _TRACEPARENT.fullmatch(value.strip()[:512])
    if found is None or found[1] == b"ff" or (found[1] == b"00" and found[5]):
        return None
    trace_id, span_id = bytes.fromhex(found[2].decode()), bytes.fromhex(found[3].decode())
    return (trace_id, span_id) if any(trace_id) and any(span_id) else None
