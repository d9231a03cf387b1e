"""A project's policy: hard constraints first, then preferences."""

from dataclasses import dataclass

from larouter.core.head import Head
from larouter.core.routes import ANYBODY, Alias, Canary, Clients, Rule
from larouter.core.tiers import DEFAULT_THRESHOLDS, Tier
from larouter.core.zones import Sensitivity, Zone

DEFAULT_ZONES = (Zone.PUBLIC, Zone.PRIVATE, Zone.LOCAL)
ALWAYS_LOCAL = (Zone.LOCAL, Zone.LOCAL, Zone.LOCAL)


HOLD_ALL = 1 << 40


@dataclass(frozen=True, slots=True)
class Escalation:
    """When an answer is taken to a higher tier.

    Attributes:
        enabled: Whether at all.
        skip: Free checks that are left out.
        agreement: The model that is asked as well, whose answer must agree; empty for none.
        judge: The model that is asked whether the answer is good; empty for none.
        per_minute: Escalations of the project in a minute; 0 for none.
        per_minute_token: Escalations of one of its tokens in a minute; 0 for none.
    """

    enabled: bool = True
    skip: frozenset[str] = frozenset()
    agreement: str = ""
    judge: str = ""
    per_minute: int = 60
    per_minute_token: int = 20


@dataclass(frozen=True, slots=True)
class Shadow:
    """Requests that the other side answers as well, only to learn which tier was needed.

    Attributes:
        share: Of the requests, 0 to 1.
        judge: The model that says of each answer whether it is good.
    """

    share: float
    judge: str


@dataclass(frozen=True, slots=True)
class Policy:
    """What a project permits and prefers.

    Attributes:
        zones: The widest permitted zone for public, internal and confidential requests, in this order.
        sensitivity: What a request is taken for when nothing in it says more.
        thresholds: Difficulties from which a request is SIMPLE, MODERATE, COMPLEX and FRONTIER.
        min_confidence: Below this confidence the difficulty is not believed.
        abstain: The tier of a request whose difficulty is not believed.
        floor: No request aims lower.
        ceiling: No request aims higher.
        degrade_to: The lowest tier that may stand in for a higher one that cannot be had.
        allow: Patterns (`*` and `?`) of models or deployments that may answer; empty for all.
        deny: Patterns of models or deployments that may not.
        regions: Regions in which a backend must stand; empty for any.
        latency_ceiling_ms: Longest acceptable time to the first token; 0 for any.
        waits: Whether a request that nobody permitted would answer in time waits, rather than being refused.
        affinity: What stays on the deployment that holds its prompt cache: `conversation`, `tools` or `off`.
        dial: From 0 (as cheap as can be) to 1 (as good as can be); `thresholds` have it in them already.
        aliases: Other names for models, groups and tiers; the first that matches counts.
        rules: What happens to certain requests; the first that matches counts.
        pins: For a tier, a pattern of deployments that come first in it, listed there or not.
        canaries: Deployments that get a share of the requests only.
        clients: What callers may say about their own requests.
        words: The project's own, by what they make of a request.
        keep_prompts_days: For how long prompts are kept, encrypted; 0 for not at all.
        redact: Whether findings are replaced by placeholders where the rest may then travel further.
        head: What the project has learned of its own traffic, or None.
        hold: Tokens at the start of a stream that are kept back until they are known to be good; 0 for none.
        hedge: Whether a second deployment is asked as well when the first is unusually late.
        escalation: What makes an answer not good enough.
        shadow: What is asked of the other side as well, or None.
    """

    zones: tuple[Zone, Zone, Zone] = DEFAULT_ZONES
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    thresholds: tuple[float, float, float, float] = DEFAULT_THRESHOLDS
    min_confidence: float = 0.2
    abstain: Tier = Tier.MODERATE
    floor: Tier = Tier.HEARTBEAT
    ceiling: Tier = Tier.FRONTIER
    degrade_to: Tier = Tier.HEARTBEAT
    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    latency_ceiling_ms: int = 0
    waits: bool = True
    affinity: str = "conversation"
    dial: float = 0.5
    aliases: tuple[Alias, ...] = ()
    rules: tuple[Rule, ...] = ()
    pins: tuple[tuple[Tier, str], ...] = ()
    canaries: tuple[Canary, ...] = ()
    clients: Clients = ANYBODY
    words: tuple[tuple[Sensitivity, tuple[str, ...]], ...] = ()
    keep_prompts_days: float = 0.0
    redact: bool = False
    head: Head | None = None
    hold: int = 0
    hedge: bool = False
    escalation: Escalation = Escalation()
    shadow: Shadow | None = None
    version: str = "default"
