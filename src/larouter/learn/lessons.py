"""What a project's own traffic teaches: for each past request its features, what it cost, and what was said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from larouter.core.decision import Record
from larouter.core.features import Features
from larouter.core.feedback import Feedback, span_of
from larouter.core.tiers import Tier
from larouter.decide.record import decode
from larouter.store import lessons
from larouter.store.database import Connection
from larouter.store.lessons import Look

LOWEST, HIGHEST = min(Tier), max(Tier)
CLEAR = 0.25
USUAL_SHARE = 0.3
JUDGED, JUDGE = "judged", "judge"
FAULTS = frozenset({"empty", "truncated"})
"""Flaws that say more of the server, or of the room it had, than of how hard the request was."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One past request.

    Attributes:
        at_ms: When it came, in ms since 1970.
        features: What was known of it.
        target: The tier it was sent to.
        answered: The tier that answered, or None.
        served: For each tier the one that would answer for it.
        costs: For each tier what that answer costs, in micro-USD: what was paid for the one that answered, else the
            worst case times the usual share of it.
        needed: The lowest and the highest tier that may have been enough, as far as anybody said, or None.
        passed: Whether the free checks looked at the answer and let it pass, where others of the project failed them.
    """

    at_ms: int
    features: Features
    target: Tier
    answered: Tier | None
    served: tuple[Tier, ...]
    costs: tuple[float, ...]
    needed: tuple[Tier, Tier] | None
    passed: bool = False

    @property
    def free(self) -> bool:
        """Whether its difficulty decided where it went, rather than a name that was asked for."""
        return not self.features.model and self.features.tier is None


def needed(said: Feedback, answered: Tier | None) -> tuple[Tier, Tier] | None:
    """The range of tiers that an opinion leaves possible, or None when it says nothing of that.

    The name of a tier is that tier, two of them what lies between. Good: what answered was enough. Bad or too weak: it
    was not. Too strong: less would have done. A score counts like good or bad where there is no label and it is clear.
    """
    label = said.label
    if (span := span_of(label)) is not None:
        return span
    if not label and said.score is not None and abs(said.score) >= CLEAR:
        label = "good" if said.score > 0 else "bad"
    if answered is None:
        return None
    if label == "good":
        return None if answered is HIGHEST else (LOWEST, answered)
    if label in ("bad", "too_weak"):
        return None if answered is HIGHEST else (Tier(answered + 1), HIGHEST)
    if label == "too_strong":
        return None if answered is LOWEST else (LOWEST, Tier(answered - 1))
    return None


def checked(looks: Sequence[Look], answered: Tier | None) -> list[tuple[Tier, Tier]]:
    """The ranges of tiers that the checks on the way leave possible.

    An answer that was replaced was not enough. One that a judge model was asked about and that was given was: the judge
    said so, or nothing to the contrary. Agreement of a second model says nothing of open questions, so it is no label.
    """
    found = [
        (Tier(look.tier + 1), HIGHEST)
        for look in looks
        if look.replaced and look.why not in FAULTS and look.tier < HIGHEST
    ]
    judged = sum(look.why == JUDGE and not look.replaced for look in looks)
    if answered not in (None, HIGHEST) and judged > sum(look.why == JUDGED for look in looks):
        found.append((LOWEST, Tier(answered or LOWEST)))
    return found


def read(connection: Connection, project_id: str, last: int) -> list[Lesson]:
    """The lessons of a project's last requests, oldest first."""
    rows = lessons.latest(connection, project_id, last)
    opinions: dict[str, list[Feedback]] = {}
    looks: dict[str, list[Look]] = {}
    if rows:
        for one in lessons.opinions(connection, project_id, rows[0].at_ms):
            opinions.setdefault(one.request_id, []).append(one)
        for look in lessons.looks(connection, project_id, rows[0].at_ms):
            looks.setdefault(look.request_id, []).append(look)
    decoded = [(row, decode(row.record)) for row in rows]
    share = _share(decoded)
    found = [_lesson(row, record, share) for row, record in decoded]
    checks = any(look.replaced and look.why not in FAULTS for several in looks.values() for look in several)
    return [
        _taught(one, row, opinions.get(row.request_id, ()), looks.get(row.request_id, ()), checks=checks)
        for one, row in zip(found, rows, strict=True)
    ]


def _taught(
    one: Lesson, row: lessons.Row, said: Sequence[Feedback], looks: Sequence[Look], *, checks: bool
) -> Lesson:
    """The lesson with what is known of the answer; what people say counts where the checks contradict it."""
    spoken = [found for each in said if (found := needed(each, one.answered)) is not None]
    seen = checked(looks, one.answered)
    known = _common([*spoken, *seen]) or _common(spoken)
    answered = one.answered
    passed = checks and one.free and not row.stream and known is None and not looks
    above = answered is not None and any(tier > answered for tier in one.served)
    return replace(one, needed=known, passed=passed and above)


def _share(decoded: Sequence[tuple[lessons.Row, Record]]) -> float:
    paid = worst = 0
    for row, record in decoded:
        if row.cost and record.decision.plan:
            paid += row.cost
            worst += record.decision.plan[0].worst_case
    return min(1.0, paid / worst) if worst else USUAL_SHARE


def _lesson(row: lessons.Row, record: Record, share: float) -> Lesson:
    answered = None if row.tier is None else Tier(row.tier)
    offers = {step.tier: step.worst_case for step in reversed(record.decision.plan)}
    served = tuple(_served(tier, offers) for tier in Tier)
    costs = [
        float(row.cost) if one is answered and row.cost else offers.get(one, 0) * share for one in served
    ]
    return Lesson(
        row.at_ms,
        record.features,
        record.decision.target,
        answered,
        served,
        tuple(costs),
        None,
    )


def _served(tier: Tier, offers: Mapping[Tier, int]) -> Tier:
    if tier in offers or not offers:
        return tier
    return min((one for one in offers if one > tier), default=max(offers))


def _common(ranges: Sequence[tuple[Tier, Tier]]) -> tuple[Tier, Tier] | None:
    """What all agree on; None when nobody spoke or they contradict one another."""
    if not ranges:
        return None
    low, high = max(one[0] for one in ranges), min(one[1] for one in ranges)
    return (low, high) if low <= high else None
