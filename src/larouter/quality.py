"""What an answer must meet under a project's policy; connects the checks, the decision and the rates of escalation."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from larouter.access.escalations import Escalations
from larouter.background import spawn
from larouter.core.chat import EMBEDDINGS, Chat
from larouter.core.decision import Decision, Record, Step
from larouter.core.deployment import Fleet
from larouter.core.errors import BadRequest
from larouter.core.feedback import SHADOW, Feedback, span_label
from larouter.core.ids import dice
from larouter.core.policy import Escalation
from larouter.core.project import Pass
from larouter.decide.escalate import adviser, higher, other_side
from larouter.dispatch.attempt import Attempt
from larouter.dispatch.cascade import Standards
from larouter.dispatch.checks.agree import agree
from larouter.dispatch.checks.judge import MOST_TOKENS, question_for, verdict_of
from larouter.dispatch.checks.said import Said, Wanted, said_by, wanted_of
from larouter.dispatch.checks.suite import declines, flaw_of
from larouter.dispatch.counsel import Counsel
from larouter.dispatch.shadow import grade, later, needed
from larouter.store import feedback
from larouter.store.database import Database
from larouter.wire.answer import NotTheProtocol
from larouter.wire.listening import conversation_of, heard
from larouter.wire.neutral import Conversation

DISAGREEMENT = "disagreement"
JUDGED = "judged"
MOST_SHADOWS = 4
MOST_HEARD = 200_000


@dataclass(frozen=True, slots=True)
class Quality:
    """Makes the standards of a request.

    Attributes:
        fleet: What could answer now.
        most: Answers that may be replaced in one request; 0 when escalation is switched off.
        rates: How often answers have been replaced lately.
        database: Where what shadow grading found is kept, or None for nowhere.
        shadows: The requests that are being graded.
    """

    fleet: Callable[[], Fleet]
    most: Callable[[], int]
    database: Database | None = None
    rates: Escalations = field(default_factory=Escalations)
    shadows: set[str] = field(default_factory=set)

    def standards(self, chat: Chat, judged: Record, caller: Pass, counsel: Counsel) -> Standards | None:
        """The standards of a request; None where no answer of it is ever replaced.

        A stream is looked at only as far as it is kept back, and several alternatives are not looked at.
        """
        policy, most = caller.project.policy, self.most()
        rule = policy.escalation
        if not (rule.enabled and most) or (chat.stream and not policy.hold) or chat.answers > 1:
            return None
        features, decision = judged.features, judged.decision

        def above(answered: Step, tried: frozenset[str]) -> Decision | None:
            return higher(decision, features, policy, answered, tried)

        def may() -> bool:
            rates = (rule.per_minute, rule.per_minute_token)
            now = counsel.road.clock.steady()
            return self.rates.take(caller.project.id, caller.token_id, rates, now)

        def opinion(model: str, more: int, tokens: int | None) -> Step | None:
            return adviser(features, policy, self.fleet(), model, more, tokens)

        return Standards(_Scrutiny(chat, rule, counsel, opinion).flaw, above, may, most)

    def shadow(self, chat: Chat, judged: Record, caller: Pass, counsel: Counsel) -> "Shadowing | None":
        """What grades a request in the shadow; None for one that is not in the sample, or that cannot be compared."""
        features, policy = judged.features, caller.project.policy
        rule, request = policy.shadow, counsel.errand.permit.request
        if rule is None or dice(request[:-4]) >= rule.share * 10_000 or len(self.shadows) >= MOST_SHADOWS:
            return None
        if chat.answers > 1 or EMBEDDINGS in features.needs or counsel.errand.restore is not None:
            return None

        def judge(characters: int) -> Step | None:
            return adviser(features, policy, self.fleet(), rule.judge, characters, MOST_TOKENS)

        return Shadowing(self, chat, judged, counsel, judge)


@dataclass(slots=True, eq=False)
class Shadowing:
    """Hears the answer to a request that is in the sample, and has it graded when it is over."""

    quality: Quality
    chat: Chat
    judged: Record
    counsel: Counsel
    judge: Callable[[int], Step | None]
    _heard: list[bytes] = field(default_factory=list)
    _size: int = 0

    def hear(self, part: bytes) -> None:
        """Note a part of the answer."""
        self._size += len(part)
        if self._size <= MOST_HEARD:
            self._heard.append(part)

    def begin(self, step: Step, close: Callable[[], object]) -> None:
        """Grade beside what else is done; `close` ends the request, whatever comes of it."""
        request = self.counsel.errand.permit.request
        self.quality.shadows.add(request)
        spawn(self._grade(step, request, close), f"shadow of {request}")

    async def _grade(self, step: Step, request: str, close: Callable[[], object]) -> None:
        try:
            said = self._said()
            other = other_side(self.judged.decision, self.judged.features, step)
            if said is None or other is None:
                return
            grades = await grade(later(self.counsel), conversation_of(self.chat), said, other, self.judge)
            if grades is None:
                return
            span = needed(step.tier, other.tier, grades)
            database = self.quality.database
            if span is not None and database is not None:
                now_ms = self.counsel.road.clock.wall_ms()
                comment = f"{_graded(step, grades.own)}, {_graded(other, grades.other)}"
                one = Feedback(request, now_ms, "", SHADOW, None, span_label(*span), comment)
                database.post(partial(feedback.put, one=one))
        finally:
            self.quality.shadows.discard(request)
            close()

    def _said(self) -> Said | None:
        """The answer as a whole, in words; None for one that is no such thing."""
        if self._size > MOST_HEARD:
            return None
        try:
            said = said_by(heard(b"".join(self._heard), self.chat.protocol, stream=self.chat.stream))
        except NotTheProtocol:
            return None
        return None if said.calls or not said.text or said.reason is None or declines(said) else said


def _graded(step: Step, good: bool) -> str:
    return f"{step.deployment} ({step.tier.name}) {'good' if good else 'not good enough'}"


@dataclass(slots=True)
class _Scrutiny:
    """Looks at the answers of one request."""

    chat: Chat
    rule: Escalation
    counsel: Counsel
    adviser: Callable[[str, int, int | None], Step | None]
    _asked: Conversation | None = None

    async def flaw(self, attempt: Attempt) -> str:
        """What is wrong with an answer, the cheap checks first; empty for nothing."""
        chat = self.chat
        try:
            said = said_by(heard(attempt.held, chat.protocol, stream=chat.stream))
            self._asked = self._asked or conversation_of(chat)
        except (NotTheProtocol, BadRequest):
            return ""
        wanted = wanted_of(self._asked)
        if flaw := flaw_of(said, wanted, self.rule.skip):
            return flaw
        # What was redacted has been put back into the answer, so nobody further out may read it.
        if said.reason is None or said.calls or declines(said) or self.counsel.errand.restore is not None:
            return ""
        if self.rule.agreement and not await self._agrees(said, self._asked, attempt):
            return DISAGREEMENT
        if self.rule.judge and not await self._is_good(said, wanted, attempt):
            return JUDGED
        return ""

    async def _agrees(self, said: Said, asked: Conversation, attempt: Attempt) -> bool:
        step = self.adviser(self.rule.agreement, 0, None)
        if step is None or step.deployment == attempt.target.deployment.name:
            return True
        answer = await self.counsel.ask(step, asked, "agreement", attempt)
        if answer is None:
            return True
        other = said_by(answer)
        return declines(other) or agree(said.text, other.text)

    async def _is_good(self, said: Said, wanted: Wanted, attempt: Attempt) -> bool:
        step = self.adviser(self.rule.judge, len(said.text), MOST_TOKENS)
        if step is None or step.deployment == attempt.target.deployment.name:
            return True
        answer = await self.counsel.ask(step, question_for(said, wanted), "judge", attempt)
        return answer is None or verdict_of(answer) is not False
