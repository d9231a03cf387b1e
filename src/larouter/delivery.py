"""What is left once an attempt answers: pass its bytes on, settle, and close the row, however it ends."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from functools import partial

from larouter.access.rate import Allowance
from larouter.account.ticket import Ticket
from larouter.core.chat import Chat
from larouter.core.decision import Record
from larouter.core.errors import Stopped
from larouter.core.frozen import frozen
from larouter.core.ledger import Attempt as Entry
from larouter.core.ledger import Outcome
from larouter.core.project import Pass
from larouter.dispatch.affinity import Memory
from larouter.dispatch.bill import CLIENT_LEFT, end
from larouter.dispatch.cascade import Answered
from larouter.ingress.call import Call
from larouter.ingress.ending import CLIENT_GONE, last_word, status_of
from larouter.ingress.hints import Hints
from larouter.ingress.speak import Label, head_of, last_event
from larouter.inspect.veil import Veil
from larouter.quality import Shadowing


@frozen
class Case:
    """A request that has been read and decided."""

    call: Call
    caller: Pass
    chat: Chat
    hints: Hints
    judged: Record
    veil: Veil | None = None


@frozen
class Delivery:
    """The way of an answer to the client.

    Attributes:
        case: What was asked and decided.
        chat: The request as it came; what was sent may be without its findings.
        allowance: What the request takes of its rate limits, to be given back.
        ticket: Its place in the ledger.
        answered: Who answers, and which answers were turned down before.
        memory: Remembers who answered a conversation.
        steady: Seconds of a clock that only goes forward.
        shadow: Hears the answer, to grade it when it is whole; None for most.
    """

    case: Case
    chat: Chat
    allowance: Allowance
    ticket: Ticket
    answered: Answered
    memory: Memory
    steady: Callable[[], float]
    shadow: Shadowing | None = None

    def head(self) -> list[tuple[bytes, bytes]]:
        """The headers of the answer."""
        attempt = self.answered.attempt
        return head_of(self._label(), attempt.content_type, attempt.length) + self.allowance.headers()

    async def whole(self) -> bytes:
        """An answer in one piece, settled and closed."""
        failure: BaseException | None = None
        try:
            await self.ticket.opened()
        except BaseException as error:
            failure = error
            raise
        finally:
            if self.shadow is not None:
                self.shadow.hear(self.answered.attempt.held)
            self._close(failure, told=failure is None)
        return self.answered.attempt.held

    async def flow(self) -> AsyncGenerator[bytes, None]:
        """The bytes of a stream; when they end, however they end, the attempt is settled and the row closed."""
        attempt, call = self.answered.attempt, self.case.call
        failure: BaseException | None = None
        told = False
        try:
            while part := await attempt.part():
                if attempt.complete:
                    await self.ticket.opened()
                if self.shadow is not None:
                    self.shadow.hear(part)
                told = True
                yield part
        except BaseException as error:
            failure = error
            last = last_word(error, left=call.left())
            if last is None or not told:
                raise
            yield last_event(last, call.protocol)
            if last is not error and not isinstance(error, asyncio.CancelledError):
                raise  # for the log
        finally:
            self._close(failure, told=told)

    @property
    def _degraded(self) -> bool:
        """Whether a lower tier stands in for the target."""
        return self.answered.attempt.target.step.tier < self.case.judged.decision.target

    def _close(self, failure: BaseException | None, *, told: bool) -> None:
        case, attempt = self.case, self.answered.attempt
        entry = end(attempt, case.judged.features.input_tokens, failure)
        now = self.steady()
        outcome = self._outcome(failure, now, told=told)
        if self.shadow is None or failure is not None:
            self.ticket.finish(_truly(entry, case.call), outcome)
        else:
            settle(self.ticket, case.call, entry)
            self.shadow.begin(attempt.target.step, partial(self.ticket.close, outcome))
        used = entry.usage.input_tokens + entry.usage.output_tokens
        for one in self.answered.rejected:
            used += one.usage.input_tokens + one.usage.output_tokens
        self.allowance.leave(used)
        if failure is None:
            self.memory.note(case.caller.project.id, self.chat.turns, entry.deployment, now)

    def _outcome(self, failure: BaseException | None, now: float, *, told: bool) -> Outcome:
        call, attempt = self.case.call, self.answered.attempt
        first = attempt.first_byte_at
        status, code = (200, "") if failure is None else status_of(failure, left=call.left())
        return Outcome(
            status=200 if told and status != CLIENT_GONE else status,
            error=code,
            answered_by=attempt.target.deployment.name,
            tier=attempt.target.step.tier,
            degraded=self._degraded,
            latency_ms=round((now - call.arrived) * 1000),
            ttft_ms=round((first - call.arrived) * 1000) if first else None,
            spilled=self.case.judged.decision.spilled,
        )

    def _label(self) -> Label:
        attempt, rejected = self.answered.attempt, self.answered.rejected
        target = attempt.target
        return Label(
            request_id=self.case.call.id,
            protocol=self.case.call.protocol,
            tier=target.step.tier.word,
            model=target.deployment.name,
            zone=target.deployment.zone.word,
            reason=target.step.reason,
            dropped=attempt.dialogue.dropped,
            degraded=self._degraded,
            rejected=tuple([f"{one.deployment} ({one.error})" for one in rejected]) if rejected else (),
            rejected_cost=sum([one.cost for one in rejected]) if rejected else 0,
            flaw=self.answered.flaw,
        )


def settle(ticket: Ticket, call: Call, entry: Entry) -> None:
    """Write an attempt down."""
    ticket.settle(_truly(entry, call))


def _truly(entry: Entry, call: Call) -> Entry:
    """The same; one that was cut off because the router stops says so."""
    cut_off = entry.error == CLIENT_LEFT and not call.left()
    return replace(entry, error=Stopped.code) if cut_off else entry
