"""What a policy comes to in a fleet, before anybody is refused by it: what answers instead, and what names nothing."""

from collections.abc import Iterator
from dataclasses import replace

from larouter.core.deployment import Fleet
from larouter.core.features import Features
from larouter.core.policy import Policy
from larouter.core.routes import ANYBODY
from larouter.core.tiers import Tier
from larouter.core.zones import Sensitivity
from larouter.decide.course import matches
from larouter.decide.decide import decide
from larouter.decide.filters import names


def warnings(policy: Policy, fleet: Fleet) -> list[str]:
    """Sentences about what a policy permits and the fleet, with everything up, does not have."""
    if not fleet.deployments:
        return ["no deployment is known yet, so nothing could be checked against the fleet"]
    return [*_tiers(policy, Fleet(fleet.version, fleet.deployments)), *_names(policy, fleet)]


def _tiers(policy: Policy, fleet: Fleet) -> Iterator[str]:
    plain = replace(policy, clients=ANYBODY, rules=(), aliases=(), canaries=())
    for tier in Tier:
        if not policy.floor <= tier <= policy.ceiling:
            continue
        instead: dict[str, list[str]] = {}
        for level in Sensitivity:
            said = _instead(Features(tier=tier, sensitivity=level), plain, fleet)
            if said:
                instead.setdefault(said, []).append(level.name.lower())
        for said, levels in instead.items():
            yield f"{tier.name} has no permitted deployment for {_listed(levels)} requests: {said}"


def _instead(features: Features, policy: Policy, fleet: Fleet) -> str:
    plan = decide(features, policy, fleet).plan
    if not plan:
        return "they are refused"
    first = plan[0]
    return (
        "" if first.tier == features.tier else f"{first.deployment} answers them as {first.tier.name} instead"
    )


def _names(policy: Policy, fleet: Fleet) -> Iterator[str]:
    asked_for: list[tuple[str, str]] = [(f"the pin of {tier.name}", pattern) for tier, pattern in policy.pins]
    asked_for += [("a canary", canary.match) for canary in policy.canaries]
    for rule in policy.rules:
        for name, group in zip(rule.groups, rule.chain, strict=True):
            asked_for += [(f"the group {name}", peer.match) for peer in group]
    for alias in policy.aliases:
        asked_for += [(f"the alias {alias.match}", peer.match) for peer in alias.group]
    for what, pattern in dict.fromkeys(asked_for):
        if not any(matches(deployment, pattern) for deployment in fleet.deployments):
            yield f"{what} names {pattern}, which nothing in the fleet is called"
    known = {name for deployment in fleet.deployments for name in names(deployment)} | {"auto"}
    for alias in policy.aliases:
        if alias.model and alias.model not in known:
            yield f"the alias {alias.match} means {alias.model}, which nothing in the fleet is called"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
