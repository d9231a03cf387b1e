"""A second opinion: another model is asked on the account of a request, reserved for and billed like any attempt."""

import logging
from dataclasses import dataclass, replace

from larouter.core.decision import Step
from larouter.core.errors import BadRequest, OverBudget, UpstreamError
from larouter.dispatch.attempt import Attempt, Target
from larouter.dispatch.bill import end
from larouter.dispatch.walk import Errand, Reserve, Road, Settle
from larouter.outbound.permit import EgressForbidden
from larouter.wire.answer import Answer
from larouter.wire.listening import ask_aside
from larouter.wire.neutral import Conversation

LONGEST_SECONDS = 20.0
_log = logging.getLogger("larouter.dispatch")


@dataclass(frozen=True, slots=True)
class Counsel:
    """How other models are asked on the way of one request.

    Attributes:
        errand: Whose permit, deadline and numbers it goes under.
        road: What a call needs.
        reserve: Sets money aside.
        settle: Writes an attempt down.
    """

    errand: Errand
    road: Road
    reserve: Reserve
    settle: Settle

    async def ask(self, step: Step, conversation: Conversation, why: str) -> Answer | None:
        """The model's answer; None when it has none, or there is no time or money for one.

        Args:
            step: Who is asked.
            conversation: What it is asked.
            why: `agreement` or `judge`, for the ledger.
        """
        errand, road = self.errand, self.road
        found = road.find(step.deployment)
        left = min(LONGEST_SECONDS, errand.give_up_at - road.clock.steady())
        if found is None or left <= 0:
            return None
        target = Target(step, *found, road.pulses.of(step.deployment))
        try:
            dialogue, listener = ask_aside(
                conversation,
                target.server,
                request_id=errand.permit.request,
                max_output=step.max_output if errand.cap_output else None,
            )
        except BadRequest:
            return None
        number = errand.numbers.take()
        try:
            await self.reserve(number, step.deployment, step.worst_case, step.tier)
        except OverBudget:
            errand.numbers.give_back(number)
            return None
        attempt = Attempt(number, target, dialogue, road.clock)
        limits = errand.patience.of(step.tier, left)
        try:
            await attempt.begin(errand.permit, road.transport, limits, stream=False)
        except BaseException as error:
            self.settle(end(attempt, errand.input_tokens, error))
            if not isinstance(error, UpstreamError | EgressForbidden):
                raise
            _log.info("%s no opinion: %s", errand.permit.request, error.operator_detail)
            return None
        self.settle(replace(end(attempt, errand.input_tokens), status="advice", error=why))
        return listener.answer
