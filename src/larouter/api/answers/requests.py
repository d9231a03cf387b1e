"""Requests: lines of the list, the story of one, decisions, and what deciding again found."""

from typing import Any

from pydantic import with_config
from typing_extensions import TypedDict

from larouter.api.answers.words import EXACT, AttemptStatus, SensitivityName, TierName, ZoneName


@with_config(EXACT)
class RequestLine(TypedDict):
    """A request in a list, and in the live feed."""

    id: str
    at_ms: int
    project_id: str
    asked_model: str
    target: TierName
    tier: TierName | None
    sensitivity: SensitivityName
    zone: ZoneName | None
    model: str | None
    answered_by: str | None
    status: int | None
    error: str | None
    degraded: bool
    cost_usd: float
    ttft_ms: int | None
    latency_ms: int | None


@with_config(EXACT)
class RequestLines(TypedDict):
    """A page of requests, newest first; `next` leads to the page after, null at the end."""

    requests: list[RequestLine]
    next: str | None


@with_config(EXACT)
class Finding(TypedDict):
    """How often a rule of sensitivity found something."""

    rule: str
    count: int


@with_config(EXACT)
class PlanStep(TypedDict):
    """Who would be asked, in its order."""

    deployment: str
    tier: TierName
    worst_case_usd: float
    reason: str


@with_config(EXACT)
class Dropped(TypedDict):
    """Who was ruled out, and why."""

    deployment: str
    rule: str
    reason: str


@with_config(EXACT)
class DecisionTold(TypedDict):
    """A whole decision; difficulty is null when nobody was sure of it."""

    tier: TierName
    answered_by: str | None
    degraded: bool
    difficulty: float | None
    confidence: float
    sensitivity: SensitivityName
    findings: list[Finding]
    reach: ZoneName
    input_tokens: int
    needs: list[str]
    plan: list[PlanStep]
    reasons: list[str]
    dropped: list[Dropped]
    policy_version: str
    fleet_version: str


@with_config(EXACT)
class AttemptTold(TypedDict):
    """One call to one deployment."""

    number: int
    deployment: str
    model: str
    zone: ZoneName
    tier: TierName
    status: AttemptStatus
    error: str | None
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    reasoning_tokens: int
    estimated: bool
    cost_usd: float
    cost_known: bool
    started_ms: int
    ttft_ms: int | None
    latency_ms: int
    queued_ms: int


@with_config(EXACT)
class PassedOver(TypedDict):
    """Who was not called although its turn came, and why; no attempt, and counted nowhere."""

    deployment: str
    tier: TierName
    error: str
    param: str | None
    reason: str


@with_config(EXACT)
class OutcomeTold(TypedDict):
    """How a request ended."""

    status: int
    error: str | None
    answered_by: str | None
    tier: TierName | None
    degraded: bool
    latency_ms: int
    ttft_ms: int | None


@with_config(EXACT)
class RequestStory(TypedDict):
    """Everything about one request; its outcome is null while it runs."""

    id: str
    at_ms: int
    project_id: str
    token_id: str
    protocol: str
    stream: bool
    asked_model: str
    tags: dict[str, str]
    decision: DecisionTold
    passed_over: list[PassedOver]
    attempts: list[AttemptTold]
    cloud_egress: bool
    cost_usd: float
    rejected_cost_usd: float
    outcome: OutcomeTold | None


@with_config(EXACT)
class DecisionCounts(TypedDict):
    """Counts over the latest decisions; difficulty in 40 steps from 0 to 1."""

    decisions: int
    difficulty: list[int]
    unsure: int
    refused: int
    tiers: dict[str, int]
    sensitivities: dict[str, int]
    findings: dict[str, int]
    dropped_by: dict[str, int]


# `from` is a word of Python, so it is written in a call.
_From = TypedDict("_From", {"from": str})


@with_config(EXACT)
class ReplayMove(_From):
    """How many would be tried elsewhere first."""

    to: str
    count: int


@with_config(EXACT)
class ReplayFindings(TypedDict):
    """What deciding again found."""

    decisions: int
    identical: int
    moved: int
    wider: int
    narrower: int
    worst_case_change_usd: float
    moves: list[ReplayMove]
    examples: list[str]
    unreadable: int
    summary: str


@with_config(EXACT)
class PolicyChecked(TypedDict):
    """Whether a policy can be used."""

    version: str
    warnings: list[str]


@with_config(EXACT)
class PolicyChange(TypedDict):
    """A field of a policy that would change."""

    field: str
    before: Any
    after: Any


@with_config(EXACT)
class PolicyDifference(TypedDict):
    """What a policy changes, and what would have moved under it."""

    version: str
    in_force: str
    changes: list[PolicyChange]
    warnings: list[str]
    replay: ReplayFindings | None


@with_config(EXACT)
class ExampleResult(TypedDict):
    """What came of one example."""

    name: str
    passed: bool
    faults: list[str]
    decision: DecisionTold


@with_config(EXACT)
class PolicyTested(TypedDict):
    """What came of a policy's examples."""

    version: str
    examples: list[ExampleResult]
    failed: int
    warnings: list[str]
    replay: ReplayFindings | None
