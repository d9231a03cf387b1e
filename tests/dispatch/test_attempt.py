"""One call to one deployment: what is sent, what comes back, how it ends and what it costs; over real sockets."""

import json
from dataclasses import replace

import pytest
from asking import asked
from journeys_of_one import PROMPT, QUICK, errand, parts_of, said, trip

from larouter.core.chat import Chat
from larouter.core.errors import BrokenStream, Malformed, UpstreamError
from larouter.core.policy import HOLD_ALL
from larouter.core.usage import Usage
from larouter.dispatch.attempt import Attempt
from larouter.dispatch.bill import end
from larouter.dispatch.patience import Patience
from larouter.outbound.transport import Transport
from larouter.testing import faults
from larouter.testing.completions import Answer
from larouter.testing.fake_openai import FakeOpenAI, Pace

TEXT = Answer("One two three four five six.")
STREAM = asked(stream=True)
WITH_USAGE = asked(stream=True, stream_options={"include_usage": True})
APART = Pace(token_seconds=0.02)  # so that its first words arrive before what goes wrong


async def call(transport: Transport, fake: FakeOpenAI, chat: Chat, *, cap: bool = False) -> Attempt:
    return await trip(transport, one=fake.url).walk("one", what=errand(chat, cap=cap))


async def sent(transport: Transport, *, cap: bool = False, **members: object) -> dict[str, object]:
    async with FakeOpenAI() as fake:
        attempt = await call(transport, fake, asked(**members), cap=cap)
        end(attempt, PROMPT)
        return fake.chats[0].json()


async def test_the_body_is_the_clients_with_the_model_that_was_decided_on(transport: Transport) -> None:
    body = await sent(transport, model="auto", temperature=0.5, seed=7)
    assert body == {
        "model": "gpt-fake",
        "messages": [{"role": "user", "content": "hello"}],
        "temperature": 0.5,
        "seed": 7,
    }


@pytest.mark.parametrize("options", [None, {}, {"include_usage": False}])
async def test_a_stream_is_asked_for_its_usage_whatever_the_client_wants(
    transport: Transport, options: object
) -> None:
    body = await sent(transport, stream=True, stream_options=options)
    assert body["stream_options"] == {"include_usage": True}


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({}, {"max_tokens": 100}),
        ({"max_tokens": 5}, {"max_tokens": 5}),
        ({"max_tokens": 5_000}, {"max_tokens": 100}),
        ({"max_completion_tokens": 5_000}, {"max_completion_tokens": 100}),
        ({"max_completion_tokens": None}, {"max_completion_tokens": None, "max_tokens": 100}),
    ],
)
async def test_where_a_budget_applies_the_answer_is_kept_to_what_was_reserved(
    transport: Transport, limits: dict[str, object], expected: dict[str, object]
) -> None:
    body = await sent(transport, cap=True, **limits)
    assert {name: value for name, value in body.items() if "tokens" in name} == expected
    uncapped = await sent(transport, **limits)
    assert {name: value for name, value in uncapped.items() if "tokens" in name} == limits


async def test_a_whole_answer_is_passed_on_byte_for_byte_and_charged(transport: Transport) -> None:
    async with FakeOpenAI(answer=TEXT) as fake:
        attempt = await call(transport, fake, asked())
        body = await parts_of(attempt)
        assert body == bytes(fake.chats[0].sent)
        assert attempt.length == len(body)
        entry = end(attempt, PROMPT)
    usage = json.loads(body)["usage"]
    assert entry.usage == Usage(usage["prompt_tokens"], 6)
    assert entry.cost == usage["prompt_tokens"] + 2 * 6
    assert (entry.status, entry.error, entry.model) == ("ok", "", "gpt-fake")
    assert entry.ttft_ms is not None
    assert entry.latency_ms >= entry.ttft_ms


async def test_a_stream_is_passed_on_without_the_usage_that_nobody_asked_for(transport: Transport) -> None:
    async with FakeOpenAI(answer=TEXT) as fake:
        attempt = await call(transport, fake, STREAM)
        body = await parts_of(attempt)
        assert b"usage" not in body
        assert b"usage" in fake.chats[0].sent
        assert body.endswith(b"data: [DONE]\n\n")
        assert (attempt.length, attempt.complete) == (None, True)
        assert end(attempt, PROMPT).usage.output_tokens == 6


async def test_a_stream_with_usage_is_passed_on_byte_for_byte(transport: Transport) -> None:
    async with FakeOpenAI(answer=TEXT) as fake:
        attempt = await call(transport, fake, asked(stream=True, stream_options={"include_usage": True}))
        assert await said(attempt) == bytes(fake.chats[0].sent)


@pytest.mark.parametrize(
    "fault",
    [faults.Cut(3, "reset"), faults.Cut(3, "close"), faults.Cut(3, "end"), faults.ErrorEvent(3)],
    ids=str,
)
async def test_a_stream_that_breaks_off_says_so(transport: Transport, fault: faults.Fault) -> None:
    async with FakeOpenAI(answer=TEXT, faults=[fault], pace=APART) as fake:
        attempt = await call(transport, fake, STREAM)
        with pytest.raises(BrokenStream) as broken:
            await parts_of(attempt)
        entry = end(attempt, PROMPT, broken.value)
    assert (entry.status, entry.error) == ("failed", "stream_error")
    assert entry.usage.estimated
    assert entry.usage.output_tokens > 0
    assert "while processing your request" not in broken.value.operator_detail


@pytest.mark.parametrize("fault", [faults.ErrorEvent(0), faults.ErrorEvent(1), faults.Cut(1, "end")], ids=str)
async def test_a_stream_that_fails_before_its_first_word_is_a_failure_and_no_answer(
    transport: Transport, fault: faults.Fault
) -> None:
    async with FakeOpenAI(answer=TEXT, faults=[fault]) as fake:
        with pytest.raises(UpstreamError) as failed:
            await call(transport, fake, STREAM)
    assert not isinstance(failed.value, BrokenStream)
    assert "while processing your request" not in failed.value.operator_detail


async def test_a_broken_event_in_the_middle_ends_the_stream_truthfully(transport: Transport) -> None:
    async with FakeOpenAI(answer=TEXT, faults=[faults.Malformed(3)], pace=APART) as fake:
        attempt = await call(transport, fake, STREAM)
        with pytest.raises(BrokenStream, match="the answer broke off"):
            await said(attempt)


async def test_a_web_page_is_no_answer(transport: Transport) -> None:
    async with FakeOpenAI(faults=[faults.Html()]) as fake:
        with pytest.raises(Malformed) as failed:
            await call(transport, fake, asked())
    assert "its answer is text/html" in failed.value.operator_detail


async def test_a_client_that_leaves_ends_the_call_and_pays_for_what_it_got(transport: Transport) -> None:
    async with FakeOpenAI(answer=TEXT, faults=[faults.Stall(3)]) as fake:
        attempt = await call(transport, fake, STREAM)
        await attempt.part()
        entry = end(attempt, PROMPT, GeneratorExit())
        await fake.chats[0].gone.wait()
    assert (entry.status, entry.error) == ("cancelled", "client_closed_request")
    assert entry.usage.estimated
    assert entry.usage.input_tokens == 10
    assert entry.cost > 0


async def held(transport: Transport, fake: FakeOpenAI, tokens: int) -> Attempt:
    what = replace(errand(WITH_USAGE), hold=tokens)
    return await trip(transport, one=fake.url).walk("one", what=what)


async def test_the_first_tokens_of_a_stream_are_kept_back_when_asked(transport: Transport) -> None:
    async with FakeOpenAI(answer=Answer("word " * 40), pace=APART) as fake:
        attempt = await held(transport, fake, 10)
        assert attempt.dialogue.reader.characters >= 40
        assert not attempt.complete
        assert attempt.first_byte_at - attempt.began < 0.15
        assert (await said(attempt)).count(b"word") == 40


async def test_a_whole_stream_can_be_kept_back(transport: Transport) -> None:
    async with FakeOpenAI(answer=TEXT, pace=APART) as fake:
        attempt = await held(transport, fake, HOLD_ALL)
        assert attempt.complete
        assert attempt.held == bytes(fake.chats[0].sent)
        assert await said(attempt) == bytes(fake.chats[0].sent)
        assert end(attempt, PROMPT).usage.output_tokens == 6


@pytest.mark.parametrize(
    "fault",
    [faults.Cut(4), faults.Cut(4, "close"), faults.Cut(4, "end"), faults.Stall(4), faults.Malformed(4),
     faults.ErrorEvent(4)],
    ids=str,
)  # fmt: skip
async def test_what_goes_wrong_within_what_is_kept_back_is_made_good_by_another(
    transport: Transport, fault: faults.Fault
) -> None:
    async with FakeOpenAI(answer=TEXT, faults=[fault], pace=APART) as one, FakeOpenAI(answer=TEXT) as two:
        way = trip(transport, one=one.url, two=two.url)
        what = replace(errand(WITH_USAGE), hold=HOLD_ALL, patience=Patience(replace(QUICK, idle=0.3)))
        attempt = await way.walk("one", "two", what=what)
        assert await said(attempt) == bytes(two.chats[0].sent)
    assert way.settled[0].status == "failed"
    assert way.settled[0].usage.estimated
    assert way.settled[0].usage.output_tokens > 0


async def test_a_connection_lost_behind_a_finished_answer_that_is_kept_back_loses_nothing(
    transport: Transport,
) -> None:
    async with FakeOpenAI(answer=Answer("One two"), faults=[faults.Cut(4)], pace=APART) as fake:
        attempt = await held(transport, fake, HOLD_ALL)
        assert (await said(attempt)).endswith(b"data: [DONE]\n\n")


async def test_half_an_event_at_the_end_of_a_stream_is_malformed_and_no_fault_of_ours(
    transport: Transport,
) -> None:
    half = faults.Malformed(4, b'data: {"choices": [{"delta"')
    async with FakeOpenAI(answer=TEXT, faults=[half], pace=APART) as fake:
        attempt = await call(transport, fake, STREAM)
        with pytest.raises(BrokenStream):
            await said(attempt)
