"""The request path: everything that happens to a request, in the order it happens."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from dataclasses import dataclass

from larouter.access.admit import Gate
from larouter.account.ledger import Ledger, Ticket
from larouter.account.prices import charge
from larouter.core.chat import Chat
from larouter.core.decision import Decision
from larouter.core.deployment import Deployment, Fleet
from larouter.core.errors import BrokenStream, Internal, RouterError
from larouter.core.features import Features
from larouter.core.ids import dice
from larouter.core.ledger import Attempt as Entry
from larouter.core.ledger import Opening, Outcome
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
    """

    id: str
    protocol: str
    headers: list[tuple[bytes, bytes]]
    body: Callable[[], Awaitable[bytes]]
    arrived_ms: int
    arrived: float


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The parts that a request passes, wired by compose."""

    gate: Gate
    difficulty: Scorer
    sensitivity: Detector
    fleet: Callable[[Iterable[str] | None], Fleet]
    ledger: Ledger
    road: Road
    limits: Limits

    async def answer(self, call: Call) -> Reply:
        """The answer to a request, from admission to record.

        Raises:
            RouterError: There is none; nothing has been sent to the client.
        """
        caller = self.gate.admit(call.headers)
        hints = read_hints(call.headers)
        chat = read(await call.body(), call.protocol, _encoding(call.headers))
        features = self.inspect(call.id, call.arrived_ms, caller, chat, hints)
        fleet = self.fleet(None)
        decision = decide(features, caller.project.policy, fleet)
        ticket = self.ledger.open(_opening(call, caller, chat, hints, features, fleet, decision))
        try:
            if not decision.plan:
                raise refusal(decision, features)
            errand = self._errand(call, caller, chat, features)
            attempt = await walk(decision, errand, self.road, ticket.reserve, _settling(ticket))
        except BaseException as error:
            ticket.close(_failed(error, self._elapsed_ms(call)))
            raise
        label = Label(
            call.id,
            attempt.step.tier.name,
            attempt.deployment.name,
            attempt.deployment.zone.name.lower(),
            attempt.step.reason,
            attempt.step.tier < decision.target,
        )
        return Reply(200, head_of(label, attempt.content_type, attempt.length), self._flow(call, ticket, attempt, label, chat))

    def inspect(self, request_id: str, now_ms: int, caller: Pass, chat: Chat, hints: Hints) -> Features:
        """What a decision may know of a request."""
        around = Circumstances(
            dice=dice(request_id),
            today=now_ms // DAY_MS,
            remaining=self.ledger.remaining(caller.project.id),
            sensitivity=hints.sensitivity,
            latency_ceiling_ms=hints.latency_ceiling_ms,
        )
        return look(chat, around, self.difficulty, self.sensitivity)

    def preview(self, call: Call, raw: bytes, caller: Pass) -> tuple[Decision, Features]:
        """The decision that a request would get, without sending anything."""
        chat = read(raw, call.protocol)
        features = self.inspect(call.id, call.arrived_ms, caller, chat, read_hints(call.headers))
        return decide(features, caller.project.policy, self.fleet(None)), features

    def _errand(self, call: Call, caller: Pass, chat: Chat, features: Features) -> Errand:
        return Errand(
            chat=chat,
            permit=permit(features, caller.project.policy, call.id),
            input_tokens=features.input_tokens,
            cap_output=features.remaining is not None,
            limits=self.limits,
        )

    async def _flow(self, call: Call, ticket: Ticket, attempt: Attempt, label: Label, chat: Chat) -> AsyncGenerator[bytes, None]:
        """The bytes of the answer; when they end, however they end, the attempt is settled and the row closed."""
        failure: BaseException | None = None
        try:
            async for part in attempt.flow():
                if attempt.complete:
                    await ticket.opened()
                yield part
            if chat.stream and not attempt.terminated:
                await ticket.opened()
                yield DONE_EVENT
        except BrokenStream as error:
            failure = error
            error.request_id = call.id
            yield last_event(error)
        except BaseException as error:
            failure = error
            raise
        finally:
            _settling(ticket)(attempt.end(failure), attempt.deployment)
            ticket.close(self._outcome(call, attempt, label, failure))

    def _outcome(self, call: Call, attempt: Attempt, label: Label, failure: BaseException | None) -> Outcome:
        first = attempt.first_byte_at
        status, code = (200, "") if failure is None else _status(failure)
        return Outcome(
            status=200 if isinstance(failure, BrokenStream) else status,
            error=code,
            answered_by=attempt.deployment.name,
            tier=attempt.step.tier,
            degraded=label.degraded,
            latency_ms=self._elapsed_ms(call),
            ttft_ms=round((first - call.arrived) * 1000) if first else None,
        )

    def _elapsed_ms(self, call: Call) -> int:
        return round((self.road.clock.steady() - call.arrived) * 1000)


def _settling(ticket: Ticket) -> Callable[[Entry, Deployment], None]:
    def settle(entry: Entry, deployment: Deployment) -> None:
        ticket.settle(priced(entry, deployment.rates, charge))

    return settle


def _opening(
    call: Call, caller: Pass, chat: Chat, hints: Hints, features: Features, fleet: Fleet, decision: Decision
) -> Opening:
    return Opening(
        request_id=call.id,
        at_ms=call.arrived_ms,
        project_id=caller.project.id,
        token_id=caller.token_id,
        protocol=chat.protocol,
        stream=chat.stream,
        asked_model=chat.model,
        target=decision.target,
        sensitivity=features.sensitivity,
        reach=decision.reach,
        record=encode(features, fleet, decision),
        policy_version=decision.policy_version,
        fleet_version=decision.fleet_version,
        tags=hints.tags,
    )


def _encoding(headers: list[tuple[bytes, bytes]]) -> bytes:
    for name, value in headers:
        if name == b"content-encoding":
            return value.strip().lower()
    return b""


def _failed(error: BaseException, latency_ms: int) -> Outcome:
    status, code = _status(error)
    return Outcome(status=status, error=code, latency_ms=latency_ms)


def _status(error: BaseException) -> tuple[int, str]:
    if isinstance(error, RouterError):
        return error.status, error.code
    if isinstance(error, asyncio.CancelledError | GeneratorExit):
        return CLIENT_GONE, "client_closed_request"
    return Internal.status, Internal.code
