"""Decide: features, policy and fleet in; an ordered plan with a reason for every candidate out.

Read this first. It is pure: the same arguments give the same decision, today and in a replay next year.
"""

from larouter.core.chat import EMBEDDINGS
from larouter.core.decision import Decision, Dropped, Step
from larouter.core.deployment import NO_TIERS, Fleet
from larouter.core.features import Features
from larouter.core.live import IDLE
from larouter.core.policy import Policy
from larouter.core.tiers import Tier
from larouter.decide.course import course
from larouter.decide.filters import FILTERS, Candidate
from larouter.decide.rank import Key, answering_tier, explain, key, pinned_to
from larouter.decide.reach import reach
from larouter.decide.target import target
from larouter.decide.vectors import confusable
from larouter.decide.worst import longest_answer, most_it_costs

UNLISTED = "it is in no tier's list, so it answers only when it is asked for by name"


def decide(features: Features, policy: Policy, fleet: Fleet) -> Decision:
    """Where the request may go, in which order, and why."""
    zone, why_reach = reach(features, policy)
    way = course(features, policy)
    asked = way.asked
    aim, why_target = target(asked, policy)
    embeds = EMBEDDINGS in features.needs
    by_name = bool(asked.model or way.chain or embeds)
    several = confusable(asked, policy, fleet) if embeds else ""
    dropped: list[Dropped] = []
    ranked: list[tuple[Key, Step]] = []
    for deployment in fleet.deployments:
        if several and EMBEDDINGS in deployment.capabilities:
            dropped.append(Dropped(deployment.name, "vectors", several))
            continue
        as_asked = by_name or (bool(policy.pins) and pinned_to(deployment, policy, aim))
        if deployment.places == NO_TIERS and not as_asked:
            dropped.append(Dropped(deployment.name, "tier", UNLISTED))
            continue
        it = Candidate(deployment, fleet.live.get(deployment.name, IDLE), way, policy, zone)
        tier = aim if as_asked else answering_tier(deployment.places, aim)
        it.tier = tier
        it.max_output = longest_answer(asked, deployment, tier)
        it.worst_case = most_it_costs(asked, deployment, it.max_output)
        if (loss := _loss(it, tier, aim)) is not None:
            dropped.append(loss)
            continue
        step = Step(deployment.name, tier, it.worst_case, it.max_output, explain(it, tier, aim))
        ranked.append((key(it, tier, aim), step))
    ranked.sort(key=_first)
    dropped.sort(key=_name)
    return Decision(
        target=aim,
        why_target=f"{way.why}; {why_target}" if way.why else why_target,
        reach=zone,
        why_reach=why_reach,
        plan=tuple([step for _, step in ranked]),
        dropped=tuple(dropped),
        policy_version=policy.version,
        fleet_version=fleet.version,
    )


def _loss(it: Candidate, tier: Tier, aim: Tier) -> Dropped | None:
    for rule, check in FILTERS:
        if (reason := check(it)) is not None:
            return Dropped(it.deployment.name, rule, reason)
    if tier < aim and tier < it.policy.degrade_to:
        reason = f"{tier.name} is below {it.policy.degrade_to.name}, the lowest tier that may stand in"
        return Dropped(it.deployment.name, "floor", reason)
    return None


def _first(entry: tuple[Key, Step]) -> Key:
    return entry[0]


def _name(loss: Dropped) -> str:
    return loss.deployment
