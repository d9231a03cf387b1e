"""What an answer must meet under a project's policy; connects the checks, the decision and the rates of escalation."""

from collections.abc import Callable
from dataclasses import dataclass, field

from larouter.access.escalations import Escalations
from larouter.core.chat import Chat
from larouter.core.decision import Decision, Record, Step
from larouter.core.deployment import Fleet
from larouter.core.errors import BadRequest
from larouter.core.policy import Escalation
from larouter.core.project import Pass
from larouter.decide.escalate import adviser, higher
from larouter.dispatch.attempt import Attempt
from larouter.dispatch.cascade import Standards
from larouter.dispatch.checks.agree import agree
from larouter.dispatch.checks.judge import MOST_TOKENS, question_for, verdict_of
from larouter.dispatch.checks.said import Said, Wanted, said_by, wanted_of
from larouter.dispatch.checks.suite import declines, flaw_of
from larouter.dispatch.counsel import Counsel
from larouter.wire.answer import NotTheProtocol
from larouter.wire.listening import conversation_of, heard
from larouter.wire.neutral import Conversation

DISAGREEMENT = "disagreement"
JUDGED = "judged"


@dataclass(frozen=True, slots=True)
class Quality:
    """Makes the standards of a request.

    Attributes:
        fleet: What could answer now.
        most: Answers that may be replaced in one request; 0 when escalation is switched off.
        rates: How often answers have been replaced lately.
    """

    fleet: Callable[[], Fleet]
    most: Callable[[], int]
    rates: Escalations = field(default_factory=Escalations)

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
        answer = await self.counsel.ask(step, asked, "agreement")
        if answer is None:
            return True
        other = said_by(answer)
        return declines(other) or agree(said.text, other.text)

    async def _is_good(self, said: Said, wanted: Wanted, attempt: Attempt) -> bool:
        step = self.adviser(self.rule.judge, len(said.text), MOST_TOKENS)
        if step is None or step.deployment == attempt.target.deployment.name:
            return True
        answer = await self.counsel.ask(step, question_for(said, wanted), "judge")
        return answer is None or verdict_of(answer) is not False
