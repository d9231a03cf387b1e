"""Back into the protocol that was spoken: the head of the answer, its bytes, and a truthful end."""

from collections.abc import AsyncGenerator
from functools import lru_cache

from larouter.core.errors import RouterError
from larouter.core.frozen import frozen
from larouter.ingress.errors import event_for, named

EVENTS = "text/event-stream"


@frozen
class Reply:
    """An answer for the client: its head, and its bytes as they come.

    Attributes:
        status: The HTTP status.
        headers: Names in lower case.
        body: The bytes of an answer that comes in one piece; else as they come, to be closed when the client goes
            away, so that the backend is told.
    """

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes | AsyncGenerator[bytes, None]


@frozen
class Label:
    """What every answer carries in its headers about how it came about.

    Attributes:
        request_id: `req_…`.
        protocol: That was spoken.
        tier: As which it was answered.
        model: The deployment.
        zone: Where it stands.
        reason: Why it stands first of those that were left.
        dropped: Parameters that it does not take.
        degraded: Whether a lower tier stands in.
        rejected: Answers that failed a check and were replaced, each with the check in brackets.
        rejected_cost: What they cost, in micro-USD.
        flaw: The check that this answer failed, where nobody better could be asked.
    """

    request_id: str
    protocol: str
    tier: str
    model: str
    zone: str
    reason: str
    dropped: tuple[str, ...]
    degraded: bool
    rejected: tuple[str, ...] = ()
    rejected_cost: int = 0
    flaw: str = ""


def head_of(label: Label, content_type: str, length: int | None) -> list[tuple[bytes, bytes]]:
    """The headers of an answer.

    Args:
        label: How it came about.
        content_type: As the backend said.
        length: In bytes, or None for a stream.
    """
    headers = [
        *named(label.request_id, label.protocol),
        *_told(content_type, label.tier, label.model, label.zone, label.reason),
    ]
    if label.degraded:
        headers.append((b"x-larouter-degraded", b"true"))
    if label.rejected:
        cost = f"{label.rejected_cost / 1e6:.6f}".encode()
        headers += [
            (b"x-larouter-escalated", _plain(", ".join(label.rejected))),
            (b"x-larouter-rejected-cost-usd", cost),
        ]
    if label.flaw:
        headers.append((b"x-larouter-flaw", label.flaw.encode()))
    if label.dropped:
        headers.append((b"x-larouter-dropped", _plain(", ".join(label.dropped))))
    if length is not None:
        headers.append((b"content-length", str(length).encode()))
    return headers


@lru_cache(maxsize=256)
def _told(
    content_type: str, tier: str, model: str, zone: str, reason: str
) -> tuple[tuple[bytes, bytes], ...]:
    """The headers that most answers of a model share."""
    headers = (
        (b"content-type", content_type.encode("latin-1")),
        (b"x-larouter-tier", tier.encode()),
        (b"x-larouter-model", _plain(model)),
        (b"x-larouter-zone", zone.encode()),
        (b"x-larouter-reason", _plain(reason)),
    )
    if content_type.startswith(EVENTS):
        return (*headers, (b"cache-control", b"no-cache"), (b"x-accel-buffering", b"no"))
    return headers


def _plain(text: str) -> bytes:
    return text[:300].encode("ascii", "replace").replace(b"\n", b" ").replace(b"\r", b" ")


def last_event(error: RouterError, protocol: str) -> bytes:
    """How a stream that broke off ends: an explicit error, so that nobody takes it for complete."""
    return event_for(error, protocol)
