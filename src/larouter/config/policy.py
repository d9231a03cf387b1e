"""A policy as people write it, in TOML or JSON, and as the value that decisions use."""

import dataclasses
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from larouter.config import policy_routes as routes
from larouter.config.inspection import Level, Word
from larouter.config.policy_routes import (
    CanaryText,
    ClientsText,
    Pattern,
    PeerText,
    RuleText,
    Share,
    tier_name,
)
from larouter.core.head import Head
from larouter.core.ids import content_hash
from larouter.core.policy import HOLD_ALL, Escalation, Policy, Shadow
from larouter.core.project import Rate
from larouter.core.tiers import Tier
from larouter.core.zones import Sensitivity, Zone

ZoneName = Literal["local", "private", "public"]
CheckName = Literal["empty", "truncated", "tools", "format", "unable", "loop", "language", "unsure"]
Hold = Annotated[str, Field(pattern=r"^(none|all|first:[1-9][0-9]{0,5})$")]
MOST_PATTERNS = 100
MOST_RULES = 100
MOST_MARKS = 200


class ZonesText(BaseModel):
    """The widest zone for each sensitivity."""

    model_config = ConfigDict(extra="forbid")

    public: ZoneName = "public"
    internal: ZoneName = "private"
    confidential: ZoneName = "local"

    @model_validator(mode="after")
    def _never_wider(self) -> "ZonesText":
        zones = [Zone[name.upper()] for name in (self.public, self.internal, self.confidential)]
        if not zones[0] >= zones[1] >= zones[2]:
            raise ValueError("a more sensitive request may not travel further than a less sensitive one")
        return self


class RateText(BaseModel):
    """How fast a project or a token may call; 0 for no limit."""

    model_config = ConfigDict(extra="forbid")

    requests_per_minute: int = Field(0, ge=0, le=10_000_000, description="Requests a minute.")
    tokens_per_minute: int = Field(
        0, ge=0, le=1_000_000_000_000, description="Tokens a minute, in and out together."
    )
    concurrency: int = Field(0, ge=0, le=1_000_000, description="Requests at once.")


class HeadText(BaseModel):
    """What a project has learned of its own traffic; written by `larouter train --project`."""

    model_config = ConfigDict(extra="forbid")

    scale: float = Field(
        1.0, ge=0.05, le=10, description="What the log-odds of the shipped stage are multiplied by."
    )
    shift: float = Field(0.0, ge=-10, le=10, description="By how much requests are harder here, in log-odds.")
    weights: dict[Annotated[str, Field(max_length=120)], Annotated[float, Field(ge=-10, le=10)]] = Field(
        default_factory=dict, max_length=MOST_MARKS, description="The same for each mark of a request."
    )


class EscalationText(BaseModel):
    """When an answer that is not good enough is taken to a higher tier."""

    model_config = ConfigDict(extra="forbid")

    enabled: bool = Field(True, description="Whether answers are checked, and replaced when they fail.")
    skip: tuple[CheckName, ...] = Field((), description="Checks that are left out.")
    agreement: str = Field(
        "", max_length=256, description="A second model that is asked as well and must agree; empty for none."
    )
    judge: str = Field("", max_length=256, description="A model that judges the answer; empty for none.")
    per_minute: int = Field(60, ge=0, le=100_000, description="Replacements a minute in this project.")
    per_minute_token: int = Field(20, ge=0, le=100_000, description="Replacements a minute for one token.")


class ShadowText(BaseModel):
    """Requests that the other side answers as well, so that the project learns which tier was needed."""

    model_config = ConfigDict(extra="forbid")

    share: Share = Field(
        description="Of the requests, from 0 to 1; each costs a second answer and two verdicts."
    )
    judge: str = Field(
        min_length=1, max_length=256, description="The model that says of each answer whether it is good."
    )


class PolicyText(BaseModel):
    """A policy as people write it."""

    model_config = ConfigDict(extra="forbid")

    zones: ZonesText = Field(ZonesText(), description="The widest zone for each sensitivity.")
    always_local: bool = Field(False, description="Nothing leaves the local zone, whatever it is.")
    sensitivity: Literal["public", "internal", "confidential"] = Field(
        "public", description="What a request is taken for when nothing in it says more."
    )
    thresholds: tuple[Share, Share, Share, Share] = Field(
        (0.1, 0.3, 0.5, 0.75),
        description="Difficulties from which a request is SIMPLE, MODERATE, COMPLEX, FRONTIER.",
    )
    dial: Share = Field(
        0.5, description="From 0, as cheap as can be, to 1, as good as can be; bends the thresholds."
    )
    min_confidence: Share = Field(0.2, description="Below this confidence the difficulty is not believed.")
    abstain: str = Field("MODERATE", description="The tier of a request whose difficulty is not believed.")
    floor: str = Field("HEARTBEAT", description="No request aims lower.")
    ceiling: str = Field("FRONTIER", description="No request aims higher.")
    degrade_to: str = Field("HEARTBEAT", description="The lowest tier that may stand in for a higher one.")
    allow: tuple[Pattern, ...] = Field(
        (), max_length=MOST_PATTERNS, description="Models or deployments that may answer."
    )
    deny: tuple[Pattern, ...] = Field(
        (), max_length=MOST_PATTERNS, description="Models or deployments that may not."
    )
    regions: tuple[Pattern, ...] = Field(
        (), max_length=MOST_PATTERNS, description="Regions of the backends; any if empty."
    )
    latency_ceiling_ms: int = Field(0, ge=0, description="Longest time to the first token; 0 for any.")
    when_late: Literal["wait", "refuse"] = Field(
        "wait", description="What happens to a request that nobody permitted would answer in that time."
    )
    affinity: Literal["conversation", "tools", "off"] = Field(
        "conversation",
        description="What stays where its prompt is cached: conversations, only calls of tools, nothing.",
    )
    groups: dict[str, tuple[Pattern | PeerText, ...]] = Field(
        default_factory=dict, max_length=MOST_RULES, description="Deployments that may stand for one another."
    )
    aliases: dict[Pattern, Pattern] = Field(
        default_factory=dict, max_length=MOST_RULES, description="Other names for models, groups and tiers."
    )
    rules: tuple[RuleText, ...] = Field(
        (),
        max_length=MOST_RULES,
        description="What happens to certain requests; the first that matches counts.",
    )
    pins: dict[str, Pattern] = Field(
        default_factory=dict, description="For a tier, the deployments that come first in it."
    )
    canary: tuple[CanaryText, ...] = Field(
        (), max_length=16, description="Deployments that get a share of the requests only."
    )
    clients: ClientsText = Field(ClientsText(), description="What callers may say about their requests.")
    head: HeadText | None = Field(
        None, description="What was learned of this project's traffic; the shipped stage alone if unset."
    )
    words: dict[Level, tuple[Word, ...]] = Field(
        default_factory=dict, description="Words of the project's own that make a request so sensitive."
    )
    keep_prompts_days: float = Field(
        0, ge=0, le=3650, description="For how long prompts are kept, encrypted; 0 for not at all."
    )
    on_findings: Literal["keep", "redact"] = Field(
        "keep", description="Keep a sensitive request in its zone, or take out what makes it so."
    )
    rate: RateText = Field(RateText(), description="How fast the project may call.")
    token_rate: RateText = Field(RateText(), description="How fast each of its tokens may call.")
    hold: Hold = Field(
        "none",
        description="What of a stream is kept back until it is known to be good: none, all or first:N tokens.",
    )
    hedge: bool = Field(
        False, description="Whether a second backend is asked as well when the first is unusually late."
    )
    escalation: EscalationText = Field(
        EscalationText(), description="When an answer is taken to a higher tier."
    )
    shadow: ShadowText | None = Field(
        None, description="Requests that the other side answers as well, to learn from; none if unset."
    )

    @field_validator("abstain", "floor", "ceiling", "degrade_to")
    @classmethod
    def _is_tier(cls, name: str) -> str:
        return tier_name(name)

    @field_validator("pins")
    @classmethod
    def _pins(cls, pins: dict[str, str]) -> dict[str, str]:
        return {tier_name(name): pattern for name, pattern in pins.items()}

    @model_validator(mode="after")
    def _makes_sense(self) -> "PolicyText":
        if list(self.thresholds) != sorted(self.thresholds):
            raise ValueError("thresholds must not fall: each tier begins at or above the one before it")
        if Tier[self.floor] > Tier[self.ceiling]:
            raise ValueError(
                f"the floor {self.floor} is above the ceiling {self.ceiling}, so that no tier is left"
            )
        exact = {name for name in self.allow if not {"*", "?", "["} & set(name)}
        denied = {name for name in exact for pattern in self.deny if fnmatchcase(name, pattern)}
        if unreachable := denied | set(self.allow) & set(self.deny):
            raise ValueError(
                f"{', '.join(sorted(unreachable))} is both allowed and denied; remove one of them"
            )
        for fault in _faults(self):
            raise ValueError(fault)
        return self


def _faults(text: PolicyText) -> Iterator[str]:
    """What can never happen under a policy, as sentences."""
    yield from routes.faults_of_names(text.aliases, text.groups, text.rules)
    yield from routes.faults_of_rules(routes.rules_of(text.rules, text.groups), text.deny)
    lowest, highest = Tier[text.floor], Tier[text.ceiling]
    tiers = [(f"the rule {rule.name!r} aims at", rule.tier) for rule in text.rules if rule.tier]
    tiers += [("a pin names", name) for name in text.pins]
    for what, name in tiers:
        if not lowest <= Tier[name] <= highest and not (what.startswith("a step") and Tier[name] > highest):
            yield f"{what} {name}, which is not between the floor {text.floor} and the ceiling {text.ceiling}"
    on_trial = [("pinned", pattern) for pattern in text.pins.values()]
    on_trial += [("on trial", canary.match) for canary in text.canary]
    for what, pattern in on_trial:
        if routes.denied(pattern, text.deny):
            yield f"{pattern} is {what}, and denied, so it can never answer"


def bent(thresholds: tuple[float, float, float, float], dial: float) -> tuple[float, float, float, float]:
    """The thresholds under a cost-quality dial: raised to the power of 4 to the dial less a half.

    0.5 leaves them; 1 squares them, so that higher tiers begin sooner; 0 takes their roots. 0 and 1 stay.
    """
    power = 4.0 ** (dial - 0.5)
    first, second, third, fourth = [round(edge**power, 6) for edge in thresholds]
    return first, second, third, fourth


def policy_of(text: PolicyText, version: str = "") -> Policy:
    """The value that decisions use, named by its content, or by the version that it is stored under."""
    zones = text.zones
    names = ("local",) * 3 if text.always_local else (zones.public, zones.internal, zones.confidential)
    wide = tuple(Zone[name.upper()] for name in names)
    policy = Policy(
        zones=(wide[0], wide[1], wide[2]),
        sensitivity=Sensitivity[text.sensitivity.upper()],
        thresholds=bent(text.thresholds, text.dial),
        min_confidence=text.min_confidence,
        abstain=Tier[text.abstain],
        floor=Tier[text.floor],
        ceiling=Tier[text.ceiling],
        degrade_to=Tier[text.degrade_to],
        allow=text.allow,
        deny=text.deny,
        regions=text.regions,
        latency_ceiling_ms=text.latency_ceiling_ms,
        waits=text.when_late == "wait",
        affinity=text.affinity,
        head=None if text.head is None else Head(text.head.scale, text.head.shift, text.head.weights),
        dial=text.dial,
        aliases=routes.aliases_of(text.aliases, text.groups),
        rules=routes.rules_of(text.rules, text.groups),
        pins=tuple((Tier[name], pattern) for name, pattern in text.pins.items()),
        canaries=routes.canaries_of(text.canary),
        clients=routes.clients_of(text.clients),
        words=tuple((Sensitivity[level.upper()], tuple(it)) for level, it in text.words.items() if it),
        keep_prompts_days=text.keep_prompts_days,
        redact=text.on_findings == "redact",
        hold=_tokens_held(text.hold),
        hedge=text.hedge,
        escalation=_escalation(text.escalation),
        shadow=None if text.shadow is None else Shadow(text.shadow.share, text.shadow.judge),
    )
    return dataclasses.replace(
        policy, version=version or content_hash(text.model_dump(mode="json", exclude_none=True))
    )


def _tokens_held(text: str) -> int:
    if text == "all":
        return HOLD_ALL
    return int(text.partition(":")[2] or 0)


def _escalation(text: EscalationText) -> Escalation:
    return Escalation(
        text.enabled,
        frozenset(text.skip),
        text.agreement,
        text.judge,
        text.per_minute,
        text.per_minute_token,
    )


def rates_of(text: PolicyText) -> tuple[Rate, Rate]:
    """How fast a project of this policy may call, and each of its tokens."""
    return rate_of(text.rate), rate_of(text.token_rate)


def rate_of(text: RateText) -> Rate:
    """The limits that a text gives."""
    return Rate(text.requests_per_minute, text.tokens_per_minute, text.concurrency)


def policy_json(text: PolicyText) -> str:
    """The policy as stored: what was written, defaults filled in."""
    return text.model_dump_json()


def parse_policy(value: str | dict[str, Any]) -> PolicyText:
    """A policy from stored JSON or from parsed TOML or JSON.

    Raises:
        pydantic.ValidationError: It cannot be used; each fault names its field.
    """
    return (
        PolicyText.model_validate_json(value) if isinstance(value, str) else PolicyText.model_validate(value)
    )
