"""Shadow grading: after an answer the other side answers the same, and a judge says of each whether it is good.

It goes the way of every second opinion: under the permit of the request, reserved for and billed to it. The client
waits for none of it. What is learned is a range of tiers: grading both answers tells a request that was too hard for
the cheap one from a question that nobody answers well.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from larouter.core.decision import Step
from larouter.core.tiers import Tier
from larouter.dispatch.checks.judge import question_for, verdict_of
from larouter.dispatch.checks.said import Said, said_by, wanted_of
from larouter.dispatch.checks.suite import declines
from larouter.dispatch.counsel import Counsel
from larouter.wire.neutral import Conversation

PATIENCE_SECONDS = 60.0
ANSWERING, GRADING = "shadow", "grade"
LOWEST, HIGHEST = min(Tier), max(Tier)


@dataclass(frozen=True, slots=True)
class Grades:
    """What the judge said.

    Attributes:
        own: Whether the answer that the client got is good.
        other: Whether the one of the other side is.
    """

    own: bool
    other: bool


def later(counsel: Counsel) -> Counsel:
    """The same after the request, with a deadline of its own."""
    until = counsel.road.clock.steady() + PATIENCE_SECONDS
    return replace(counsel, errand=replace(counsel.errand, give_up_at=until))


async def grade(
    counsel: Counsel, asked: Conversation, own: Said, other: Step, judge: Callable[[int], Step | None]
) -> Grades | None:
    """What a judge thinks of an answer and of another one to the same; None where it could not be told.

    Args:
        counsel: How others are asked.
        asked: What was asked.
        own: The answer that was given.
        other: Who answers as well.
        judge: Who judges an answer of so many characters, or None where nobody may.
    """
    answer = await counsel.ask(other, asked, ANSWERING)
    if answer is None:
        return None
    second = said_by(answer)
    if second.calls or not second.text or declines(second):
        return None
    verdicts = []
    for said in (own, second):
        step = judge(len(said.text))
        heard = (
            None if step is None else await counsel.ask(step, question_for(said, wanted_of(asked)), GRADING)
        )
        verdict = None if heard is None else verdict_of(heard)
        if verdict is None:
            return None
        verdicts.append(verdict)
    return Grades(*verdicts)


def needed(own: Tier, other: Tier, grades: Grades) -> tuple[Tier, Tier] | None:
    """The tiers that may have been needed; None where neither was good enough and none is above.

    The lower one good: that or less. Only the higher one good: more than the lower one. Neither: more than both.
    """
    low, high = sorted(((own, grades.own), (other, grades.other)))
    if low[1]:
        return LOWEST, low[0]
    if high[1]:
        return Tier(low[0] + 1), high[0]
    return None if high[0] is HIGHEST else (Tier(high[0] + 1), HIGHEST)
