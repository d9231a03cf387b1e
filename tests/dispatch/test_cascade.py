"""The answer in hand is kept until a better one has begun; whoever leaves meanwhile leaves nothing open."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from journeys_of_one import CLOCK, PROMPT, Trip, errand, said, step, trip

from larouter.core.decision import Decision, Step
from larouter.core.tiers import Tier
from larouter.core.zones import Zone
from larouter.dispatch.attempt import Attempt
from larouter.dispatch.cascade import Answered, Standards, cascade
from larouter.dispatch.walk import Road
from larouter.outbound.transport import Transport
from larouter.testing import faults
from larouter.testing.completions import Answer
from larouter.testing.fake_openai import FakeOpenAI, Pace


async def never(_: Attempt) -> str:
    return ""


async def always(_: Attempt) -> str:
    return "unable"


def decision(*names: str) -> Decision:
    plan = tuple(step(name, tier=Tier(number)) for number, name in enumerate(names))
    return Decision(Tier.HEARTBEAT, "", Zone.PUBLIC, "", plan, (), "p", "f")


async def cascading(
    way: Trip,
    *names: str,
    flaw: Callable[[Attempt], Awaitable[str]] = always,
    may: Callable[[], bool] = lambda: True,
    most: int = 2,
) -> Answered:
    whole = decision(*names)

    def higher(answered: Step, tried: frozenset[str]) -> Decision | None:
        rest = [it for it in whole.plan if it.tier > answered.tier and it.deployment not in tried]
        return replace(whole, plan=tuple(rest)) if rest else None

    road = Road(way.places.get, way.pulses, way.transport, CLOCK, way.retries)
    first = replace(whole, plan=whole.plan[:1])
    rules = Standards(flaw, higher, may, most)
    return await cascade(first, errand(), road, way.reserve, way.settled.append, rules)


async def test_a_good_answer_is_the_first(transport: Transport) -> None:
    async with FakeOpenAI(answer=Answer("good")) as one, FakeOpenAI() as two:
        way = trip(transport, one=one.url, two=two.url)
        answered = await cascading(way, "one", "two", flaw=never)
        assert b"good" in await said(answered.attempt)
        assert two.chats == []
    assert (answered.rejected, answered.flaw, way.settled) == ((), "", [])


async def test_attempts_are_numbered_through_and_each_is_reserved_and_settled(transport: Transport) -> None:
    async with FakeOpenAI() as one, FakeOpenAI() as two, FakeOpenAI(answer=Answer("third")) as three:
        way = trip(transport, one=one.url, two=two.url, three=three.url)
        answered = await cascading(way, "one", "two", "three")
        assert b"third" in await said(answered.attempt)
    assert [number for number, _ in way.reserved] == [0, 1, 2]
    assert [(it.number, it.status, it.error) for it in way.settled] == [
        (0, "rejected", "unable"),
        (1, "rejected", "unable"),
    ]
    assert all(it.usage.output_tokens and it.cost for it in answered.rejected)
    assert answered.attempt.number == 2


async def test_as_often_as_is_allowed_and_no_more(transport: Transport) -> None:
    async with FakeOpenAI() as one, FakeOpenAI() as two, FakeOpenAI() as three:
        way = trip(transport, one=one.url, two=two.url, three=three.url)
        answered = await cascading(way, "one", "two", "three", most=1)
        await said(answered.attempt)
        assert three.chats == []


async def test_what_the_rate_forbids_is_told(transport: Transport) -> None:
    async with FakeOpenAI() as one, FakeOpenAI() as two:
        way = trip(transport, one=one.url, two=two.url)
        answered = await cascading(way, "one", "two", may=lambda: False)
        await said(answered.attempt)
        assert (answered.flaw, two.chats) == ("unable", [])


async def test_a_failure_above_leaves_the_answer_in_hand(transport: Transport) -> None:
    async with FakeOpenAI(answer=Answer("in hand")) as one, FakeOpenAI(faults=[faults.Status(500)]) as two:
        way = trip(transport, one=one.url, two=two.url)
        answered = await cascading(way, "one", "two")
        assert b"in hand" in await said(answered.attempt)
    assert answered.flaw == "unable"
    assert [it.status for it in way.settled] == ["failed"]
    assert way.pulses.of("one/gpt-fake").in_flight == 0


@pytest.mark.parametrize("during", ["escalation", "check"])
async def test_who_leaves_meanwhile_leaves_nothing_open(transport: Transport, during: str) -> None:
    asked = asyncio.Event()

    async def slowly(_: Attempt) -> str:
        asked.set()
        await asyncio.sleep(60)
        return ""

    async with FakeOpenAI() as one, FakeOpenAI(pace=Pace(first_seconds=60)) as two:
        way = trip(transport, one=one.url, two=two.url)
        flaw = slowly if during == "check" else always
        task = asyncio.ensure_future(cascading(way, "one", "two", flaw=flaw))
        async with asyncio.timeout(5):
            while not (asked.is_set() or two.chats):  # noqa: ASYNC110 - the fake tells nobody
                await asyncio.sleep(0.001)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            if two.chats:
                await two.chats[0].gone.wait()
    assert {it.number: it.status for it in way.settled} == (
        {0: "cancelled"} if during == "check" else {0: "cancelled", 1: "cancelled"}
    )
    assert all(it.usage.input_tokens == PROMPT or it.usage.output_tokens for it in way.settled)
    assert [way.pulses.of(f"{name}/gpt-fake").in_flight for name in ("one", "two")] == [0, 0]
