"""What moves: load, latency and health of a deployment at one moment."""

from larouter.core.frozen import frozen

CLOSED = "closed"
OPEN = "open"
PROBING = "probing"


@frozen
class Live:
    """A reading of one deployment.

    Attributes:
        up: Whether its backend was there when it was last looked at.
        breaker: `closed` (requests flow), `open` (left alone for a while) or `probing` (one request tries it).
        in_flight: Requests of this router that it is answering now.
        capacity: Requests that it can answer at once; 0 when nobody has told.
        ttft_ms: Time to its first token as observed lately, in ms; 0 before the first answer.
        wait_ms: How long a request would wait for it now, in ms.
        drained: Whether the operator keeps new requests from it.
    """

    up: bool = True
    breaker: str = CLOSED
    in_flight: int = 0
    capacity: int = 0
    ttft_ms: int = 0
    wait_ms: int = 0
    drained: bool = False


IDLE = Live()
