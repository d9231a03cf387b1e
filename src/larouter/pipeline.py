"""The request path: everything that happens to a request, in the order it happens."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass, replace

from larouter.access.admit import Gate
from larouter.account.ledger import Ledger
from larouter.account.ticket import Ticket
from larouter.core.chat import Chat
from larouter.core.decision import Decision, Record
from larouter.core.deployment import Deployment, Fleet
from larouter.core.errors import Internal, RouterError, Stopped
from larouter.core.ids import dice
from larouter.core.ledger import Attempt as Entry
from larouter.core.ledger import Opening, Outcome
from larouter.core.prices import charge
from larouter.core.project import Pass
from larouter.decide.decide import decide
from larouter.decide.reach import permit
from larouter.decide.record import encode
from larouter.decide.refuse import refusal
from larouter.dispatch.attempt import Attempt, Errand, priced
from larouter.dispatch.walk import Road, walk
from larouter.ingress.hints import Hints, read_hints
from larouter.ingress.read import read
from larouter.ingress.speak import Label, Reply, head_of, last_event
from larouter.inspect.look import Circumstances, Detector, Scorer, look
from larouter.outbound.endpoint import Limits
from larouter.wire.openai_stream import DONE_EVENT

DAY_MS = 86_400_000
CLIENT_GONE = 499


@dataclass(frozen=True, slots=True)
class Call:
    """A request as it came in.

    Attributes:
        id: `req_…`.
        protocol: The wire protocol of the route.
        headers: Names in lower case.
        body: Reads the body, within its limit; nothing is read before the caller is known.
        arrived_ms: Milliseconds since 1970.
        arrived: The same moment on the steady clock, in seconds.
        left: Whether the client has gone away; if it is cancelled otherwise, the router is being stopped.
    """

    id: str
    protocol: str
    headers: list[tuple[bytes, bytes]]
    body: Callable[[], Awaitable[bytes]]
    arrived_ms: int
    arrived: float
    left: Callable[[], bool] = bool


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The parts that a request passes, wired by compose."""

    gate: Gate
    difficulty: Scorer
    sensitivity: Detector
    fleet: Callable[[], Fleet]
    ledger: Ledger
    road: Road
    limits: Callable[[], Limits]

    async def answer(self, call: Call) -> Reply:
        """The answer to a request, from admission to record.

        Raises:
            RouterError: There is none; nothing has been sent to the client.
        """
        caller = self.gate.admit(call.headers)
        hints = read_hints(call.headers)
        chat = read(await call.body(), call.protocol, _encoding(call.headers))
        judged = self.judge(call, caller, chat, hints)
        ticket = self.ledger.open(_opening(call, caller, chat, hints, judged))
        try:
            attempt = await self._dispatch(call, caller, chat, judged, ticket)
        except BaseException as error:
            status, code = _status(error, call)
            ticket.close(Outcome(status=status, error=code, latency_ms=self._elapsed_ms(call)))
            raise
        label = _label(call, attempt, judged.decision)
        headers = head_of(label, attempt.content_type, attempt.length)
        return Reply(200, headers, self._flow(call, ticket, attempt, label))

    def judge(self, call: Call, caller: Pass, chat: Chat, hints: Hints) -> Record:
        """Inspect a request and decide; sends nothing."""
        around = Circumstances(
            dice=dice(call.id),
            today=call.arrived_ms // DAY_MS,
            remaining=self.ledger.remaining(caller.project.id),
            sensitivity=hints.sensitivity,
            latency_ceiling_ms=hints.latency_ceiling_ms,
        )
        features = look(chat, around, self.difficulty, self.sensitivity)
        fleet = self.fleet()
        return Record(features, fleet.live, decide(features, caller.project.policy, fleet))

    async def preview(self, call: Call, caller: Pass) -> Record:
        """The decision that a request would get, without sending anything."""
        chat = read(await call.body(), call.protocol, _encoding(call.headers))
        return self.judge(call, caller, chat, read_hints(call.headers))

    async def _dispatch(
        self, call: Call, caller: Pass, chat: Chat, judged: Record, ticket: Ticket
    ) -> Attempt:
        if not judged.decision.plan:
            starts_anew = self.ledger.starts_anew(caller.project.id)
            raise refusal(judged.decision, judged.features, starts_anew)
        errand = Errand(
            chat=chat,
            permit=permit(judged.features, caller.project.policy, call.id),
            input_tokens=judged.features.input_tokens,
            cap_output=judged.features.remaining is not None,
            limits=self.limits(),
        )
        return await walk(judged.decision, errand, self.road, ticket.reserve, _settling(ticket, call))

    async def _flow(
        self, call: Call, ticket: Ticket, attempt: Attempt, label: Label
    ) -> AsyncGenerator[bytes, None]:
        """The bytes of the answer; when they end, however they end, the attempt is settled and the row closed."""
        failure: BaseException | None = None
        told = False
        try:
            async for part in attempt.flow():
                if attempt.complete:
                    await ticket.opened()
                told = True
                yield part
            if attempt.length is None and not attempt.terminated:
                await ticket.opened()
                yield DONE_EVENT
        except BaseException as error:
            failure = error
            last = _last_word(error, call)
            if last is None or not told or attempt.length is not None:
                raise
            yield last_event(last)
            if last is not error and not isinstance(error, asyncio.CancelledError):
                raise  # for the log
        finally:
            _settling(ticket, call)(attempt.end(failure), attempt.deployment)
            status, code = (200, "") if failure is None else _status(failure, call)
            seen = 200 if told and status != CLIENT_GONE else status
            ticket.close(self._outcome(call, attempt, label, (seen, code)))

    def _outcome(self, call: Call, attempt: Attempt, label: Label, ended: tuple[int, str]) -> Outcome:
        first = attempt.first_byte_at
        status, code = ended
        return Outcome(
            status=status,
            error=code,
            answered_by=attempt.deployment.name,
            tier=attempt.step.tier,
            degraded=label.degraded,
            latency_ms=self._elapsed_ms(call),
            ttft_ms=round((first - call.arrived) * 1000) if first else None,
        )

    def _elapsed_ms(self, call: Call) -> int:
        return round((self.road.clock.steady() - call.arrived) * 1000)


def _settling(ticket: Ticket, call: Call) -> Callable[[Entry, Deployment], None]:
    def settle(entry: Entry, deployment: Deployment) -> None:
        if entry.status == "cancelled" and not call.left():
            entry = replace(entry, error=Stopped.code)
        ticket.settle(priced(entry, deployment.rates, charge))

    return settle


def _last_word(error: BaseException, call: Call) -> RouterError | None:
    """What a stream that was begun ends with, or None when there is nobody to hear it."""
    if isinstance(error, asyncio.CancelledError):
        return None if call.left() else Stopped()
    if isinstance(error, GeneratorExit):
        return None
    return error if isinstance(error, RouterError) else Internal("the router failed; its log has the cause")


def _opening(call: Call, caller: Pass, chat: Chat, hints: Hints, judged: Record) -> Opening:
    decision = judged.decision
    return Opening(
        request_id=call.id,
        at_ms=call.arrived_ms,
        project_id=caller.project.id,
        token_id=caller.token_id,
        protocol=chat.protocol,
        stream=chat.stream,
        asked_model=chat.model,
        target=decision.target,
        sensitivity=judged.features.sensitivity,
        reach=decision.reach,
        record=encode(judged),
        policy_version=decision.policy_version,
        fleet_version=decision.fleet_version,
        tags=hints.tags,
    )


def _label(call: Call, attempt: Attempt, decision: Decision) -> Label:
    return Label(
        request_id=call.id,
        tier=attempt.step.tier.name,
        model=attempt.deployment.name,
        zone=attempt.deployment.zone.name.lower(),
        reason=attempt.step.reason,
        degraded=attempt.step.tier < decision.target,
    )


def _encoding(headers: list[tuple[bytes, bytes]]) -> bytes:
    for name, value in headers:
        if name == b"content-encoding":
            return value.strip().lower()
    return b""


def _status(error: BaseException, call: Call) -> tuple[int, str]:
    if isinstance(error, RouterError):
        return error.status, error.code
    if not isinstance(error, asyncio.CancelledError | GeneratorExit):
        return Internal.status, Internal.code
    return (CLIENT_GONE, "client_closed_request") if call.left() else (Stopped.status, Stopped.code)
