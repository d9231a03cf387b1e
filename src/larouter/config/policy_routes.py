"""The parts of a policy that say which requests go where, as people write them, and what is wrong with them."""

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from larouter.core.routes import (
    DAY_MINUTES,
    WEEK_MINUTES,
    Alias,
    Canary,
    Clients,
    Group,
    Hours,
    Peer,
    Rule,
)
from larouter.core.tiers import Tier, tier_named

Pattern = Annotated[str, Field(min_length=1, max_length=256)]
Share = Annotated[float, Field(ge=0, le=1)]
TierName = Annotated[str, Field(max_length=16)]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_GROUPS_OF_A_RULE = 6
MOST_ALIASES_OF_AN_ALIAS = 3
AUTO = "auto"
_SECRET_HEADERS = frozenset(
    {"authorization", "proxy-authorization", "cookie", "x-api-key", "x-goog-api-key", "api-key"}
)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PeerText(_Part):
    """Deployments that may stand for one another, and their share."""

    match: Pattern = Field(description="A pattern of models, deployments or backends.")
    weight: int = Field(1, ge=0, le=1000, description="Its share among its peers; 0 for only after them.")


class WhenText(_Part):
    """Which requests a rule is about; all that is said must hold."""

    model: tuple[Pattern, ...] = Field((), max_length=100, description="Patterns of the name asked for.")
    header: dict[str, Pattern] = Field(
        default_factory=dict, max_length=16, description="Patterns of header values."
    )
    tag: dict[str, Pattern] = Field(
        default_factory=dict, max_length=16, description="Patterns of tag values (x-larouter-tags)."
    )
    days: tuple[Day, ...] = Field(
        (), max_length=7, description="Days on which the time begins; all if empty."
    )
    between: tuple[str, str] | None = Field(None, description="From and to, such as 22:00 and 06:00.")
    utc_offset: str = Field(
        "+00:00", pattern=r"^[+-](0\d|1[0-4]):[0-5]\d$", description="How far that clock is ahead of UTC."
    )

    @field_validator("header")
    @classmethod
    def _no_secrets(cls, headers: dict[str, str]) -> dict[str, str]:
        lowered = {name.lower(): pattern for name, pattern in headers.items()}
        if secret := sorted(lowered.keys() & _SECRET_HEADERS):
            raise ValueError(
                f"{', '.join(secret)} holds a secret, which is not written down; use another header"
            )
        return lowered

    @field_validator("between")
    @classmethod
    def _is_time(cls, between: tuple[str, str] | None) -> tuple[str, str] | None:
        if between is not None and _minutes(between[0]) == _minutes(between[1]):
            raise ValueError("the time begins when it ends, so the rule can never match; leave `between` out")
        return between

    def hours(self) -> Hours | None:
        """When it holds; None for always."""
        if self.between is None and not self.days:
            return None
        start, end = (_minutes(self.between[0]), _minutes(self.between[1])) if self.between else (0, 0)
        days = tuple(DAYS.index(day) for day in self.days) or tuple(range(7))
        sign = -1 if self.utc_offset[0] == "-" else 1
        offset = sign * (int(self.utc_offset[1:3]) * 60 + int(self.utc_offset[4:]))
        return Hours(days, start, (end - start) % DAY_MINUTES or DAY_MINUTES, offset)


class RuleText(_Part):
    """What happens to certain requests."""

    name: Annotated[str, Field(min_length=1, max_length=64)] = Field(description="For explanations.")
    when: WhenText = Field(WhenText(), description="Which requests; all of them if empty.")
    use: tuple[str, ...] = Field((), description="The groups that answer, in this order.")
    tier: TierName | None = Field(None, description="The tier that they aim at.")

    @field_validator("tier")
    @classmethod
    def _tier(cls, name: str | None) -> str | None:
        return name and tier_name(name)

    @model_validator(mode="after")
    def _does_something(self) -> "RuleText":
        if not self.use and self.tier is None:
            raise ValueError(f"the rule {self.name!r} does nothing; give it `use` or `tier`")
        if len(self.use) > MOST_GROUPS_OF_A_RULE:
            raise ValueError(
                f"the chain of the rule {self.name!r} is too long: no more than {MOST_GROUPS_OF_A_RULE} attempts "
                "are made, so that later groups would never be asked"
            )
        if len(set(self.use)) < len(self.use):
            raise ValueError(f"the rule {self.name!r} names a group twice; the second time is never reached")
        return self


class CanaryText(_Part):
    """A deployment on trial."""

    match: Pattern = Field(description="A pattern of models or deployments.")
    share: float = Field(gt=0, le=1, description="Of the requests that it may get.")


class ClientsText(_Part):
    """What callers may say about their requests; that one is more sensitive they may always say."""

    model: bool = Field(True, description="Whether they may ask for a model by its name.")
    tier: bool = Field(True, description="Whether they may ask for a tier.")
    latency: bool = Field(True, description="Whether they may set a latency ceiling.")
    lower: tuple[Pattern, ...] = Field(
        (),
        max_length=100,
        description="Ids of tokens that may lower the sensitivity of a request; * for all.",
    )


Groups = Mapping[str, Sequence[str | PeerText]]


def tier_name(name: str) -> str:
    """The name of a tier in capitals; `ValueError` when there is none of that name."""
    if tier_named(name) is None:
        raise ValueError(f"{name!r} is not a tier; use {', '.join(tier.name for tier in Tier)}")
    return name.upper()


def group_of(peers: Sequence[str | PeerText]) -> Group:
    """The peers of a group."""
    return tuple(Peer(peer) if isinstance(peer, str) else Peer(peer.match, peer.weight) for peer in peers)


def aliases_of(aliases: Mapping[str, str], groups: Groups) -> tuple[Alias, ...]:
    """The aliases, each led to what it means in the end."""
    return tuple(_alias(match, _end(meant, aliases), groups) for match, meant in aliases.items())


def rules_of(rules: Sequence[RuleText], groups: Groups) -> tuple[Rule, ...]:
    """The rules as values."""
    return tuple(
        Rule(
            name=rule.name,
            models=rule.when.model,
            headers=tuple(sorted(rule.when.header.items())),
            tags=tuple(sorted(rule.when.tag.items())),
            hours=rule.when.hours(),
            chain=tuple(group_of(groups[name]) for name in rule.use),
            groups=rule.use,
            tier=Tier[rule.tier] if rule.tier else None,
        )
        for rule in rules
    )


def canaries_of(canaries: Sequence[CanaryText]) -> tuple[Canary, ...]:
    """The canaries as values."""
    return tuple(Canary(canary.match, max(1, round(canary.share * 10_000))) for canary in canaries)


def clients_of(clients: ClientsText) -> Clients:
    """What callers may say, as a value."""
    return Clients(clients.model, clients.tier, clients.latency, clients.lower)


def faults_of_names(aliases: Mapping[str, str], groups: Groups, rules: Sequence[RuleText]) -> Iterator[str]:
    """What is wrong with groups, aliases and the groups that rules name, as sentences."""
    for name, peers in groups.items():
        if name.lower() == AUTO or tier_named(name) is not None:
            yield f"the group {name!r} has the name of a tier; call it something else"
        if not peers:
            yield f"the group {name!r} has no peers, so nothing can answer"
    for rule in rules:
        for missing in [name for name in rule.use if name not in groups]:
            yield f"the rule {rule.name!r} uses the group {missing!r}, which is not among `groups`"
    yield from _faults_of_aliases(aliases)


def _faults_of_aliases(aliases: Mapping[str, str]) -> Iterator[str]:
    earlier: list[str] = []
    for match, meant in aliases.items():
        if (wider := next((one for one in earlier if _covers(one, match)), None)) is not None:
            yield f"the alias {match!r} can never match: {wider!r} before it matches all that it would"
        earlier.append(match)
        seen = [match]
        while meant in aliases and meant not in seen:
            seen.append(meant)
            meant = aliases[meant]  # noqa: PLW2901 - followed to its end
        if meant in seen:
            yield f"the alias {match!r} leads back to itself"
        elif len(seen) > MOST_ALIASES_OF_AN_ALIAS:
            yield f"the alias {match!r} leads to another {len(seen) - 1} times, which is too long; name the end of it"


def faults_of_rules(rules: Sequence[Rule], deny: Sequence[str]) -> Iterator[str]:
    """Rules that can never match, or never be answered, as sentences."""
    for number, rule in enumerate(rules):
        wider = next((one for one in rules[:number] if _shadows(one, rule)), None)
        if wider is not None:
            yield f"the rule {rule.name!r} can never match: {wider.name!r} before it matches all that it would"
        for name, group in zip(rule.groups, rule.chain, strict=True):
            if all(denied(peer.match, deny) for peer in group):
                yield f"the rule {rule.name!r} can never use {name!r}: the policy denies all of it"


def denied(match: str, deny: Sequence[str]) -> bool:
    """Whether everything that a pattern names is denied."""
    return any(_covers(pattern, match) for pattern in deny)


def _alias(match: str, meant: str, groups: Groups) -> Alias:
    if meant in groups:
        return Alias(match, group=group_of(groups[meant]))
    tier = tier_named(meant.lower().removeprefix(f"{AUTO}:"))
    return Alias(match, tier=tier) if tier is not None else Alias(match, model=meant)


def _end(meant: str, aliases: Mapping[str, str]) -> str:
    for _ in range(MOST_ALIASES_OF_AN_ALIAS):
        meant = aliases.get(meant, meant)
    return meant


def _shadows(earlier: Rule, later: Rule) -> bool:
    models = not earlier.models or (
        bool(later.models) and all(any(_covers(a, b) for a in earlier.models) for b in later.models)
    )
    return (
        models
        and _all_said(earlier.headers, later.headers)
        and _all_said(earlier.tags, later.tags)
        and _always_in(earlier.hours, later.hours)
    )


def _all_said(earlier: Sequence[tuple[str, str]], later: Sequence[tuple[str, str]]) -> bool:
    return all(any(name == other and _covers(a, b) for other, b in later) for name, a in earlier)


def _always_in(earlier: Hours | None, later: Hours | None) -> bool:
    if earlier is None:
        return True
    minutes = range(WEEK_MINUTES)
    return all(earlier.covers(minute) for minute in minutes if later is None or later.covers(minute))


def _covers(wide: str, narrow: str) -> bool:
    """Whether a pattern surely matches everything that another does; false where that takes thought."""
    if wide in ("*", narrow):
        return True
    if not set("*?[") & set(narrow):
        return fnmatchcase(narrow, wide)
    head = wide.removesuffix("*")
    return wide.endswith("*") and not set("*?[") & set(head) and narrow.startswith(head)


def _minutes(text: str) -> int:
    hours, colon, minutes = text.partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2 and len(hours) <= 2):
        raise ValueError(f"{text!r} is not a time of day such as 22:00")
    found = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or found > DAY_MINUTES:
        raise ValueError(f"{text!r} is not a time of day such as 22:00")
    return found % DAY_MINUTES
