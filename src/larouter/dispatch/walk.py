"""Walk the plan: try each deployment in order until one answers; fall back before the first byte, never after."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from larouter.core.decision import Decision
from larouter.core.deployment import Deployment
from larouter.core.errors import OverBudget, RouterError, Unavailable
from larouter.core.ledger import Attempt as Entry
from larouter.core.money import MicroUSD
from larouter.core.pulse import Pulses
from larouter.dispatch.attempt import Attempt, Clock, Errand, is_retryable
from larouter.outbound.endpoint import Endpoint
from larouter.outbound.transport import Transport

MOST_ATTEMPTS = 6


@dataclass(frozen=True, slots=True)
class Road:
    """What a walk needs beside the plan.

    Attributes:
        find: The deployment of that name and its server, or None when it has left the fleet.
        pulses: Where load, latency and failures are noted.
        transport: The door to the outside.
        clock: The time.
    """

    find: Callable[[str], tuple[Deployment, Endpoint] | None]
    pulses: Pulses
    transport: Transport
    clock: Clock


Reserve = Callable[[int, str, MicroUSD], Awaitable[object]]
Settle = Callable[[Entry], None]


async def walk(decision: Decision, errand: Errand, road: Road, reserve: Reserve, settle: Settle) -> Attempt:
    """The first attempt that answers, its answer still to flow.

    Money is set aside before each attempt; a step that the budget does not cover is skipped.

    Raises:
        RouterError: Nobody answered; the error of the last attempt, or of the budget when nobody was tried.
    """
    last: RouterError | None = None
    number = 0
    for step in decision.plan:
        found = road.find(step.deployment)
        if found is None:
            continue
        deployment, endpoint = found
        try:
            await reserve(number, step.deployment, step.worst_case)
        except OverBudget as error:
            last = last or error
            continue
        attempt = Attempt(number, step, deployment, endpoint, road.pulses.of(step.deployment), road.clock)
        try:
            await attempt.begin(errand, road.transport)
        except BaseException as error:
            settle(attempt.end(error))
            if not isinstance(error, RouterError) or not is_retryable(error):
                raise
            last = error
        else:
            return attempt
        number += 1
        if number >= MOST_ATTEMPTS:
            break
    raise last or Unavailable("the backends of the plan have just left")
