"""The request path: everything that happens to a request, in the order it happens."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from larouter.access.admit import Gate
from larouter.access.rate import Allowance, Turnstile
from larouter.account.archive import Archive
from larouter.account.caps import NO_LIMIT
from larouter.account.ledger import Ledger
from larouter.account.retention import Retention
from larouter.account.ticket import Ticket
from larouter.core.chat import EMBEDDINGS, OPENAI_RESPONSES, Chat
from larouter.core.decision import Record
from larouter.core.deployment import Fleet
from larouter.core.errors import BadRequest
from larouter.core.features import Features, Finding
from larouter.core.frozen import frozen
from larouter.core.ids import dice
from larouter.core.lane import ANYBODY, Flow
from larouter.core.ledger import Attempt as Entry
from larouter.core.ledger import Opening, Outcome
from larouter.core.policy import Policy
from larouter.core.project import Pass
from larouter.core.routes import DAY_MINUTES, WEEK_MINUTES
from larouter.decide.because import REASONS, Reason, because
from larouter.decide.decide import decide
from larouter.decide.reach import permit, reach
from larouter.decide.record import encode
from larouter.decide.refuse import refusal
from larouter.delivery import Case, Delivery, settle
from larouter.dispatch.affinity import Continued, Memory
from larouter.dispatch.cascade import Answered, cascade
from larouter.dispatch.counsel import Counsel
from larouter.dispatch.patience import Patience
from larouter.dispatch.turn import Turn
from larouter.dispatch.walk import Errand, Road, stand, walk
from larouter.ingress.attribution import attributed
from larouter.ingress.call import Call
from larouter.ingress.ending import status_of
from larouter.ingress.hints import Hints, lowered, named_headers, read_hints, read_sensitivity
from larouter.ingress.read import read, read_call
from larouter.ingress.speak import Reply
from larouter.inspect.look import Circumstances, Detector, Scorer, look
from larouter.inspect.veil import Veil
from larouter.quality import Quality, Shadowing
from larouter.routers.opinions import Opinions, Question
from larouter.store.attempts import Owner

DAY_MS = 86_400_000
MINUTE_MS = 60_000
MONDAY_MINUTES = 3 * DAY_MINUTES  # 1970 began on a Thursday
REDACTED = "redacted"


@frozen
class Seen:
    """A request that has been inspected and decided.

    Attributes:
        record: The decision, and what it was made on.
        chat: What leaves: the request as it came, or without its findings.
        veil: What stands for them; None for nothing.
    """

    record: Record
    chat: Chat
    veil: Veil | None = None


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The parts that a request passes, wired by compose."""

    gate: Gate
    turnstile: Turnstile
    difficulty: Scorer
    sensitivity: Callable[[Policy], Detector]
    veil: Callable[[Mapping[str, object]], Awaitable[Veil | None]]
    fleet: Callable[[Flow], Fleet]
    ledger: Ledger
    road: Road
    patience: Callable[[], Patience]
    quality: Quality
    archive: Archive
    retention: Retention
    opinions: Opinions
    memory: Memory = field(default_factory=Memory)
    reasons: dict[Reason, int] = field(default_factory=lambda: dict.fromkeys(REASONS, 0))

    async def answer(self, call: Call) -> Reply:
        """The answer to a request, from admission to record.

        Raises:
            RouterError: There is none; nothing has been sent to the client.
        """
        caller = self.gate.admit(call.headers)
        allowance = self.turnstile.enter(caller, call.arrived)
        try:
            return await self._answer(call, caller, allowance)
        except BaseException:
            allowance.leave(0)
            raise

    async def _answer(self, call: Call, caller: Pass, allowance: Allowance) -> Reply:
        hints = read_hints(call.headers)
        chat = await self._read(call, caller)
        hints = attributed(hints, chat, wants_session=self.ledger.wants_session(caller.project.id))
        seen = await self.judge(call, caller, chat, hints)
        case = Case(call, caller, seen.chat, hints, seen.record, seen.veil)
        asked: list[Entry] = []
        if self.opinions.wanted(case.judged):
            case = await self._weigh(case, self.opinions, asked)
        with stand(case.judged, _flow_of(case), caller.project.policy, call.arrived, self.road) as turn:
            await self.ledger.room()
            self.reasons[because(case.judged)] += 1
            ticket = self.ledger.open(_opening(case))
            if days := caller.project.policy.keep_prompts_days:
                self.retention.keep_prompt(call.id, caller.project.id, chat.body.members, days)
            for entry in asked:
                ticket.settle(entry)
            try:
                answered, shadow = await self._dispatch(case, ticket, turn)
            except BaseException as error:
                status, code = status_of(error, left=call.left())
                ticket.close(Outcome(status=status, error=code, latency_ms=self._elapsed_ms(call)))
                raise
        delivery = Delivery(
            case, chat, allowance, ticket, answered, self.memory, self.road.clock.steady, shadow
        )
        if answered.attempt.length is not None:
            answer = await delivery.whole()
            if chat.kept:
                await self.archive.keep(answer, chat, caller.project.id)
            return Reply(200, delivery.head(), answer)
        flow = delivery.flow()
        return Reply(
            200, delivery.head(), self.archive.keeping(flow, chat, caller.project.id) if chat.kept else flow
        )

    async def _read(self, call: Call, caller: Pass) -> Chat:
        """What is asked; where answers are kept, with the conversation that it goes on from."""
        raw = await call.body()
        if call.protocol != OPENAI_RESPONSES or not self.archive.on:
            return read_call(raw, call.protocol, call.path, call.headers)
        raw, previous = await self.archive.recall(raw, caller.project.id)
        return self.archive.wanted(read_call(raw, call.protocol, call.path, call.headers), previous)

    async def judge(self, call: Call, caller: Pass, chat: Chat, hints: Hints) -> Seen:
        """Inspect a request and decide; sends nothing."""
        policy = caller.project.policy
        means = NO_LIMIT
        if self.ledger.limits(caller.project.id):
            means = self.ledger.means(
                Owner(call.id, call.arrived_ms, caller.project.id, caller.token_id, hints.tags)
            )
        around = Circumstances(
            dice=dice(call.id),
            today=call.arrived_ms // DAY_MS,
            remaining=means.remaining,
            caps=means.caps,
            sensitivity=max(hints.sensitivity, read_sensitivity(chat)),
            latency_ceiling_ms=hints.latency_ceiling_ms if policy.clients.latency else 0,
            lowered=lowered(hints, caller),
        )
        if policy.rules:
            around = _for_rules(around, call, hints, policy)
        features = await look(chat, around, self.difficulty, self.sensitivity(policy))
        seen = None
        if policy.redact and features.findings and EMBEDDINGS not in features.needs:
            seen = await self._redacted(call, chat, around, (features, policy))
        features, sent, hidden = seen or (features, chat, None)
        if hints.batch or len(chat.turns) > 1:
            came = Continued(project_id=caller.project.id, turns=chat.turns, batch=hints.batch)
            features = self.memory.place(features, came, policy.affinity, self.road.clock.steady())
        fleet = self.fleet(Flow(caller.project.id, hints.batch))
        return Seen(Record(features, fleet.live, decide(features, policy, fleet)), sent, hidden)

    async def _redacted(
        self, call: Call, chat: Chat, around: Circumstances, was: tuple[Features, Policy]
    ) -> tuple[Features, Chat, Veil] | None:
        """The request without its findings, where it may travel further so; None where it may not."""
        features, policy = was
        hidden = await self.veil(chat.body.members)
        if hidden is None:
            return None
        try:
            rest = replace(
                read(hidden.body, call.protocol, call.path),
                kept=chat.kept,
                previous=chat.previous,
                betas=chat.betas,
            )
        except BadRequest:
            return None
        left = await look(rest, around, self.difficulty, self.sensitivity(policy))
        if reach(left, policy)[0] <= reach(features, policy)[0]:
            return None
        noted = (*left.findings, Finding(REDACTED, len(hidden.values)))
        return replace(left, findings=noted), rest, hidden

    async def _weigh(self, it: Case, opinions: Opinions, asked: list[Entry]) -> Case:
        """The same after further opinions; a call that is cut off is written down all the same."""
        policy = it.caller.project.policy
        question = Question(it.call.id, it.chat, policy, partial(self.fleet, _flow_of(it)))
        try:
            return replace(it, judged=await opinions.weigh(question, it.judged, asked.append))
        except BaseException as error:
            if asked:
                ticket = self.ledger.open(_opening(it))
                for entry in asked:
                    ticket.settle(entry)
                status, code = status_of(error, left=it.call.left())
                ticket.close(Outcome(status=status, error=code, latency_ms=self._elapsed_ms(it.call)))
            raise

    async def preview(self, call: Call, caller: Pass) -> Record:
        """The decision that a request would get, without sending anything."""
        chat = await self._read(call, caller)
        wants_session = self.ledger.wants_session(caller.project.id)
        hints = attributed(read_hints(call.headers), chat, wants_session=wants_session)
        seen = await self.judge(call, caller, chat, hints)
        question = Question(call.id, seen.chat, caller.project.policy, partial(self.fleet, ANYBODY))
        return await self.opinions.weigh(question, seen.record, None)

    async def _dispatch(self, it: Case, ticket: Ticket, turn: Turn) -> tuple[Answered, Shadowing | None]:
        call, judged, policy = it.call, it.judged, it.caller.project.policy
        if not judged.decision.plan:
            starts_anew, seconds = self.ledger.starts_anew(ticket.owner)
            raise refusal(judged.decision, judged.features, starts_anew, seconds, judged.live)
        patience = self.patience()
        errand = Errand(
            chat=it.chat,
            permit=permit(judged.features, policy, call.id),
            input_tokens=judged.features.input_tokens,
            cap_output=judged.features.capped,
            patience=patience,
            give_up_at=call.arrived + min(patience.request, it.hints.deadline_ms / 1000 or patience.request),
            hold=policy.hold,
            hedge=policy.hedge,
            restore=None if it.veil is None else it.veil.restorer,
            turn=turn,
            passed=ticket.pass_over,
        )
        decision, reserve, note = judged.decision, ticket.reserve, partial(settle, ticket, call)
        counsel = Counsel(errand, self.road, reserve, note)
        standards = self.quality.standards(it.chat, judged, it.caller, counsel)
        shadow = None if policy.shadow is None else self.quality.shadow(it.chat, judged, it.caller, counsel)
        if standards is None:
            return Answered(await walk(decision, errand, self.road, reserve, note)), shadow
        return await cascade(decision, errand, self.road, reserve, note, standards), shadow

    def _elapsed_ms(self, call: Call) -> int:
        return round((self.road.clock.steady() - call.arrived) * 1000)


def _flow_of(it: Case) -> Flow:
    return Flow(it.caller.project.id, it.hints.batch)


def _opening(it: Case) -> Opening:
    call, caller, chat, judged = it.call, it.caller, it.chat, it.judged
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
        tags=it.hints.tags,
    )


def _for_rules(around: Circumstances, call: Call, hints: Hints, policy: Policy) -> Circumstances:
    """What the rules of a policy ask about, and no more of it than they name."""
    headers = {name for rule in policy.rules for name, _ in rule.headers}
    tags = {name for rule in policy.rules for name, _ in rule.tags}
    return replace(
        around,
        minute=(call.arrived_ms // MINUTE_MS + MONDAY_MINUTES) % WEEK_MINUTES,
        headers=named_headers(call.headers, headers),
        tags=tuple([tag for tag in hints.tags if tag[0] in tags]),
    )
