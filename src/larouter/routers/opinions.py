"""Further opinions on a request: of the judge where the first stage is unsure, or of a router that is named."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from larouter.core.chat import Chat
from larouter.core.decision import Record
from larouter.core.deployment import Fleet
from larouter.core.features import Features
from larouter.core.ledger import Attempt
from larouter.core.policy import Policy
from larouter.decide.decide import decide
from larouter.decide.reach import permit
from larouter.inspect.judge import Judge
from larouter.routers.plug import asked_of
from larouter.routers.ranking import PREFIX, Ranking

Note = Callable[[Attempt], object]


@dataclass(frozen=True, slots=True)
class Question:
    """What an opinion is asked on.

    Attributes:
        id: Of the request.
        chat: What was asked, as it would be sent.
        policy: Of its project.
        fleet: Who is there, and how busy; asked when it is needed, since opinions take a while.
    """

    id: str
    chat: Chat
    policy: Policy
    fleet: Callable[[], Fleet]


@dataclass(frozen=True, slots=True)
class Opinions:
    """The judge and the routers."""

    judge: Judge
    ranking: Ranking

    def named(self, features: Features) -> bool:
        """Whether a router is named in place of a model."""
        return features.model.startswith(PREFIX)

    def wanted(self, features: Features) -> bool:
        """Whether there is anything to ask."""
        return features.model.startswith(PREFIX) or self.judge.wanted(features)

    async def weigh(self, on: Question, record: Record, note: Note | None) -> Record:
        """The decision with what the judge or the named router says.

        Args:
            on: The request.
            record: What was decided without.
            note: Told of every call that is made, for the ledger; None where nothing may be sent.

        Raises:
            RouterError: The named router cannot choose.
        """
        features = record.features
        if self.named(features):
            heard = await self._ranked(on, features, note)
        elif note is not None:
            heard = await self._heard(on, features, note)
        else:
            return record
        fleet = on.fleet()
        return Record(heard, fleet.live, decide(heard, on.policy, fleet))

    async def _heard(self, on: Question, features: Features, note: Note) -> Features:
        return await self.judge.hear(on.chat, features, on.fleet(), permit(features, on.policy, on.id), note)

    async def _ranked(self, on: Question, features: Features, note: Note | None) -> Features:
        async def hear() -> Sequence[float]:
            assert note is not None  # noqa: S101 - else it is not offered
            heard = await self._heard(on, features, note)
            return heard.difficulty.likelihoods or features.difficulty.likelihoods

        asked = asked_of(on.chat, on.id, None if note is None else hear)
        choice = await self.ranking.choose(features.model, asked)
        said = replace(features.difficulty, evidence=(*features.difficulty.evidence, choice.why))
        return replace(features, model=choice.model, difficulty=said)
