"""What is written down about a request: its opening, its attempts and its end.

Rows are only ever added. A request whose end is missing was cut off by a crash.
"""

from typing import Literal

from larouter.core.frozen import frozen
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.core.usage import NOTHING, Usage
from larouter.core.zones import Sensitivity, Zone

_NO_COST = MicroUSD(0)
JUDGING = -1
AttemptStatus = Literal["ok", "failed", "cancelled", "unknown", "rejected", "advice", "correction"]


@frozen
class Opening:
    """The row that is written before a byte leaves.

    Attributes:
        request_id: `req_…`.
        at_ms: When it came, in ms since 1970.
        project_id: Whose it is.
        token_id: The token that was shown.
        protocol: The wire protocol it was spoken in.
        stream: Whether a stream was asked for.
        asked_model: The model as the client wrote it.
        target: The tier that was aimed at.
        sensitivity: What its bytes are.
        reach: The widest zone they may reach.
        record: The encoded `Record`: the decision and all that a replay needs.
        policy_version: Content hash of the policy.
        fleet_version: Content hash of the deployments.
        tags: What the caller attached for breakdowns, as key and value.
    """

    request_id: str
    at_ms: int
    project_id: str
    token_id: str
    protocol: str
    stream: bool
    asked_model: str
    target: Tier
    sensitivity: Sensitivity
    reach: Zone
    record: bytes
    policy_version: str
    fleet_version: str
    tags: tuple[tuple[str, str], ...] = ()


@frozen
class Attempt:
    """One call to one deployment, after it ended.

    Attributes:
        number: 0 for the first attempt of the request; JUDGING for a call that asked how hard it is.
        deployment: Who was called.
        backend: The backend of the deployment.
        model: The model that the answer names, else the one that was asked.
        zone: Where the bytes went.
        tier: The tier it answered as.
        status: How it ended; `unknown` when a crash hides it, `rejected` when its answer failed a check and was
            replaced, `advice` when it was asked for the router's own sake; `correction` for a row that only adds to
            what another one cost, or takes from it.
        error: The code of the error, the check that failed, or what the advice was for; else empty.
        usage: Tokens.
        cost: What is charged for it.
        cost_known: False when nobody has told what the model costs; never a silent zero.
        price: The version of the price, such as `claude-opus-5-5#1a2b3c4d`; empty where none was looked up.
        started_ms: When it began, in ms since 1970.
        ttft_ms: Time to its first token in ms, or None when there was none.
        latency_ms: Time to its end in ms.
        queued_ms: Time that the request waited for its turn before it began, in ms.
    """

    number: int
    deployment: str
    backend: str
    model: str
    zone: Zone
    tier: Tier
    status: AttemptStatus
    error: str = ""
    usage: Usage = NOTHING
    cost: MicroUSD = _NO_COST
    cost_known: bool = True
    started_ms: int = 0
    ttft_ms: int | None = None
    latency_ms: int = 0
    price: str = ""
    queued_ms: int = 0

    def priced(self, cost: MicroUSD, price: str, *, known: bool) -> "Attempt":
        """The same at a price; every request does this, and `replace` takes four times as long."""
        return Attempt(
            self.number, self.deployment, self.backend, self.model, self.zone, self.tier, self.status, self.error,
            self.usage, cost, known, self.started_ms, self.ttft_ms, self.latency_ms, price, self.queued_ms,
        )  # fmt: skip


@frozen
class Passed:
    """A deployment of the plan whose turn came and that was not called; no attempt, so it costs and counts nothing.

    Attributes:
        deployment: Who would have been called.
        tier: The tier it would have answered as.
        error: The code of the reason: `unsupported_parameter` when it cannot be told something of the request,
            `insufficient_quota` when a hard budget has no room for its worst case.
        param: Where in the request that stands which it cannot be told, such as `logprobs`; else empty. No more of
            the place than its first two names, for those further in may be of the client's making.
    """

    deployment: str
    tier: Tier
    error: str
    param: str = ""


@frozen
class Outcome:
    """The row that closes a request.

    Attributes:
        status: The HTTP status that the client got; 499 when it went away first.
        error: The code of the error that the client got, or empty.
        answered_by: The deployment whose answer it got, or empty.
        tier: The tier that answered, or None.
        degraded: Whether a lower tier stood in for the target.
        latency_ms: From the request's first byte to the answer's last.
        ttft_ms: From the request's first byte to the answer's first, or None.
        spilled: Whether it went to a wider zone because who is nearer had too much to do; not kept in the row.
    """

    status: int
    error: str = ""
    answered_by: str = ""
    tier: Tier | None = None
    degraded: bool = False
    latency_ms: int = 0
    ttft_ms: int | None = None
    spilled: bool = False
