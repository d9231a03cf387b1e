"""Along the plan: the first that answers, nobody after a refusal, nobody over budget; over real sockets."""

import asyncio
import json
from dataclasses import replace

import pytest
from journeys_of_one import CLOCK, QUICK, errand, place, said, trip

from larouter.core.errors import (
    OverBudget,
    Refused,
    TimedOut,
    Unavailable,
    Unreachable,
    UpstreamBusy,
    UpstreamError,
)
from larouter.core.tiers import Tier
from larouter.core.zones import Zone
from larouter.dispatch.patience import Patience
from larouter.dispatch.walk import LAST_RESORTS, MOST_ATTEMPTS
from larouter.outbound.permit import EgressForbidden
from larouter.outbound.transport import Transport
from larouter.testing import faults
from larouter.testing.completions import Answer
from larouter.testing.fake_openai import FakeOpenAI, Pace


async def test_the_first_of_the_plan_answers_and_nobody_else_is_asked(transport: Transport) -> None:
    async with FakeOpenAI(answer=Answer("first")) as one, FakeOpenAI() as two:
        way = trip(transport, one=one.url, two=two.url)
        attempt = await way.walk("one", "two")
        assert json.loads(await said(attempt))["choices"][0]["message"]["content"] == "first"
        assert (attempt.number, len(two.chats)) == (0, 0)
    assert way.reserved == [(0, "one/gpt-fake")]
    assert way.settled == []


@pytest.mark.parametrize(
    "fault",
    [
        faults.Status(500),
        faults.Status(429, retry_after="1"),
        faults.Status(401),
        faults.Status(404),
        faults.Html(),
        faults.Html(502),
        faults.ResetBeforeHeaders(),
        faults.ResetAfterHeaders(),
        faults.ShortBody(),
        faults.Malformed(),
    ],
    ids=str,
)
async def test_a_backend_that_fails_before_its_first_word_is_replaced(
    transport: Transport, fault: faults.Fault
) -> None:
    async with FakeOpenAI(faults=[fault]) as one, FakeOpenAI(answer=Answer("second")) as two:
        way = trip(transport, one=one.url, two=two.url)
        attempt = await way.walk("one", "two")
        assert b"second" in await said(attempt)
        assert two.chats[0].body == one.chats[0].body
    assert attempt.number == 1
    assert [entry.status for entry in way.settled] == ["failed"]
    assert way.settled[0].error.startswith("upstream_")
    assert way.reserved == [(0, "one/gpt-fake"), (1, "two/gpt-fake")]


@pytest.mark.parametrize("status", [400, 413, 422])
async def test_a_refusal_of_the_request_is_never_taken_elsewhere(transport: Transport, status: int) -> None:
    refusal = faults.Status(status, message="this breaks our usage policy", code="content_policy_violation")
    async with FakeOpenAI(faults=[refusal]) as one, FakeOpenAI() as two:
        way = trip(transport, one=one.url, two=two.url)
        with pytest.raises(Refused) as refused:
            await way.walk("one", "two")
        assert two.chats == []
    assert refused.value.status == status
    assert json.loads(refused.value.body)["error"]["code"] == "content_policy_violation"
    assert [entry.status for entry in way.settled] == ["failed"]


async def test_who_the_budget_does_not_cover_is_passed_over(transport: Transport) -> None:
    async with FakeOpenAI() as one, FakeOpenAI(answer=Answer("second")) as two:
        way = trip(transport, one=one.url, two=two.url)
        way.poor = {"one/gpt-fake"}
        attempt = await way.walk("one", "two")
        assert b"second" in await said(attempt)
        assert one.chats == []
    assert attempt.number == 0
    assert way.settled == []


async def test_when_the_budget_covers_nobody_that_is_the_error(transport: Transport) -> None:
    async with FakeOpenAI() as one:
        way = trip(transport, one=one.url)
        way.poor = {"one/gpt-fake"}
        with pytest.raises(OverBudget):
            await way.walk("one")
        assert one.chats == []


async def test_a_failure_is_told_rather_than_the_budget_behind_it(transport: Transport) -> None:
    async with FakeOpenAI(faults=[faults.Status(500)]) as one, FakeOpenAI() as two:
        way = trip(transport, one=one.url, two=two.url)
        way.poor = {"two/gpt-fake"}
        with pytest.raises(UpstreamError, match="failed with status 500"):
            await way.walk("one", "two")


async def test_when_all_fail_the_last_failure_is_told(transport: Transport) -> None:
    async with FakeOpenAI(faults=[faults.Status(500)]) as one, FakeOpenAI(faults=[faults.Status(429)]) as two:
        way = trip(transport, one=one.url, two=two.url)
        with pytest.raises(UpstreamBusy):
            await way.walk("one", "two")
    assert [entry.number for entry in way.settled] == [0, 1]


async def test_who_has_left_the_fleet_is_passed_over(transport: Transport) -> None:
    async with FakeOpenAI() as one:
        way = trip(transport, one=one.url)
        assert (await way.walk("gone", "one")).target.deployment.backend == "one"
    with pytest.raises(Unavailable, match="have just left"):
        await trip(transport).walk("gone")


async def test_there_is_an_end_to_trying(transport: Transport) -> None:
    names = [f"b{number}" for number in range(MOST_ATTEMPTS + 3)]
    async with FakeOpenAI(faults=[faults.Status(500)] * 20) as bad:
        way = trip(transport, **dict.fromkeys(names, bad.url))
        with pytest.raises(UpstreamError):
            await way.walk(*names)
        assert len(bad.chats) == MOST_ATTEMPTS


async def test_a_permit_that_does_not_reach_passes_over_a_backend_before_a_byte_leaves(
    transport: Transport,
) -> None:
    async with FakeOpenAI() as far, FakeOpenAI() as near:
        way = trip(transport, near=near.url)
        it, endpoint = place("far", far.url, Zone.PUBLIC)
        way.places[it.name] = (it, endpoint)
        said = await way.walk("far", "near", what=errand(reach=Zone.PRIVATE))
        assert said.target.deployment.backend == "near"
        assert far.connections == 0


async def test_a_permit_that_reaches_nobody_ends_the_walk_before_a_byte_leaves(transport: Transport) -> None:
    async with FakeOpenAI() as far:
        way = trip(transport)
        it, endpoint = place("far", far.url, Zone.PUBLIC)
        way.places[it.name] = (it, endpoint)
        with pytest.raises(EgressForbidden):
            await way.walk("far", what=errand(reach=Zone.PRIVATE))
        assert far.connections == 0


async def test_nobody_listening_falls_back_too(transport: Transport) -> None:
    async with FakeOpenAI() as gone:
        pass
    async with FakeOpenAI() as two:
        way = trip(transport, one=gone.url, two=two.url)
        assert (await way.walk("one", "two")).target.deployment.backend == "two"
    assert way.settled[0].error == Unreachable.code


async def test_cancelling_ends_the_call_settles_it_and_leaves_the_pulse_at_rest(transport: Transport) -> None:
    async with FakeOpenAI(pace=Pace(first_seconds=30)) as slow:
        way = trip(transport, slow=slow.url)
        walking = asyncio.ensure_future(way.walk("slow"))
        async with asyncio.timeout(5):
            while not slow.chats:  # noqa: ASYNC110 - the fake tells nobody
                await asyncio.sleep(0.001)
            walking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await walking
            await slow.chats[0].gone.wait()
    entry = way.settled[0]
    assert (entry.status, entry.error) == ("cancelled", "client_closed_request")
    assert entry.usage.estimated
    assert way.pulses.of("slow/gpt-fake").in_flight == 0


async def test_failures_are_felt_by_the_breaker_and_refusals_are_not(transport: Transport) -> None:
    async with FakeOpenAI(faults=[faults.Status(500)] * 3 + [faults.Status(400)] * 5) as one:
        way = trip(transport, one=one.url)
        for _ in range(2):
            with pytest.raises(UpstreamError):
                await way.walk("one")
        assert way.pulses.readings(["one/gpt-fake"], 0.0) == {}
        with pytest.raises(UpstreamError):
            await way.walk("one")
    async with FakeOpenAI(faults=[faults.Status(400)] * 5) as two:
        other = trip(transport, two=two.url)
        for _ in range(5):
            with pytest.raises(Refused):
                await other.walk("two")
    assert other.pulses.readings(["two/gpt-fake"], 0.0) == {}
    assert way.pulses.readings(["one/gpt-fake"], 0.0)["one/gpt-fake"].breaker == "open"


async def test_a_failure_that_passes_is_tried_once_more_when_nobody_else_answers(
    transport: Transport,
) -> None:
    async with FakeOpenAI(faults=[faults.Status(503)], answer=Answer("second")) as one:
        way = trip(transport, one=one.url)
        attempt = await way.walk("one")
        assert b"second" in await said(attempt)
    assert attempt.number == 1
    assert way.reserved == [(0, "one/gpt-fake"), (1, "one/gpt-fake")]


async def test_another_deployment_is_asked_before_the_same_one_again(transport: Transport) -> None:
    async with FakeOpenAI(faults=[faults.Status(503)]) as one, FakeOpenAI(answer=Answer("other")) as two:
        way = trip(transport, one=one.url, two=two.url)
        assert b"other" in await said(await way.walk("one", "two"))
        assert len(one.chats) == 1


async def test_who_has_an_open_circuit_is_asked_when_all_others_have_failed_and_may_be_back(
    transport: Transport,
) -> None:
    async with (
        FakeOpenAI(faults=[faults.Status(503)]) as one,
        FakeOpenAI(faults=[faults.ResetBeforeHeaders()]) as two,
        FakeOpenAI(answer=Answer("back")) as three,
    ):
        way = trip(transport, one=one.url, two=two.url, three=three.url)
        while way.retries.spend():
            pass
        attempt = await way.walk("one", "two", resorts=("three",))
        assert b"back" in await said(attempt)
    assert way.reserved == [(0, "one/gpt-fake"), (1, "two/gpt-fake"), (2, "three/gpt-fake")]


async def test_nobody_with_an_open_circuit_is_asked_while_another_answers(transport: Transport) -> None:
    async with FakeOpenAI() as one, FakeOpenAI() as two:
        await said(await trip(transport, one=one.url, two=two.url).walk("one", resorts=("two",)))
        assert two.chats == []


async def test_of_those_who_failed_one_that_is_not_known_to_be_down_is_asked_again(
    transport: Transport,
) -> None:
    twice = [faults.Status(503), faults.Status(503)]
    async with FakeOpenAI(faults=twice) as one, FakeOpenAI(faults=twice[:1], answer=Answer("two")) as two:
        way = trip(transport, one=one.url, two=two.url)
        breaker = way.pulses.of("one/gpt-fake").breaker
        for _ in range(3):
            breaker.ended(well=False, now=CLOCK.steady())
        assert b"two" in await said(await way.walk("one", "two"))
        assert len(one.chats) == 1
    assert way.reserved[-1] == (2, "two/gpt-fake")


async def test_without_a_budget_of_retries_nothing_is_tried_again(transport: Transport) -> None:
    async with FakeOpenAI(faults=[faults.Status(503)]) as one:
        way = trip(transport, one=one.url)
        while way.retries.spend():
            pass
        with pytest.raises(UpstreamError, match="failed with status 503"):
            await way.walk("one")
        assert len(one.chats) == 1


async def test_after_its_deadline_a_request_is_taken_nowhere(transport: Transport) -> None:
    async with FakeOpenAI() as one:
        with pytest.raises(Unavailable):
            await trip(transport, one=one.url).walk("one", what=errand(seconds=-1))
        assert one.chats == []


async def test_where_many_have_failed_a_lower_tier_answers(transport: Transport) -> None:
    names = [f"b{number}" for number in range(MOST_ATTEMPTS + 3)]
    async with (
        FakeOpenAI(faults=[faults.Status(429)] * 20) as bad,
        FakeOpenAI(answer=Answer("humble")) as good,
    ):
        way = trip(transport, **dict.fromkeys(names, bad.url), last=good.url)
        way.tiers["last"] = Tier.HEARTBEAT
        attempt = await way.walk(*names, "last")
        assert b"humble" in await said(attempt)
        assert attempt.target.step.tier is Tier.HEARTBEAT
        assert len(bad.chats) == MOST_ATTEMPTS - LAST_RESORTS


async def test_a_tier_may_have_deadlines_of_its_own(transport: Transport) -> None:
    hasty = Patience(QUICK, {Tier.SIMPLE: replace(QUICK, first_byte=0.05, idle=0.05)})
    async with FakeOpenAI(pace=Pace(first_seconds=5)) as slow:
        with pytest.raises(TimedOut):
            await trip(transport, one=slow.url).walk("one", what=replace(errand(), patience=hasty))


async def test_no_attempt_outlives_the_request(transport: Transport) -> None:
    async with FakeOpenAI(pace=Pace(first_seconds=5)) as slow, FakeOpenAI() as two:
        way = trip(transport, one=slow.url, two=two.url)
        with pytest.raises(TimedOut):
            await way.walk("one", "two", what=errand(seconds=0.1))
        assert two.chats == []
