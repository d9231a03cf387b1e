"""Deployments, requests and policies with one thing changed."""

import dataclasses

from larouter.core.deployment import Deployment
from larouter.core.features import Features
from larouter.core.live import IDLE, Live
from larouter.core.money import MicroUSD
from larouter.core.policy import Policy
from larouter.core.zones import Zone
from larouter.decide.course import course
from larouter.decide.filters import Candidate

PLAIN = Deployment("here/small", "here", "small", "small", Zone.LOCAL, places=(0, 0, 1, -1, -1))


def deployment(**changes: object) -> Deployment:
    return dataclasses.replace(PLAIN, **changes)  # type: ignore[arg-type]


def candidate(
    it: Deployment = PLAIN,
    request: Features = Features(),  # noqa: B008 - a frozen value
    policy: Policy = Policy(),  # noqa: B008 - a frozen value
    live: Live = IDLE,
    reach: Zone = Zone.PUBLIC,
) -> Candidate:
    return Candidate(it, live, course(request, policy), policy, reach)


def priced(worst_case: int, it: Deployment = PLAIN, request: Features = Features()) -> Candidate:  # noqa: B008
    found = candidate(it, request)
    found.worst_case = MicroUSD(worst_case)
    return found
