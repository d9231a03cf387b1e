"""A second opinion: under the same permit, reserved and billed, and never a reason to fail."""

import asyncio
from dataclasses import replace

import pytest
from asking import asked
from journeys_of_one import CLOCK, Trip, errand, place, step, trip

from larouter.core.lane import Flow, Lane, Size
from larouter.core.zones import Zone
from larouter.dispatch.checks.said import said_by
from larouter.dispatch.counsel import Counsel
from larouter.dispatch.turn import Turn
from larouter.dispatch.walk import Errand, Road
from larouter.outbound.transport import Transport
from larouter.testing import faults
from larouter.testing.completions import Answer
from larouter.testing.fake_openai import FakeOpenAI, Pace
from larouter.wire.listening import conversation_of

QUESTION = conversation_of(asked(model="auto"))


def counsel(way: Trip, what: Errand | None = None) -> Counsel:
    road = Road(way.places.get, way.pulses, way.transport, CLOCK, way.retries)
    return Counsel(what or errand(), road, way.reserve, way.settled.append)


async def test_an_opinion_is_an_attempt_of_its_own(transport: Transport) -> None:
    async with FakeOpenAI(answer=Answer("I agree.")) as one:
        way = trip(transport, one=one.url)
        answer = await counsel(way).ask(step("one"), QUESTION, "judge")
        assert answer is not None
        assert said_by(answer).text == "I agree."
        assert one.chats[0].json()["messages"] == [{"role": "user", "content": "hello"}]
    (entry,) = way.settled
    assert way.reserved == [(0, "one/gpt-fake")]
    assert (entry.status, entry.error, entry.usage.output_tokens) == ("advice", "judge", 2)
    assert entry.cost > 0


@pytest.mark.parametrize("fault", [faults.Status(500), faults.Html(), faults.Malformed(), faults.Status(400)])
async def test_who_has_none_is_no_reason_to_fail(transport: Transport, fault: faults.Fault) -> None:
    async with FakeOpenAI(faults=[fault]) as one:
        way = trip(transport, one=one.url)
        assert await counsel(way).ask(step("one"), QUESTION, "judge") is None
    assert [it.status for it in way.settled] == ["failed"]
    assert way.pulses.of("one/gpt-fake").in_flight == 0


async def test_without_money_time_or_permit_nobody_is_asked(transport: Transport) -> None:
    async with FakeOpenAI() as one:
        way = trip(transport, one=one.url)
        way.poor = {"one/gpt-fake"}
        assert await counsel(way).ask(step("one"), QUESTION, "judge") is None
        assert await counsel(trip(transport)).ask(step("gone"), QUESTION, "judge") is None
        late = counsel(trip(transport, one=one.url), errand(seconds=-1))
        assert await late.ask(step("one"), QUESTION, "judge") is None
        far = trip(transport)
        it, endpoint = place("far", one.url, Zone.PUBLIC)
        far.places[it.name] = (it, endpoint)
        assert await counsel(far, errand(reach=Zone.LOCAL)).ask(step("far"), QUESTION, "judge") is None
        assert (one.connections, way.settled) == (0, [])


async def test_who_leaves_cancels_it_and_it_is_billed(transport: Transport) -> None:
    async with FakeOpenAI(pace=Pace(first_seconds=60)) as one:
        way = trip(transport, one=one.url)
        task = asyncio.ensure_future(counsel(way).ask(step("one"), QUESTION, "judge"))
        async with asyncio.timeout(5):
            while not one.chats:  # noqa: ASYNC110 - the fake tells nobody
                await asyncio.sleep(0.001)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await one.chats[0].gone.wait()
    assert [it.status for it in way.settled] == ["cancelled"]


def waiting(way: Trip, lane: Lane) -> Errand:
    """A request that stands in the queue of a backend as all do."""
    way.pulses.of("one/gpt-fake").lane = lane
    return replace(errand(), turn=Turn(Flow("prj_a"), Size(100, 10), CLOCK.steady))


async def test_an_opinion_waits_for_its_turn_as_a_batch_does(transport: Transport) -> None:
    async with FakeOpenAI() as one:
        way, lane = trip(transport, one=one.url), Lane(1)
        what = waiting(way, lane)
        serving = lane.join(Flow("prj_b"), Size(), CLOCK.steady())
        task = asyncio.ensure_future(counsel(way, what).ask(step("one"), QUESTION, "judge"))
        async with asyncio.timeout(5):
            while not lane.waiting:  # noqa: ASYNC110 - the lane tells nobody
                await asyncio.sleep(0.001)
        assert one.chats == []
        serving.leave(CLOCK.steady())
        assert await task is not None
    assert (lane.serving, lane.waiting) == (0, 0)


async def test_an_opinion_never_waits_for_the_place_of_the_answer_that_it_is_about(
    transport: Transport,
) -> None:
    async with FakeOpenAI() as one:
        way, lane = trip(transport, one=one.url), Lane(1)
        what = waiting(way, lane)
        about = await way.walk("one", what=what)
        assert about.place is not None
        assert about.place.serving
        assert await counsel(way, what).ask(step("one"), QUESTION, "judge", about) is None
        assert len(one.chats) == 1
        about.make_room()
        assert await counsel(way, what).ask(step("one"), QUESTION, "judge", about) is not None
    assert (lane.serving, lane.waiting) == (0, 0)


async def test_where_the_queue_is_too_long_there_is_no_opinion(transport: Transport) -> None:
    async with FakeOpenAI() as one:
        way, lane = trip(transport, one=one.url), Lane(1)
        what = waiting(way, lane)
        lane.pace.learn(1_000, 0, 1_000, 1_000.0)
        lane.join(Flow("prj_b"), Size(1_000), CLOCK.steady())
        assert await counsel(way, what).ask(step("one"), QUESTION, "judge") is None
        assert (one.chats, way.reserved) == ([], [])
    assert (lane.serving, lane.waiting) == (1, 0)


async def test_an_opinion_that_the_budget_does_not_cover_gives_its_place_back(transport: Transport) -> None:
    async with FakeOpenAI() as one:
        way, lane = trip(transport, one=one.url), Lane(1)
        what = waiting(way, lane)
        way.poor = {"one/gpt-fake"}
        assert await counsel(way, what).ask(step("one"), QUESTION, "judge") is None
    assert (lane.serving, lane.waiting) == (0, 0)
