"""Walk the plan: try each deployment in order until one answers; fall back before the first byte, never after."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from larouter.core.chat import Chat
from larouter.core.decision import Decision
from larouter.core.deployment import Deployment
from larouter.core.errors import OverBudget, RouterError, Unavailable, Unsayable, UpstreamError
from larouter.core.ledger import Attempt as Entry
from larouter.core.money import MicroUSD
from larouter.core.pulse import Pulses
from larouter.dispatch.attempt import Attempt, Clock, Target
from larouter.dispatch.bill import end
from larouter.outbound.endpoint import Endpoint, Limits
from larouter.outbound.permit import Permit
from larouter.outbound.transport import Transport
from larouter.wire.dialogue import Dialogue, open_dialogue

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


@dataclass(frozen=True, slots=True)
class Errand:
    """What is carried along, the same for every attempt of a request.

    Attributes:
        chat: What was asked.
        permit: How far its bytes may go.
        input_tokens: Estimated length of the prompt, for the bill of an answer that says no usage.
        cap_output: Whether the answer must be kept to the length that was reserved for, because a budget applies.
        limits: Deadlines of an attempt.
    """

    chat: Chat
    permit: Permit
    input_tokens: int
    cap_output: bool
    limits: Limits


Reserve = Callable[[int, str, MicroUSD], Awaitable[object]]
Settle = Callable[[Entry], None]


async def walk(decision: Decision, errand: Errand, road: Road, reserve: Reserve, settle: Settle) -> Attempt:
    """The first attempt that answers, its answer still to flow.

    What a model cannot be told, and what the budget does not cover, is left to the next one. Money is set aside
    before each attempt.

    Raises:
        RouterError: Nobody answered; the error of the last attempt, else why nobody was tried.
    """
    last: RouterError | None = None
    number = 0
    for target in _targets(decision, road):
        try:
            dialogue = _words_for(target, errand)
            await reserve(number, target.deployment.name, target.step.worst_case)
        except (OverBudget, Unsayable) as error:
            last = last or error
            continue
        attempt = Attempt(number, target, dialogue, road.clock)
        try:
            await attempt.begin(errand.permit, road.transport, errand.limits, stream=errand.chat.stream)
        except BaseException as error:
            settle(end(attempt, errand.input_tokens, error))
            if not isinstance(error, UpstreamError) or not error.retryable:
                raise
            last = error
        else:
            return attempt
        number += 1
        if number >= MOST_ATTEMPTS:
            break
    raise last or Unavailable("the backends of the plan have just left")


def _targets(decision: Decision, road: Road) -> list[Target]:
    found = [(step, road.find(step.deployment)) for step in decision.plan]
    return [Target(step, *it, road.pulses.of(step.deployment)) for step, it in found if it is not None]


def _words_for(target: Target, errand: Errand) -> Dialogue:
    deployment = target.deployment
    return open_dialogue(
        errand.chat,
        deployment.protocol,
        deployment.upstream_id,
        request_id=errand.permit.request,
        max_output=target.step.max_output if errand.cap_output else None,
    )
