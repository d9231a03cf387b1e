"""A second opinion: another model is asked on the account of a request, reserved for and billed like any attempt."""

import logging
from dataclasses import dataclass, replace

from larouter.core.decision import Step
from larouter.core.errors import BadRequest, OverBudget, UpstreamError
from larouter.core.lane import ANYBODY, Flow, Size
from larouter.dispatch.attempt import Attempt, Target
from larouter.dispatch.bill import end
from larouter.dispatch.turn import Turn
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

    async def ask(
        self, step: Step, conversation: Conversation, why: str, about: Attempt | None = None
    ) -> Answer | None:
        """The model's answer; None when it has none, or there is no time, room or money for one.

        It waits for its turn as a batch does: eight requests that somebody waits for go for each of its length.

        Args:
            step: Who is asked.
            conversation: What it is asked.
            why: `agreement` or `judge`, for the ledger.
            about: The attempt whose answer it is about; where that still has its place in the same queue, nobody
                waits for room that it may never make.
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
        turn = self._turn(target, conversation.max_tokens or 0, about, left)
        if turn is None:
            return None
        number = await self._reserved(step, turn)
        if number is None:
            return None
        attempt = Attempt(number, target, dialogue, road.clock)
        limits = errand.patience.of(step.tier, left)
        try:
            await attempt.begin(errand.permit, road.transport, limits, stream=False, turn=turn)
        except BaseException as error:
            self.settle(end(attempt, errand.input_tokens, error))
            if not isinstance(error, UpstreamError | EgressForbidden):
                raise
            _log.info("%s no opinion: %s", errand.permit.request, error.operator_detail)
            return None
        self.settle(replace(end(attempt, errand.input_tokens), status="advice", error=why))
        return listener.answer

    async def _reserved(self, step: Step, turn: Turn) -> int | None:
        """The number of an attempt that is paid for; None where there is no money, and then its place is given up."""
        numbers = self.errand.numbers
        number = numbers.take()
        try:
            await self.reserve(number, step.deployment, step.worst_case, step.tier)
        except BaseException as error:
            turn.leave()
            if not isinstance(error, OverBudget):
                raise
            numbers.give_back(number)
            return None
        return number

    def _turn(self, target: Target, limit: int, about: Attempt | None, left: float) -> Turn | None:
        """Its place in the queue of its backend; None where it would have to wait for too long, or for itself."""
        errand, now = self.errand, self.road.clock.steady()
        mine = errand.turn.flow if errand.turn is not None else ANYBODY
        turn = Turn(Flow(mine.project, batch=True), Size(limit, errand.input_tokens), self.road.clock.steady)
        lane = target.pulse.lane
        if lane is None:
            return turn
        held = about.place if about is not None else None
        if held is not None and held.serving and held.is_in(lane):
            turn.place = lane.enter(turn.flow, turn.size, now)
        elif lane.wait(turn.flow, now) < left and not lane.is_full(turn.flow):
            turn.place = lane.join(turn.flow, turn.size, now)
        return None if turn.place is None else turn
