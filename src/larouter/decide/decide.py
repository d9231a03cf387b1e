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
from larouter.decide.peers import Ranked, share_load
from larouter.decide.rank import Key, answering_tier, explain, key, pinned_to
from larouter.decide.reach import reach
from larouter.decide.spill import BUSY, is_left_alone, last_resorts, spilled, try_after_all, wait_after_all
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
    ranked: list[Ranked] = []
    busy: list[tuple[Ranked, Dropped]] = []
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
        it.worst_case = most_it_costs(asked, deployment, it.max_output, it.live.tokens)
        loss = _loss(it, tier, aim)
        if loss is not None and loss.rule not in BUSY and not is_left_alone(it, loss):
            dropped.append(loss)
            continue
        step = Step(deployment.name, tier, it.worst_case, it.max_output, explain(it, tier, aim))
        entry = Ranked(key(it, tier, aim), step, it)
        if loss is None:
            ranked.append(entry)
        elif (below := _below(it, tier, aim)) is not None:
            dropped.append(below)
        else:
            busy.append((entry, loss))
    plan, spilt, resorts = _plan(ranked, busy, dropped, features)
    return Decision(
        target=aim,
        why_target=f"{way.why}; {why_target}" if way.why else why_target,
        reach=zone,
        why_reach=why_reach,
        plan=plan,
        dropped=tuple(dropped),
        policy_version=policy.version,
        fleet_version=fleet.version,
        spilled=spilt,
        resorts=resorts,
    )


def _plan(
    ranked: list[Ranked], busy: list[tuple[Ranked, Dropped]], dropped: list[Dropped], request: Features
) -> tuple[tuple[Step, ...], bool, tuple[Step, ...]]:
    """The order of the plan, whether it begins in a wider zone because of load, and its last resorts.

    Completes the losses.
    """
    if not ranked and busy and busy[0][0].it.policy.waits:
        ranked = wait_after_all(busy)
        busy = [pair for pair in busy if pair[1].rule != "latency"]
    if not ranked and (tried := try_after_all(busy)):
        ranked = tried
        busy = [pair for pair in busy if pair[1].rule != "health"]
    dropped += [loss for _, loss in busy]
    dropped.sort(key=_name)
    resorts = last_resorts(busy) if ranked and busy else ()
    busy = [pair for pair in busy if pair[1].rule in BUSY]
    ranked.sort(key=_first)
    ordered = share_load(ranked, request.dice)
    over = spilled(ordered[0], busy) if ordered and busy else None
    if over is not None:
        ordered[0] = over
    return tuple([entry.step for entry in ordered]), over is not None, resorts


def _loss(it: Candidate, tier: Tier, aim: Tier) -> Dropped | None:
    for rule, check in FILTERS:
        if (reason := check(it)) is not None:
            return Dropped(it.deployment.name, rule, reason)
    return _below(it, tier, aim)


def _below(it: Candidate, tier: Tier, aim: Tier) -> Dropped | None:
    if tier < aim and tier < it.policy.degrade_to:
        reason = f"{tier.name} is below {it.policy.degrade_to.name}, the lowest tier that may stand in"
        return Dropped(it.deployment.name, "floor", reason)
    return None


def _first(entry: Ranked) -> Key:
    return entry.key


def _name(loss: Dropped) -> str:
    return loss.deployment
