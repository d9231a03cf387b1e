"""The hard constraints: each rule returns the sentence that explains why a candidate lost, or nothing.

The sentence is the audit log; there is no second place where the explanation is written.
"""

from collections.abc import Callable
from fnmatch import fnmatchcase

from larouter.core.chat import EMBEDDINGS
from larouter.core.deployment import Deployment
from larouter.core.features import Cap, Features
from larouter.core.live import OPEN, Live
from larouter.core.money import MicroUSD
from larouter.core.policy import Policy
from larouter.core.tiers import Tier
from larouter.core.zones import Zone
from larouter.decide.course import Course, matches
from larouter.decide.worst import counted

_ONLY_VECTORS = frozenset({EMBEDDINGS})


class Candidate:
    """A deployment with what a decision works out about it."""

    __slots__ = (
        "course",
        "deployment",
        "live",
        "max_output",
        "peer",
        "policy",
        "reach",
        "request",
        "tier",
        "worst_case",
    )

    def __init__(
        self, deployment: Deployment, live: Live, course: Course, policy: Policy, reach: Zone
    ) -> None:
        request = course.asked
        self.course = course
        self.peer = course.place(deployment) if course.chain else None
        self.deployment = deployment
        self.live = live
        self.request = request
        self.policy = policy
        self.reach = reach
        self.tier = Tier.HEARTBEAT
        self.max_output = 0
        self.worst_case = MicroUSD(0)


def names(deployment: Deployment) -> tuple[str, ...]:
    """What a client may call it: by the model, as the backend does, or with the backend's name before either."""
    model, upstream = deployment.model, deployment.upstream_id
    return (model, deployment.name, upstream, f"{deployment.backend}/{upstream}")


Filter = Callable[[Candidate], str | None]


def named(it: Candidate) -> str | None:
    """Another model was asked for by name."""
    asked = it.request.model
    if not asked or asked in names(it.deployment):
        return None
    return f"{asked} was asked for by name"


def grouped(it: Candidate) -> str | None:
    """A rule sends the request to others."""
    if not it.course.chain or it.peer is not None:
        return None
    return it.course.why


def on_trial(it: Candidate) -> str | None:
    """It gets a share of the requests only, and this is not one of them."""
    canaries = it.policy.canaries
    if not canaries or it.request.model:
        return None
    share = share_of(it)
    if share is None or it.request.dice < share:
        return None
    return f"it is on trial for {share / 100:g} % of the requests, and this is not one of them"


def share_of(it: Candidate) -> int | None:
    """In ten-thousandths, how many of the requests a deployment on trial gets; None when it is not on trial."""
    return next((canary.share for canary in it.policy.canaries if matches(it.deployment, canary.match)), None)


def zone(it: Candidate) -> str | None:
    """The bytes may not travel that far."""
    if it.deployment.zone <= it.reach:
        return None
    return (
        f"{it.deployment.zone.name.lower()} is beyond {it.reach.name.lower()}, as far as this request may go"
    )


def region(it: Candidate) -> str | None:
    """The backend stands in another region."""
    regions = it.policy.regions
    if not regions or it.deployment.region in regions:
        return None
    return f"its region is {it.deployment.region or 'not stated'}; the policy permits {', '.join(regions)}"


def allowed(it: Candidate) -> str | None:
    """The policy names it as denied, or does not name it as allowed."""
    names = (it.deployment.model, it.deployment.name, it.deployment.backend)
    for pattern in it.policy.deny:
        if any([fnmatchcase(name, pattern) for name in names]):
            return f"the policy denies {pattern}"
    allow = it.policy.allow
    if allow and not any([fnmatchcase(name, pattern) for pattern in allow for name in names]):
        return f"the policy allows only {', '.join(allow)}"
    return None


def capable(it: Candidate) -> str | None:
    """It cannot do something that the request needs."""
    if it.deployment.capabilities == _ONLY_VECTORS and EMBEDDINGS not in it.request.needs:
        return "it makes vectors of texts, and no answers"
    missing = it.request.needs - it.deployment.capabilities
    if not missing:
        return None
    return f"it cannot do {', '.join(sorted(missing))}"


def fits(it: Candidate) -> str | None:
    """The prompt, with room for an answer, is longer than its context window."""
    window = it.deployment.window
    if not window or EMBEDDINGS in it.request.needs:  # where every input has the whole window to itself
        return None
    room = room_in(window, it.request)
    if it.request.counted and (exact := counted(it.request, it.deployment.name)):
        if exact + room <= window:
            return None
        return f"it counts {exact:,} tokens, and with room for an answer {exact + room:,}; its window is {window:,}"
    if it.deployment.cuts:
        surely = it.request.worst_input_tokens + room
        if surely <= window:
            return None
        return f"it may need {surely:,} tokens with room for an answer; its window is {window:,}, and its server cuts"
    needed = it.request.input_tokens * it.live.tokens // 100 + room
    if needed <= window:
        return None
    return f"it needs about {needed:,} tokens with room for an answer; its window is {window:,}"


def room_in(window: int, features: Features) -> int:
    """Tokens of a window that are kept free for an answer."""
    return min(features.max_tokens or 256, window // 4)


def alive(it: Candidate) -> str | None:
    """The model has been retired by its provider."""
    retires = it.deployment.retires_on
    if not retires or it.request.today < retires:
        return None
    instead = f"; {it.deployment.replacement} takes its place" if it.deployment.replacement else ""
    return f"its provider has retired it{instead}"


def priced(it: Candidate) -> str | None:
    """Nobody knows what it costs, and a hard cap applies."""
    if it.deployment.rates.known or not (it.request.remaining is not None or _hard(it)):
        return None
    return "its price is not known, and a budget with a hard cap applies; set its price in the configuration"


def affordable(it: Candidate) -> str | None:
    """Its worst case does not fit in what a hard cap leaves."""
    remaining = it.request.remaining
    if it.request.caps:
        remaining = min(
            [cap.left for cap in _hard(it) if cap.left is not None] + _said(remaining), default=None
        )
    if remaining is None or it.worst_case <= remaining:
        return None
    return f"it could cost ${it.worst_case / 1e6:.6f}; the budget has ${max(0, remaining) / 1e6:.6f} left"


def _hard(it: Candidate) -> list[Cap]:
    """The hard caps for some tiers or models that cover it."""
    deployment = it.deployment
    names = (deployment.model, deployment.name, deployment.backend)
    return [
        cap
        for cap in it.request.caps
        if cap.left is not None
        and (not cap.tiers or it.tier in cap.tiers)
        and (not cap.models or any([fnmatchcase(name, wanted) for wanted in cap.models for name in names]))
    ]


def _said(remaining: int | None) -> list[int]:
    return [] if remaining is None else [remaining]


def healthy(it: Candidate) -> str | None:
    """Its backend is not there, is drained, or has failed lately and is left alone for a while."""
    if not it.live.up:
        return "its backend is not there"
    if it.live.drained:
        return "the operator keeps new requests from its backend (drained)"
    if it.live.breaker == OPEN:
        return "it has failed lately and is left alone for a while (circuit open)"
    return None


def roomy(it: Candidate) -> str | None:
    """As many requests wait for it as may."""
    if not it.live.full:
        return None
    return f"its queue is full: {it.live.queued} requests wait for {it.live.capacity} slots"


def ceiling_of(it: Candidate) -> int:
    """Longest acceptable time to the first token, in ms; 0 for any, as for a batch, which can wait."""
    if it.request.batch:
        return 0
    return it.request.latency_ceiling_ms or it.policy.latency_ceiling_ms


def quick(it: Candidate) -> str | None:
    """Its first token would come too late."""
    ceiling = ceiling_of(it)
    expected = it.live.ttft_ms + it.live.wait_ms
    if not ceiling or expected <= ceiling:
        return None
    queue = f", {it.live.wait_ms:,} ms of them in its queue" if it.live.wait_ms else ""
    return f"its first token is expected after {expected:,} ms{queue}; the ceiling is {ceiling:,} ms"


FILTERS: tuple[tuple[str, Filter], ...] = (
    ("model", named),
    ("zone", zone),
    ("rule", grouped),
    ("region", region),
    ("allowed", allowed),
    ("canary", on_trial),
    ("capability", capable),
    ("window", fits),
    ("lifecycle", alive),
    ("price", priced),
    ("budget", affordable),
    ("health", healthy),
    ("load", roomy),
    ("latency", quick),
)
