"""A second opinion: under the same permit, reserved and billed, and never a reason to fail."""

import asyncio

import pytest
from asking import asked
from journeys_of_one import CLOCK, Trip, errand, place, step, trip

from larouter.core.zones import Zone
from larouter.dispatch.checks.said import said_by
from larouter.dispatch.counsel import Counsel
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
