"""What somebody said of an answer: a mark, a label, a comment."""

from dataclasses import dataclass
from typing import Literal

from larouter.core.errors import BadRequest
from larouter.core.tiers import Tier, tier_named

SHADOW = "shadow"
"""The author of what was learned by asking the other side as well."""
Verdict = Literal["good", "bad", "too_weak", "too_strong"]
VERDICTS: tuple[Verdict, ...] = ("good", "bad", "too_weak", "too_strong")
MOST_COMMENT = 2_000


@dataclass(frozen=True, slots=True)
class Feedback:
    """One opinion of one answer; whoever speaks again replaces what he said before.

    Attributes:
        request_id: The request that was answered.
        at_ms: When it was said, in ms since 1970.
        project_id: Whose request it was; empty where the author may speak of any.
        author: The token it was said with, `admin` or `shadow`.
        score: From -1 (useless) to 1 (just right), or None.
        label: A verdict, the name of the tier that was needed, two such names joined by `-` for anything between them
            (only from shadow grading), or empty.
        comment: In the author's own words, or empty.
    """

    request_id: str
    at_ms: int
    project_id: str
    author: str
    score: float | None = None
    label: str = ""
    comment: str = ""


def checked(score: float | None, label: str, comment: str) -> tuple[float | None, str, str]:
    """What was said, its label as it is kept.

    Raises:
        BadRequest: Nothing was said, or something that cannot be kept.
    """
    if score is not None and not -1.0 <= score <= 1.0:
        raise BadRequest("score must be a number from -1 (useless) to 1 (just right)", param="score")
    if len(comment) > MOST_COMMENT:
        raise BadRequest(f"comment may have {MOST_COMMENT:,} characters", param="comment")
    known = label.strip().lower()
    if known and known not in VERDICTS:
        tier = tier_named(known)
        if tier is None:
            allowed = ", ".join((*VERDICTS, *(tier.name for tier in Tier)))
            raise BadRequest(f"label must be one of {allowed}", param="label")
        known = tier.name
    if score is None and not known and not comment.strip():
        raise BadRequest("say something: a score, a label or a comment", param="score")
    return score, known, comment.strip()


def span_label(low: Tier, high: Tier) -> str:
    """The label that says: one of the tiers from `low` to `high` was needed."""
    return low.name if low is high else f"{low.name}-{high.name}"


def span_of(label: str) -> tuple[Tier, Tier] | None:
    """The tiers that such a label leaves, or None for another kind of label."""
    low, _, high = label.partition("-")
    return (Tier[low], Tier[high or low]) if low in Tier.__members__ else None
