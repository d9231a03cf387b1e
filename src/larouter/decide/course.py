"""What is really asked for: aliases, rules and what callers may choose, before anything is weighed."""

from dataclasses import replace
from fnmatch import fnmatchcase
from hashlib import blake2b
from math import log

from larouter.core.deployment import Deployment
from larouter.core.features import Features
from larouter.core.frozen import frozen
from larouter.core.policy import Policy
from larouter.core.routes import ANYBODY, Alias, Group, Rule
from larouter.core.tiers import tier_named

AUTO = "auto"
_DRAWS = 1 << 64
_SCALE = 1 << 20
_LAST = 1 << 40


@frozen
class Course:
    """What a request comes to under a policy.

    Attributes:
        asked: The request, with the model and the tier that are meant.
        chain: The groups that answer, in this order; empty when the tiers decide.
        groups: What to call them.
        why: How it came about, as a sentence; empty when nothing was changed.
    """

    asked: Features
    chain: tuple[Group, ...] = ()
    groups: tuple[str, ...] = ()
    why: str = ""

    def place(self, deployment: Deployment) -> tuple[int, int] | None:
        """The number of the group that a deployment is in and its weight there, or None."""
        for number, group in enumerate(self.chain):
            for peer in group:
                if matches(deployment, peer.match):
                    return number, peer.weight
        return None


def course(features: Features, policy: Policy) -> Course:
    """What is asked for after aliases and rules, as far as the caller may choose."""
    if not policy.aliases and not policy.rules and policy.clients == ANYBODY:
        return Course(features)
    name = asked_name(features)
    alias = next((alias for alias in policy.aliases if fnmatchcase(name, alias.match)), None)
    meant = _meant(name, alias)
    rule = next((rule for rule in policy.rules if _holds(rule, features, (name, meant))), None)
    if rule is not None and rule.chain:
        tier = features.tier if rule.tier is None else rule.tier
        asked = replace(features, model="", tier=tier)
        return Course(
            asked, rule.chain, rule.groups, f"{_called(rule)} sends {name} to {', then '.join(rule.groups)}"
        )
    found = _of_alias(features, name, alias) if alias is not None else _allowed(features, policy, name)
    if rule is None or rule.tier is None:
        return found
    said = f"{_called(rule)} makes {name} {rule.tier.name}"
    return replace(
        found, asked=replace(found.asked, tier=rule.tier), why=f"{found.why}; {said}" if found.why else said
    )


def asked_name(features: Features) -> str:
    """The name that was asked for: a model, `auto:` and a tier, or `auto`."""
    if features.model:
        return features.model
    return AUTO if features.tier is None else f"{AUTO}:{features.tier.name.lower()}"


def matches(deployment: Deployment, pattern: str) -> bool:
    """Whether a pattern names a deployment, its model, the backend's name for it, or its backend."""
    upstream = deployment.upstream_id
    return any([
        fnmatchcase(name, pattern)
        for name in (deployment.name, deployment.model, f"{deployment.backend}/{upstream}", deployment.backend)
    ])  # fmt: skip


def draw(deployment: Deployment, weight: int, dice: int) -> int:
    """Its place among weighted peers: each comes first in proportion to its weight, the same for the same dice.

    The smallest of -ln(u) / weight wins, with u drawn from the name and the dice (weighted rendezvous hashing).
    """
    if weight <= 0:
        return _LAST
    drawn = blake2b(f"{dice}/{deployment.name}".encode(), digest_size=8).digest()
    uniform = (int.from_bytes(drawn, "big") + 1) / (_DRAWS + 1)
    return min(_LAST - 1, int(-log(uniform) / weight * _SCALE))


def _meant(name: str, alias: Alias | None) -> str:
    if alias is None:
        return name
    return alias.model or (name if alias.tier is None else f"{AUTO}:{alias.tier.name.lower()}")


def _of_alias(features: Features, name: str, alias: Alias) -> Course:
    if alias.group:
        asked = replace(features, model="", tier=None)
        return Course(
            asked, (alias.group,), (f"the peers of {name}",), f"{name} is a name for {_names(alias.group)}"
        )
    if alias.tier is not None:
        return Course(
            replace(features, model="", tier=alias.tier), why=f"{name} is a name for {alias.tier.name}"
        )
    if alias.model == AUTO or tier_named(alias.model) is not None:
        return Course(replace(features, model="", tier=None), why=f"{name} is a name for auto")
    return Course(replace(features, model=alias.model, tier=None), why=f"{name} is a name for {alias.model}")


def _allowed(features: Features, policy: Policy, name: str) -> Course:
    model = features.model if policy.clients.model else ""
    tier = features.tier if policy.clients.tier else None
    if model == features.model and tier is features.tier:
        return Course(features)
    why = f"{name} was asked for, which the policy does not leave to callers"
    return Course(replace(features, model=model, tier=tier), why=why)


def _holds(rule: Rule, features: Features, names: tuple[str, str]) -> bool:
    if rule.models and not any([fnmatchcase(name, pattern) for pattern in rule.models for name in names]):
        return False
    if rule.hours is not None and (features.minute < 0 or not rule.hours.covers(features.minute)):
        return False
    return _said(rule.headers, features.headers) and _said(rule.tags, features.tags)


def _said(wanted: tuple[tuple[str, str], ...], given: tuple[tuple[str, str], ...]) -> bool:
    return all([
        any([name == said and fnmatchcase(value, pattern) for said, value in given]) for name, pattern in wanted
    ])  # fmt: skip


def _called(rule: Rule) -> str:
    return f"the rule “{rule.name}”"


def _names(group: Group) -> str:
    return ", ".join([peer.match for peer in group])
