"""Walk the plan: try each deployment in order until one answers; fall back before the first byte, never after."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeGuard

from larouter.core.chat import Chat
from larouter.core.decision import Decision, Record, Step
from larouter.core.deployment import Deployment
from larouter.core.errors import OverBudget, RouterError, Unavailable, Unsayable, UpstreamError
from larouter.core.frozen import frozen
from larouter.core.lane import Flow, Size
from larouter.core.ledger import Attempt as Entry
from larouter.core.ledger import Passed
from larouter.core.live import IDLE, OPEN
from larouter.core.money import MicroUSD
from larouter.core.policy import Policy
from larouter.core.pulse import Pulses
from larouter.core.tiers import Tier
from larouter.core.zones import Zone
from larouter.dispatch.attempt import Attempt, Clock, Target
from larouter.dispatch.bill import end
from larouter.dispatch.hedge import Hedging, Lateness
from larouter.dispatch.patience import Patience
from larouter.dispatch.retry import RetryBudget, delay
from larouter.dispatch.turn import Turn, longest_wait
from larouter.outbound.endpoint import Endpoint
from larouter.outbound.permit import EgressForbidden, Permit
from larouter.outbound.transport import Transport
from larouter.wire.dialogue import Dialogue, open_veiled
from larouter.wire.restoring import Restorers

MOST_ATTEMPTS = 6
LAST_RESORTS = 2
BACK_SECONDS = 5.0  # until it is worth asking again where nobody could be reached
_log = logging.getLogger("larouter.dispatch")
_PLACE = re.compile(r"[A-Za-z_]{1,40}(\[\d{1,6}\])?(\.[A-Za-z_]{1,40})?")


@dataclass(frozen=True, slots=True)
class Road:
    """What a walk needs beside the plan.

    Attributes:
        find: The deployment of that name and its server, or None when it has left the fleet.
        pulses: Where load, latency and failures are noted.
        transport: The door to the outside.
        clock: The time.
        retries: How many more may be made.
        lateness: How long hedged requests took to their first content.
        trace: The headers that hand a trace on to an attempt, by request, number and zone; None for no traces.
    """

    find: Callable[[str], tuple[Deployment, Endpoint] | None]
    pulses: Pulses
    transport: Transport
    clock: Clock
    retries: RetryBudget
    lateness: Lateness = field(default_factory=Lateness)
    trace: Callable[[str, int, Zone], tuple[tuple[str, str], ...]] | None = None


class Numbers:
    """Numbers attempts in the order in which they are made."""

    __slots__ = ("_next",)

    def __init__(self) -> None:
        self._next = 0

    def take(self) -> int:
        """The next number, from 0."""
        self._next += 1
        return self._next - 1

    def give_back(self, number: int) -> None:
        """Nothing was made under it; it is given again unless another has been taken meanwhile."""
        if number == self._next - 1:
            self._next = number


@frozen
class Errand:
    """What is carried along, the same for every attempt of a request.

    Attributes:
        chat: What was asked.
        permit: How far its bytes may go.
        input_tokens: Estimated length of the prompt, for the bill of an answer that says no usage.
        cap_output: Whether the answer must be kept to the length that was reserved for, because a budget applies.
        patience: Deadlines of an attempt, and how often one is made again.
        give_up_at: Deadline of the whole request, on the steady clock.
        hold: Tokens of a stream that are kept back until they are known to be good.
        hedge: Whether a second deployment is asked as well when the first is unusually late.
        numbers: Of the attempts, in the order in which they are made.
        restore: What puts redacted values back into the answer; None for nothing.
        turn: Where it stands in the queues of backends; None to go past them.
        passed: Told of who was passed over without a call; None where nobody writes it down.
    """

    chat: Chat
    permit: Permit
    input_tokens: int
    cap_output: bool
    patience: Patience
    give_up_at: float
    hold: int = 0
    hedge: bool = False
    numbers: Numbers = field(default_factory=Numbers)
    restore: Restorers | None = None
    turn: Turn | None = None
    passed: Callable[[Passed], None] | None = None


Reserve = Callable[[int, str, MicroUSD, Tier], Awaitable[object]]
Settle = Callable[[Entry], None]


def stand(judged: Record, flow: Flow, policy: Policy, arrived: float, road: Road) -> Turn:
    """A request's turn at the first of its plan; between the decision and this nothing else may happen."""
    features, plan = judged.features, judged.decision.plan
    turn = Turn(flow, Size(features.max_tokens, features.input_tokens), road.clock.steady)
    if plan:
        ceiling = 0 if features.batch else features.latency_ceiling_ms or policy.latency_ceiling_ms
        foreseen = judged.live.get(plan[0].deployment, IDLE).wait_ms
        turn.until = arrived + longest_wait(ceiling, foreseen)
        turn.stand(judged.decision, road.pulses)
    return turn


async def walk(decision: Decision, errand: Errand, road: Road, reserve: Reserve, settle: Settle) -> Attempt:
    """The first attempt that answers, its answer still to flow.

    What a model cannot be told, and what the budget does not cover, is left to the next one, and noted. Money is set
    aside before each attempt. When everybody has failed, those are asked whose circuits are open, for one may be back;
    then one whose failure passes by itself is asked again.

    Raises:
        RouterError: Nobody answered; the error of the last attempt, else why nobody was tried.
    """
    road.retries.earn()
    walker = _Walker(errand, road, reserve, settle)
    targets = _targets(decision.plan, road)
    below = [target for target in targets if target.step.tier < decision.target]
    hedging = walker.hedging() if errand.hedge else None
    for target in targets:
        if below and walker.made >= MOST_ATTEMPTS - LAST_RESORTS and target.step.tier >= decision.target:
            continue  # a lower tier further down may answer where many of this one have failed
        attempt = await (walker.try_(target) if hedging is None else hedging.ask(target, targets))
        if attempt is not None:
            return attempt
        if walker.made >= MOST_ATTEMPTS:
            break
    for target in _targets(decision.resorts, road) if decision.resorts else ():
        if walker.made < MOST_ATTEMPTS and (attempt := await walker.try_(target)) is not None:
            return attempt
    return await walker.try_again()


class _Walker:
    """The state of one walk.

    Attributes:
        made: Attempts made so far.
    """

    def __init__(self, errand: Errand, road: Road, reserve: Reserve, settle: Settle) -> None:
        self.made = 0
        self._errand = errand
        self._road = road
        self._reserve = reserve
        self._settle = settle
        self._last: RouterError | None = None
        self._reached = False
        self._failed: list[tuple[Target, UpstreamError]] = []

    async def try_(self, target: Target) -> Attempt | None:
        """The attempt, if it answers; None when the next deployment may do better.

        Raises:
            RouterError: No other deployment would do better.
        """
        errand, road = self._errand, self._road
        left = errand.give_up_at - road.clock.steady()
        if left <= 0:
            return None
        try:
            dialogue = _words_for(target, errand)
        except Unsayable as error:
            self._pass_over(target, error)
            return None
        number = errand.numbers.take()
        try:
            step = target.step
            await self._reserve(number, step.deployment, step.worst_case, step.tier)
        except OverBudget as error:
            errand.numbers.give_back(number)
            self._pass_over(target, error)
            return None
        if road.trace is not None:
            onward = road.trace(errand.permit.request, number, target.endpoint.zone)
            dialogue = replace(dialogue, headers=(*dialogue.headers, *onward))
        attempt = Attempt(number, target, dialogue, road.clock)
        self.made += 1
        limits = errand.patience.of(target.step.tier, left)
        try:
            await attempt.begin(
                errand.permit,
                road.transport,
                limits,
                stream=errand.chat.stream,
                hold=errand.hold,
                turn=errand.turn,
            )
        except BaseException as error:
            self._settle(end(attempt, errand.input_tokens, error))
            if not _passed_over(error):
                raise
            _log.info("%s attempt %d: %s", errand.permit.request, attempt.number, error.operator_detail)
            self._last = error
            if isinstance(error, UpstreamError):
                self._reached = self._reached or error.connected
                self._failed.append((target, error))
            return None
        return attempt

    def _pass_over(self, target: Target, error: Unsayable | OverBudget) -> None:
        self._last = self._last or error
        if self._errand.passed is not None:
            place = _PLACE.match(error.param or "")
            step = target.step
            self._errand.passed(Passed(step.deployment, step.tier, error.code, place[0] if place else ""))

    def hedging(self) -> Hedging:
        """What asks a second deployment beside one that is late."""
        road = self._road
        return Hedging(
            road.lateness,
            road.retries.spend,
            road.clock.steady,
            self.try_,
            self._discard,
            stream=self._errand.chat.stream,
        )

    def _discard(self, attempt: Attempt, error: BaseException) -> None:
        self._settle(end(attempt, self._errand.input_tokens, error))

    async def try_again(self) -> Attempt:
        """Ask once more, of those whose failure passes by itself, who is not known to be down, else who failed first.

        Raises:
            RouterError: There is none, or it failed again.
        """
        how = self._errand.patience.persistence
        for retries in range(how.most):
            left = self._errand.give_up_at - self._road.clock.steady()
            waits = [(delay(error, retries, left, how), target) for target, error in self._failed]
            worth = [(wait, target) for wait, target in waits if wait is not None]
            if not worth or not self._road.retries.spend():
                break
            now = self._road.clock.steady()
            wait, target = min(worth, key=lambda one: one[1].pulse.state(now) is OPEN)
            self._failed = [one for one in self._failed if one[0] is not target]
            await asyncio.sleep(wait)
            if (attempt := await self.try_(target)) is not None:
                return attempt
        raise self._why()

    def _why(self) -> RouterError:
        """Why nobody answered: the last failure, or that no backend is there to fail."""
        last = self._last
        if last is None:
            return Unavailable("the backends of the plan have just left")
        if isinstance(last, UpstreamError) and not self._reached:
            away = Unavailable("no backend that may answer this can be reached now", (last.operator_detail,))
            away.retry_after = BACK_SECONDS
            return away
        return last


def _passed_over(error: BaseException) -> TypeGuard[RouterError]:
    """Whether the next deployment may do better: this one failed, or stands where its zone does not."""
    return (isinstance(error, UpstreamError) and error.retryable) or isinstance(error, EgressForbidden)


def _targets(steps: Sequence[Step], road: Road) -> list[Target]:
    found = [(step, road.find(step.deployment)) for step in steps]
    there = [(step, it) for step, it in found if it is not None]
    return [
        Target(step, *it, road.pulses.of(step.deployment), alone=step is there[-1][0]) for step, it in there
    ]


def _words_for(target: Target, errand: Errand) -> Dialogue:
    return open_veiled(
        errand.chat,
        target.server,
        errand.restore,
        request_id=errand.permit.request,
        max_output=target.step.max_output if errand.cap_output else None,
    )
