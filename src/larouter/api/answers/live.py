"""Events of the live feed; what they hold, by the name of the event."""

from pydantic import with_config
from typing_extensions import TypedDict

from larouter.api.answers.requests import RequestLine
from larouter.api.answers.words import EXACT


@with_config(EXACT)
class ByZone(TypedDict):
    """Requests by the widest zone that they reached."""

    local: int
    private: int
    public: int


@with_config(EXACT)
class ByTier(TypedDict):
    """Requests by the tier that answered."""

    HEARTBEAT: int
    SIMPLE: int
    MODERATE: int
    COMPLEX: int
    FRONTIER: int


@with_config(EXACT)
class Percentiles(TypedDict):
    """The middle and the 95th percentile, in ms."""

    p50: int
    p95: int


@with_config(EXACT)
class LiveMinute(TypedDict):
    """Sums over a minute that began at `at_ms`."""

    at_ms: int
    requests: int
    errors: int
    tokens: int
    cost_usd: float
    zones: ByZone
    tiers: ByTier


@with_config(EXACT)
class LiveTotals(LiveMinute):
    """Sums since the process began, at `at_ms`, and percentiles of what ended last."""

    now_ms: int
    overhead_ms: Percentiles | None
    ttft_ms: Percentiles | None


@with_config(EXACT)
class LiveHello(TypedDict):
    """The last hour by minutes, oldest first; quiet minutes are left out."""

    minutes: list[LiveMinute]


@with_config(EXACT)
class LiveLost(TypedDict):
    """How many requests went by too fast to be told."""

    count: int


@with_config(EXACT)
class LiveOver(TypedDict):
    """That the session has ended."""


@with_config(EXACT)
class LiveEvents(TypedDict):
    """The data of each event, by its name."""

    hello: LiveHello
    requests: list[RequestLine]
    lost: LiveLost
    totals: LiveTotals
    backends: dict[str, bool]
    over: LiveOver
