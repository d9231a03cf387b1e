"""The decision: an ordered plan, and the argument for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from larouter.core.features import Features
from larouter.core.frozen import frozen
from larouter.core.live import Live
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.core.zones import Zone


@dataclass(frozen=True, slots=True)
class Dropped:
    """A candidate that lost.

    Attributes:
        deployment: Its name.
        rule: The filter that dropped it, such as `zone` or `budget`.
        reason: Why, as a sentence; the only place where the explanation is written.
    """

    deployment: str
    rule: str
    reason: str


@frozen
class Step:
    """A candidate that may answer, in the order of the plan.

    Attributes:
        deployment: Its name.
        tier: The tier it answers as.
        worst_case: What it costs at most, in micro-USD.
        max_output: The tokens of answer that `worst_case` covers.
        reason: Why it stands where it stands.
    """

    deployment: str
    tier: Tier
    worst_case: MicroUSD
    max_output: int
    reason: str


@frozen
class Decision:
    """An ordered plan and the argument for it.

    Attributes:
        target: The tier that the answer needs.
        why_target: How the target was found, as a sentence.
        reach: The widest zone that the bytes of the request may reach.
        why_reach: Why no wider, as a sentence.
        plan: Who to try, best first; empty means refuse.
        dropped: Everybody else, each with its reason; nobody is in both.
        policy_version: Content hash of the policy.
        fleet_version: Content hash of the deployments.
        spilled: Whether it begins in a wider zone because who is nearer has too much to do.
        resorts: Those of the dropped whom nothing but an open circuit keeps out, best first; they are asked when
            everybody of the plan has failed, since one of them may be back.
    """

    target: Tier
    why_target: str
    reach: Zone
    why_reach: str
    plan: tuple[Step, ...]
    dropped: tuple[Dropped, ...]
    policy_version: str
    fleet_version: str
    spilled: bool = False
    resorts: tuple[Step, ...] = ()


@frozen
class Record:
    """A decision with all that a replay needs beside the stored policy and fleet.

    Attributes:
        features: What was known of the request.
        live: What moved, per candidate, at that moment.
        decision: What came of it.
    """

    features: Features
    live: Mapping[str, Live]
    decision: Decision
