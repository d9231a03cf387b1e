"""A late answer has company: whoever begins first answers, the other is cancelled, billed and leaves nothing open."""

import asyncio

import pytest
from asking import asked
from journeys_of_one import CLOCK, Trip, errand, said, step, trip

from larouter.core.decision import Decision
from larouter.core.errors import Refused, UpstreamError
from larouter.core.tiers import Tier
from larouter.core.zones import Zone
from larouter.dispatch.attempt import Attempt
from larouter.dispatch.hedge import FEWEST, Lateness
from larouter.dispatch.walk import Errand, Road, walk
from larouter.outbound.transport import Transport
from larouter.testing import faults
from larouter.testing.completions import Answer
from larouter.testing.fake_openai import FakeOpenAI, Pace

SLOW = Pace(first_seconds=30)


def hedged(
    way: Trip, *names: str, late: float = 0.05, stream: bool = False, tier: Tier = Tier.SIMPLE
) -> asyncio.Task[Attempt]:
    lateness = Lateness()
    for _ in range(FEWEST):
        lateness.note("one/gpt-fake", late, stream=stream)
    plan = tuple(step(name, tier=way.tiers.get(name, tier)) for name in names)
    decision = Decision(tier, "", Zone.PUBLIC, "", plan, (), "p", "f")
    road = Road(way.places.get, way.pulses, way.transport, CLOCK, way.retries, lateness)
    plain = errand(asked(model="auto", stream=stream))
    what = Errand(
        plain.chat,
        plain.permit,
        plain.input_tokens,
        plain.cap_output,
        plain.patience,
        plain.give_up_at,
        hedge=True,
    )
    return asyncio.ensure_future(walk(decision, what, road, way.reserve, way.settled.append))


def at_rest(way: Trip) -> bool:
    return all(way.pulses.of(name).in_flight == 0 for name in way.places)


@pytest.mark.parametrize("stream", [False, True])
async def test_a_late_deployment_gets_company_and_the_first_content_wins(
    transport: Transport, stream: bool
) -> None:
    async with FakeOpenAI(pace=SLOW) as one, FakeOpenAI(answer=Answer("second")) as two:
        way = trip(transport, one=one.url, two=two.url)
        attempt = await hedged(way, "one", "two", stream=stream)
        assert b"second" in await said(attempt)
        async with asyncio.timeout(5):
            await one.chats[0].gone.wait()
    assert attempt.number == 1
    assert way.reserved == [(0, "one/gpt-fake"), (1, "two/gpt-fake")]
    (lost,) = way.settled
    assert (lost.number, lost.status, lost.error) == (0, "cancelled", "hedge_lost")
    assert lost.usage.estimated
    assert lost.cost > 0
    assert at_rest(way)


async def test_who_is_in_time_has_none(transport: Transport) -> None:
    async with FakeOpenAI(answer=Answer("first")) as one, FakeOpenAI() as two:
        way = trip(transport, one=one.url, two=two.url)
        assert b"first" in await said(await hedged(way, "one", "two", late=5.0))
        assert two.chats == []
    assert way.settled == []


async def test_the_first_may_still_win(transport: Transport) -> None:
    async with (
        FakeOpenAI(answer=Answer("first"), pace=Pace(first_seconds=0.3)) as one,
        FakeOpenAI(pace=SLOW) as two,
    ):
        way = trip(transport, one=one.url, two=two.url)
        assert b"first" in await said(await hedged(way, "one", "two"))
        async with asyncio.timeout(5):
            await two.chats[0].gone.wait()
    assert [(it.number, it.error) for it in way.settled] == [(1, "hedge_lost")]
    assert at_rest(way)


async def test_when_one_fails_the_other_is_waited_for_and_then_the_rest_of_the_plan(
    transport: Transport,
) -> None:
    async with (
        FakeOpenAI(pace=Pace(first_seconds=0.2), faults=[faults.Html(502)]) as one,
        FakeOpenAI(faults=[faults.Status(500)]) as two,
        FakeOpenAI(answer=Answer("third")) as three,
    ):
        way = trip(transport, one=one.url, two=two.url, three=three.url)
        assert b"third" in await said(await hedged(way, "one", "two", "three", late=0.0))
    assert sorted(it.status for it in way.settled) == ["failed", "failed"]
    assert at_rest(way)


async def test_a_refusal_ends_the_race_and_is_told(transport: Transport) -> None:
    refusal = faults.Status(400, code="content_policy_violation")
    async with FakeOpenAI(pace=SLOW) as one, FakeOpenAI(faults=[refusal]) as two, FakeOpenAI() as three:
        way = trip(transport, one=one.url, two=two.url, three=three.url)
        with pytest.raises(Refused):
            await hedged(way, "one", "two", "three")
        assert three.chats == []
    assert {it.status for it in way.settled} == {"failed", "cancelled"}
    assert at_rest(way)


async def test_company_is_of_no_lower_tier_and_on_another_backend(transport: Transport) -> None:
    async with FakeOpenAI(pace=Pace(first_seconds=0.3)) as one, FakeOpenAI() as two:
        way = trip(transport, one=one.url, two=two.url)
        way.tiers["two"] = Tier.HEARTBEAT
        await said(await hedged(way, "one", "two"))
        assert two.chats == []


async def test_what_no_budget_covers_is_no_company(transport: Transport) -> None:
    async with FakeOpenAI(answer=Answer("first"), pace=Pace(first_seconds=0.2)) as one, FakeOpenAI() as two:
        way = trip(transport, one=one.url, two=two.url)
        way.poor = {"two/gpt-fake"}
        assert b"first" in await said(await hedged(way, "one", "two"))
        assert two.chats == []


async def test_hedges_are_counted_with_the_retries(transport: Transport) -> None:
    async with FakeOpenAI(answer=Answer("first"), pace=Pace(first_seconds=0.2)) as one, FakeOpenAI() as two:
        way = trip(transport, one=one.url, two=two.url)
        while way.retries.spend():
            pass
        await said(await hedged(way, "one", "two"))
        assert two.chats == []


@pytest.mark.parametrize("stream", [False, True])
async def test_who_leaves_cancels_both_and_both_are_billed(transport: Transport, stream: bool) -> None:
    async with FakeOpenAI(pace=SLOW) as one, FakeOpenAI(pace=SLOW) as two:
        way = trip(transport, one=one.url, two=two.url)
        task = hedged(way, "one", "two", stream=stream)
        async with asyncio.timeout(5):
            while not two.chats:  # noqa: ASYNC110 - the fake tells nobody
                await asyncio.sleep(0.001)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await one.chats[0].gone.wait()
            await two.chats[0].gone.wait()
    assert [(it.status, it.error) for it in way.settled] == [("cancelled", "client_closed_request")] * 2
    assert all(it.cost > 0 for it in way.settled)
    assert at_rest(way)


async def test_when_everybody_fails_the_failure_is_told(transport: Transport) -> None:
    async with FakeOpenAI(faults=[faults.Status(500)]) as one, FakeOpenAI(faults=[faults.Status(500)]) as two:
        way = trip(transport, one=one.url, two=two.url)
        with pytest.raises(UpstreamError):
            await hedged(way, "one", "two", late=0.0)
    assert at_rest(way)


def test_late_is_what_95_of_100_are_not() -> None:
    lateness = Lateness()
    assert lateness.p95("a", stream=False) is None
    for number in range(100):
        lateness.note("a", number / 100, stream=False)
    assert lateness.p95("a", stream=False) == pytest.approx(0.94)
    assert lateness.p95("a", stream=True) is None


def test_what_is_known_has_a_bound() -> None:
    lateness = Lateness()
    for number in range(10_000):
        lateness.note(f"d{number}", 1.0, stream=False)
    assert len(lateness._seconds) <= 4_098
