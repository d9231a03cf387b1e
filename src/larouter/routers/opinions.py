"""Further opinions on a request: of the judge, of a router that is named, of backends that count its tokens.

The judge is asked where the first stage is unsure, backends where an estimate alone would refuse the request.
"""

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
from larouter.inspect.judge import Bench, Courthouse, Judge
from larouter.routers.counting import Counter
from larouter.routers.plug import asked_of
from larouter.routers.ranking import PREFIX, Ladder, Ranking

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
    """The judge, the routers, and who counts."""

    judge: Judge
    ranking: Ranking
    counter: Counter

    def named(self, features: Features) -> bool:
        """Whether a router is named in place of a model."""
        return features.model.startswith(PREFIX)

    def wanted(self, record: Record) -> bool:
        """Whether there is anything to ask."""
        features = record.features
        if features.model.startswith(PREFIX) or self.judge.wanted(features):
            return True
        return self.counter.may_help(record)

    async def weigh(self, on: Question, record: Record, note: Note | None) -> Record:
        """The decision with what the judge or the named router says, and with what backends count.

        Args:
            on: The request.
            record: What was decided without.
            note: Told of every call that is made, for the ledger; None where nothing may be sent.

        Raises:
            RouterError: The named router cannot choose.
        """
        features = record.features
        heard = None
        if self.named(features):
            heard = await self._ranked(on, features, note)
        elif note is not None and self.judge.wanted(features):
            heard = await self._heard(on, features, note)
        if heard is not None:
            fleet = on.fleet()
            record = Record(heard, fleet.live, decide(heard, on.policy, fleet))
        if note is not None and self.counter.may_help(record):
            allowed = permit(record.features, on.policy, on.id)
            record = await self.counter.weigh(on.chat, record, on.policy, on.fleet(), allowed)
        return record

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


def opinions_of(house: Courthouse, bench: Callable[[], Bench], ladder: Callable[[], Ladder]) -> Opinions:
    """Everybody who may be asked.

    Args:
        house: What it takes to ask.
        bench: What is set of the judge now.
        ladder: What is set of the routers now.
    """
    return Opinions(Judge(house, bench), Ranking(ladder), Counter(house.find, house.transport))
