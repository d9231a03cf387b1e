"""Exact lengths near a limit: where an estimate is too rough to decide, the backend is asked to count.

It is asked when nobody is left to answer, a window or a budget is the reason, and a prompt as short as the estimate
allows would fit; and when the prompt takes most of the window of the first of the plan, which a tokenizer that makes
more of it would overrun. What it counts holds for that deployment alone, as every model cuts texts its own way.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from larouter.core.chat import EMBEDDINGS, Chat
from larouter.core.decision import Record
from larouter.core.deployment import Deployment, Fleet
from larouter.core.errors import RouterError
from larouter.core.features import Features
from larouter.core.live import IDLE
from larouter.core.policy import Policy
from larouter.decide.decide import decide
from larouter.decide.filters import room_in
from larouter.decide.worst import counted
from larouter.outbound.endpoint import Endpoint, Limits, Outgoing
from larouter.outbound.permit import Permit
from larouter.outbound.transport import Transport
from larouter.wire.counting import NotCounted, can_count, count, counting_protocol
from larouter.wire.dialogue import open_dialogue
from larouter.wire.habits import habits_of

SECONDS = 2.0
MOST_ASKED = 2
LEAST_PER_CENT = 50  # of the estimate: no tokenizer that was measured made fewer tokens of a text than 71 %
NEAR_PER_CENT = 75  # of a window; what comes nearer to it is counted
NEAR_FROM = 500  # tokens: what is shorter is near no window in use
DECIDED_BY_LENGTH = frozenset({"window", "budget"})
_JSON = (("content-type", "application/json"),)
Find = Callable[[str], tuple[Deployment, Endpoint] | None]


@dataclass(frozen=True, slots=True)
class Counter:
    """Asks backends to count.

    Attributes:
        find: The deployment of that name and its server, or None when it has left the fleet.
        transport: The door to the outside.
    """

    find: Find
    transport: Transport

    def may_help(self, record: Record) -> bool:
        """Whether a request is refused for its length, or may be too long for whom it goes to."""
        decision = record.decision
        if decision.plan:
            return record.features.input_tokens >= NEAR_FROM and self._is_near(record)
        return any([loss.rule in DECIDED_BY_LENGTH for loss in decision.dropped])

    def _is_near(self, record: Record) -> bool:
        """Whether the prompt takes most of the window of the first of the plan, which has not counted it yet."""
        features, name = record.features, record.decision.plan[0].deployment
        found = self.find(name)
        if found is None or not found[0].window or EMBEDDINGS in features.needs or counted(features, name):
            return False
        window = found[0].window
        needed = features.input_tokens * record.live.get(name, IDLE).tokens // 100
        return 100 * (needed + room_in(window, features)) > NEAR_PER_CENT * window

    async def weigh(self, chat: Chat, record: Record, policy: Policy, fleet: Fleet, permit: Permit) -> Record:
        """The decision with what backends count, as far as that changes it.

        Args:
            chat: What is asked, as it would be sent.
            record: What was decided on estimates.
            policy: Of the project.
            fleet: Who is there.
            permit: How far the bytes of the request may go.
        """
        asked: set[str] = set()
        while len(asked) < MOST_ASKED and (name := self._next(chat, record, policy, fleet, asked)):
            asked.add(name)
            tokens = await self._ask(name, chat, permit)
            if tokens is not None:
                known = (*record.features.counted, (name, tokens))
                features = replace(record.features, counted=known)
                record = Record(features, fleet.live, decide(features, policy, fleet))
        return record

    def _next(self, chat: Chat, record: Record, policy: Policy, fleet: Fleet, asked: set[str]) -> str:
        """Who is to count; empty for nobody."""
        plan = record.decision.plan
        if not plan:
            able = self._promising(chat, record.features, policy, fleet)
            return next((name for name in able if name not in asked), "")
        name = plan[0].deployment
        found = self.find(name)
        if name in asked or found is None or not self._is_near(record):
            return ""
        return name if can_count(found[0].protocol, found[1].server, chat) else ""

    def _promising(self, chat: Chat, features: Features, policy: Policy, fleet: Fleet) -> list[str]:
        """Who would be called, in that order, if the prompt were as short as it can be, and can count."""
        shortest = max(1, features.input_tokens * LEAST_PER_CENT // 100)
        able = []
        for one in fleet.deployments:
            found = self.find(one.name)
            if found is not None and can_count(one.protocol, found[1].server, chat):
                able.append((one.name, shortest))
        hoped = decide(replace(features, counted=tuple(able)), policy, fleet) if able else None
        names = {name for name, _ in able}
        return [step.deployment for step in hoped.plan if step.deployment in names] if hoped else []

    async def _ask(self, name: str, chat: Chat, permit: Permit) -> int | None:
        """How many tokens a deployment counts; None when it does not say so in time."""
        found = self.find(name)
        if found is None:
            return None
        deployment, endpoint = found
        try:
            async with asyncio.timeout(SECONDS):
                return await self._count(deployment, endpoint, chat, permit)
        except (RouterError, NotCounted, TimeoutError):
            return None

    async def _count(self, deployment: Deployment, endpoint: Endpoint, chat: Chat, permit: Permit) -> int:
        habits = habits_of(endpoint.server, deployment.capabilities)
        protocol = counting_protocol(deployment.protocol, endpoint.server)
        dialogue = open_dialogue(
            chat, protocol, deployment.upstream_id, request_id=permit.request, habits=habits
        )
        steps = count(protocol, endpoint.server, dialogue, deployment.upstream_id)
        limits = Limits(SECONDS, SECONDS, SECONDS, SECONDS)
        try:
            path, body = next(steps)
            while True:
                call = Outgoing(endpoint, "POST", path, body, (*_JSON, *dialogue.headers), limits)
                response = await self.transport.fetch(call, permit)
                if response.status != 200:
                    raise NotCounted(f"status {response.status}")
                path, body = steps.send(response.body)
        except StopIteration as done:
            return int(done.value)
