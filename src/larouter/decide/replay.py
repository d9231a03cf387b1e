"""Decide again what was decided before: the same, or under another policy, and say what would differ."""

from dataclasses import dataclass

from larouter.core.decision import Decision, Record
from larouter.core.deployment import Fleet
from larouter.core.policy import Policy
from larouter.core.zones import Zone
from larouter.decide.decide import decide


@dataclass(frozen=True, slots=True)
class Difference:
    """How a decision would differ from the one that was made.

    Attributes:
        before: Who would have been tried first; empty for nobody.
        after: Who would be tried first now; empty for nobody.
        cost: The change of the worst-case price, in micro-USD.
        wider: Whether the bytes would go to a wider zone.
        narrower: Whether they would go to a narrower one.
        identical: Whether the two decisions are equal in every word.
    """

    before: str
    after: str
    cost: int
    wider: bool
    narrower: bool
    identical: bool

    @property
    def moved(self) -> bool:
        """Whether another deployment would be tried first."""
        return self.before != self.after


def replay(record: Record, policy: Policy, fleet: Fleet) -> Decision:
    """Decide again from a record, under the policy and the static fleet given."""
    return decide(record.features, policy, Fleet(fleet.version, fleet.deployments, record.live))


def compare(record: Record, policy: Policy, fleet: Fleet) -> Difference:
    """What a policy would make of a recorded decision, in the fleet of that moment."""
    before, after = record.decision, replay(record, policy, fleet)
    zones = {deployment.name: deployment.zone for deployment in fleet.deployments}
    first, now = _first(before), _first(after)
    was, would = zones.get(first, Zone.LOCAL), zones.get(now, Zone.LOCAL)
    return Difference(
        before=first,
        after=now,
        cost=_worst(after) - _worst(before),
        wider=bool(now) and would > was,
        narrower=bool(first) and would < was,
        identical=before == after,
    )


def _first(decision: Decision) -> str:
    return decision.plan[0].deployment if decision.plan else ""


def _worst(decision: Decision) -> int:
    return decision.plan[0].worst_case if decision.plan else 0
