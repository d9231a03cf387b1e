"""Vectors of one model mean nothing to another, so a request for them never changes its model unasked."""

from larouter.core.chat import EMBEDDINGS
from larouter.core.deployment import Fleet
from larouter.core.features import Features
from larouter.core.live import IDLE
from larouter.core.policy import Policy
from larouter.core.zones import Zone
from larouter.decide.course import Course
from larouter.decide.filters import Candidate, allowed, region


def confusable(features: Features, policy: Policy, fleet: Fleet) -> str:
    """Why no model may be chosen for vectors when none is named; empty when it may.

    Only what the policy says counts, and neither the content nor who is up: else two texts of one index could
    come to be measured by different models.
    """
    if features.model:
        return ""
    able = [it for it in fleet.deployments if EMBEDDINGS in it.capabilities]
    candidates = [Candidate(it, IDLE, Course(features), policy, Zone.PUBLIC) for it in able]
    models = {it.deployment.model for it in candidates if region(it) is None and allowed(it) is None}
    if len(models) < 2:
        return ""
    named = sorted(models)
    return f"vectors of different models cannot be compared; name one of {', '.join(named[:5])}"
