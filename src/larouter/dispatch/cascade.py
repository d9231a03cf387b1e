"""An answer that is good enough: walk the plan, look at what was said, and go one tier up when it will not do.

Nothing is lost by trying: the answer in hand is kept until a better one has begun, and is given when there is none.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from larouter.core.decision import Decision, Step
from larouter.core.errors import RouterError
from larouter.core.ledger import Attempt as Entry
from larouter.dispatch.attempt import Attempt
from larouter.dispatch.bill import end
from larouter.dispatch.walk import Errand, Reserve, Road, Settle, walk

_log = logging.getLogger("larouter.dispatch")


@dataclass(frozen=True, slots=True)
class Standards:
    """What an answer must meet, and where the request is taken when it does not.

    Attributes:
        flaw: What is wrong with an answer, as one word; empty for nothing.
        higher: The rest of the plan above a step, without those that were tried.
        may: Whether another escalation is within the rates of the project and the token; it is counted.
        most: Answers that may be replaced in one request.
    """

    flaw: Callable[[Attempt], Awaitable[str]]
    higher: Callable[[Step, frozenset[str]], Decision | None]
    may: Callable[[], bool]
    most: int


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that is about to flow.

    Attributes:
        attempt: Who gives it.
        rejected: The entries of the answers that it replaces, first one first.
        flaw: What is wrong with it all the same, where nobody better could be asked.
    """

    attempt: Attempt
    rejected: tuple[Entry, ...] = ()
    flaw: str = ""


async def cascade(
    decision: Decision, errand: Errand, road: Road, reserve: Reserve, settle: Settle, standards: Standards
) -> Answered:
    """The first answer that meets the standards, or the best that could be had; its bytes still to flow.

    Raises:
        RouterError: Nobody answered.
    """
    tried: set[str] = set()

    def note(entry: Entry) -> None:
        tried.add(entry.deployment)
        settle(entry)

    attempt = await walk(decision, errand, road, reserve, note)
    rejected: list[Entry] = []
    flaw = ""
    while len(rejected) < standards.most:
        tried.add(attempt.target.deployment.name)
        try:
            attempt.make_room()  # or it would wait for itself where both models stand on one backend
            above = standards.higher(attempt.target.step, frozenset(tried))
            flaw = await standards.flaw(attempt) if above is not None else ""
            if above is None or not flaw or not standards.may():
                break
            better = await walk(above, errand, road, reserve, note)
        except RouterError as error:
            _log.info("%s stays: %s", errand.permit.request, error.operator_detail)
            break
        except BaseException as error:
            note(end(attempt, errand.input_tokens, error))
            raise
        rejected.append(replace(end(attempt, errand.input_tokens), status="rejected", error=flaw))
        note(rejected[-1])
        attempt, flaw = better, ""
    return Answered(attempt, tuple(rejected), flaw)
