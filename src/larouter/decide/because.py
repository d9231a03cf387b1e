"""The reason of a decision as one word of a few, for counting; the sentences stay where the decision is made."""

from typing import Literal, TypeAlias, get_args

from larouter.core.decision import Record
from larouter.core.tiers import Tier
from larouter.decide.target import ASKED, BOUND, CEILING, DIFFICULTY, PRESSED, UNCLEAR

Reason: TypeAlias = Literal["refused", "floor", "ceiling", "budget", "rule", "asked", "unclear", "difficulty"]
REASONS: tuple[Reason, ...] = get_args(Reason)
_PLAIN = (DIFFICULTY, UNCLEAR, *(f"{tier.name}{ASKED}" for tier in Tier))


def because(judged: Record) -> Reason:
    """Why a request aimed where it did; where several had a say, the one that spoke last.

    `refused` when nobody may answer, `floor` and `ceiling` of the policy, `budget` when one pressed, `rule` for a rule
    or an alias, `asked` for a model or tier by name, `unclear` for the middle tier, `difficulty` for all others.
    """
    if not judged.decision.plan:
        return "refused"
    why, features = judged.decision.why_target, judged.features
    if BOUND in why:
        return "ceiling" if CEILING in why else "floor"
    if PRESSED in why:
        return "budget"
    if not why.startswith(_PLAIN):
        return "rule"
    if features.model or features.tier is not None:
        return "asked"
    return "unclear" if why.startswith(UNCLEAR) else "difficulty"
