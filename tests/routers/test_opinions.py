"""Nothing is asked where nothing is named or unsure, and nothing is sent where nothing may be noted."""

from plugged import asked

from larouter.core.decision import Record
from larouter.core.deployment import Fleet
from larouter.core.features import Difficulty, Features
from larouter.core.policy import Policy
from larouter.decide.decide import decide
from larouter.inspect.judge import Bench, Courthouse
from larouter.routers.opinions import Opinions, Question, opinions_of
from larouter.routers.ranking import Ladder

EMPTY = Fleet("fleet", ())
UNSURE = Features(difficulty=Difficulty(0.4, 0.4))
NAMED = Features(model="router-random-0", difficulty=Difficulty(0.4, 0.9))


def opinions() -> Opinions:
    house = Courthouse(lambda _: None, None, lambda: 0, lambda: 0.0)  # type: ignore[arg-type]
    return opinions_of(house, lambda: Bench("judge"), lambda: Ladder(("small", "large")))


def record(features: Features) -> Record:
    return Record(features, {}, decide(features, Policy(), EMPTY))


QUESTION = Question("req_00000000000000000000000001", asked("hello").chat, Policy(), lambda: EMPTY)


def test_opinions_are_wanted_of_the_unsure_and_of_names_of_routers_alone() -> None:
    sure = Features(difficulty=Difficulty(0.4, 0.9))
    assert [opinions().wanted(record(one)) for one in (UNSURE, NAMED, sure)] == [True, True, False]
    assert [opinions().named(one) for one in (UNSURE, NAMED, sure)] == [False, True, False]


async def test_a_router_chooses_without_anything_being_sent() -> None:
    weighed = await opinions().weigh(QUESTION, record(NAMED), None)
    assert weighed.features.model == "large"
    assert "router random gives" in weighed.features.difficulty.evidence[-1]
    assert weighed.decision == decide(weighed.features, Policy(), EMPTY)


async def test_where_nothing_may_be_noted_the_judge_is_not_asked() -> None:
    assert await opinions().weigh(QUESTION, record(UNSURE), None) == record(UNSURE)


async def test_a_judge_that_is_not_there_leaves_the_view_and_says_so() -> None:
    noted: list[object] = []
    weighed = await opinions().weigh(QUESTION, record(UNSURE), noted.append)
    assert weighed.features.difficulty.evidence == ("the judge was not asked: judge is not there",)
    assert noted == []
