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
        wait_ms: How long a request would wait for its turn now, in ms, as predicted for the project that asks.
        drained: Whether the operator keeps new requests from it.
        queued: Requests of this router that wait for its backend.
        others: Requests of other clients that its backend has, as far as it tells.
        full: Whether as many wait as may.
        peak_ms: The slowest first token of late, in ms; it fades within seconds.
        failing: Share of its last attempts that failed, in per cent.
        tokens: What its prompts really count, in per cent of what was estimated from their bytes.
        share: Of a full share of the load, how many per cent it is given; less than 100 after it has come.
    """

    up: bool = True
    breaker: str = CLOSED
    in_flight: int = 0
    capacity: int = 0
    ttft_ms: int = 0
    wait_ms: int = 0
    drained: bool = False
    queued: int = 0
    others: int = 0
    full: bool = False
    peak_ms: int = 0
    failing: int = 0
    share: int = 100
    tokens: int = 100


IDLE = Live()
