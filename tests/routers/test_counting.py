"""A backend is asked to count only where that decides, never beyond the permit, and never for long."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from asking import asked

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT
from larouter.core.decision import Record
from larouter.core.deployment import Deployment, Fleet
from larouter.core.features import Difficulty, Features
from larouter.core.money import Rates
from larouter.core.policy import Policy
from larouter.core.zones import Sensitivity, Zone
from larouter.decide.decide import decide
from larouter.decide.reach import permit
from larouter.inspect.look import prompt_tokens
from larouter.outbound.endpoint import Endpoint
from larouter.outbound.transport import Transport
from larouter.routers import counting
from larouter.routers.counting import Counter
from larouter.testing.fake_anthropic import KEY as ANTHROPIC_KEY
from larouter.testing.fake_anthropic import FakeAnthropic
from larouter.testing.fake_gemini import KEY as GOOGLE_KEY
from larouter.testing.fake_gemini import FakeGemini
from larouter.testing.fake_responses import KEY as OPENAI_KEY
from larouter.testing.fake_responses import FakeResponses
from larouter.testing.fake_vllm import FakeVllm
from larouter.testing.http_server import Exchange, HttpServer

CHAT = asked(metadata={"note": "x" * 4_000})  # which no model is told, and the estimate counts
TOKENS, WORST = prompt_tokens(CHAT)
FEATURES = Features(
    difficulty=Difficulty(0.5, 0.9), input_tokens=TOKENS, worst_input_tokens=WORST, max_tokens=10
)
NEAR = TOKENS * 3 // 4  # a window that the estimate passes and half of it does not


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    transport = Transport()
    yield transport
    await transport.close()


def deployment(protocol: str, model: str, *, window: int = NEAR, zone: Zone = Zone.PUBLIC) -> Deployment:
    return Deployment(
        f"b/{model}", "b", model, model, zone, protocol=protocol, window=window, rates=Rates(1_000_000, 2_000_000),
        places=(0, 0, 0, 0, 0),
    )  # fmt: skip


async def weighed(
    transport: Transport,
    it: Deployment,
    endpoint: Endpoint,
    features: Features = FEATURES,
    policy: Policy = Policy(),  # noqa: B008 - never changed
) -> tuple[Record, Record]:
    """The record before and after."""
    fleet = Fleet("f", (it,))
    before = Record(features, fleet.live, decide(features, policy, fleet))
    counter = Counter(lambda name: (it, endpoint) if name == it.name else None, transport)
    if not counter.may_help(before):
        return before, before
    allowed = permit(features, policy, "req_1")
    return before, await counter.weigh(CHAT, before, policy, fleet, allowed)


async def test_anthropic_counts_what_the_estimate_would_refuse(transport: Transport) -> None:
    async with FakeAnthropic("claude-opus-5-5") as fake:
        headers = (("x-api-key", ANTHROPIC_KEY),)
        endpoint = Endpoint("b", fake.url, Zone.PUBLIC, headers)
        before, after = await weighed(transport, deployment(ANTHROPIC, "claude-opus-5-5"), endpoint)
        assert (before.decision.plan, before.decision.dropped[0].rule) == ((), "window")
        assert [step.deployment for step in after.decision.plan] == ["b/claude-opus-5-5"]
        ((name, tokens),) = after.features.counted
        assert (name, fake.refused) == ("b/claude-opus-5-5", [])
        assert 0 < tokens < 50


async def test_gemini_counts_for_a_budget_that_the_worst_case_would_pass(transport: Transport) -> None:
    async with FakeGemini("gemini-4-argon") as fake:
        endpoint = Endpoint("b", fake.url, Zone.PUBLIC, (("x-goog-api-key", GOOGLE_KEY),))
        poor = replace(FEATURES, remaining=TOKENS)
        it = deployment(GEMINI, "gemini-4-argon", window=0)
        before, after = await weighed(transport, it, endpoint, poor)
        assert (before.decision.plan, before.decision.dropped[0].rule) == ((), "budget")
        (step,) = after.decision.plan
        assert step.worst_case <= TOKENS


async def test_openai_and_vllm_count_too(transport: Transport) -> None:
    async with FakeResponses("gpt-6-luna") as openai, FakeVllm("m") as vllm:
        key = (("authorization", f"Bearer {OPENAI_KEY}"),)
        for fake, model, server, headers in (
            (openai, "gpt-6-luna", "openai", key),
            (vllm, "m", "vllm", ()),
        ):
            endpoint = Endpoint("b", fake.url, Zone.PUBLIC, headers, server=server)
            before, after = await weighed(transport, deployment(OPENAI_CHAT, model), endpoint)
            assert before.decision.plan == ()
            assert [step.deployment for step in after.decision.plan] == [f"b/{model}"]
            ((_, tokens),) = after.features.counted
            assert 0 < tokens < 100


@pytest.mark.parametrize(("counts", "planned"), [(TOKENS, True), (TOKENS * 3 // 2, False)])
async def test_a_prompt_that_takes_most_of_a_window_is_counted_before_it_is_sent(
    transport: Transport, counts: int, planned: bool
) -> None:
    class Exact(HttpServer):
        async def _route(self, exchange: Exchange) -> None:
            await exchange.respond_json(200, {"input_tokens": counts})

        def __init__(self) -> None:
            super().__init__(self._route)

    async with Exact() as fake:
        endpoint = Endpoint("b", fake.url, Zone.PUBLIC)
        it = deployment(ANTHROPIC, "m", window=TOKENS * 5 // 4)
        before, after = await weighed(transport, it, endpoint)
        assert before.decision.plan
        assert after.features.counted == (("b/m", counts),)
        assert bool(after.decision.plan) is planned
        assert len(fake.received) == 1


async def test_a_count_that_is_too_long_is_told_in_the_decision(transport: Transport) -> None:
    class Long(HttpServer):
        async def _route(self, exchange: Exchange) -> None:
            await exchange.respond_json(200, {"input_tokens": 123_456})

        def __init__(self) -> None:
            super().__init__(self._route)

    async with Long() as fake:
        endpoint = Endpoint("b", fake.url, Zone.PUBLIC)
        _, after = await weighed(transport, deployment(ANTHROPIC, "claude-opus-5-5"), endpoint)
    assert after.decision.plan == ()
    assert "it counts 123,456 tokens" in after.decision.dropped[0].reason


@pytest.mark.parametrize(
    ("features", "it"),
    [
        (FEATURES, deployment(ANTHROPIC, "m", window=TOKENS // 4)),  # even half of the estimate is too long
        (FEATURES, deployment(ANTHROPIC, "m", window=10**6)),  # it is planned as it is
        (FEATURES, deployment(OPENAI_CHAT, "m")),  # it cannot count
        (replace(FEATURES, model="other"), deployment(ANTHROPIC, "m")),  # its length is not what decides
        (
            replace(FEATURES, sensitivity=Sensitivity.CONFIDENTIAL),
            deployment(ANTHROPIC, "m"),
        ),  # it is out of reach
    ],
)
async def test_nothing_is_asked_where_it_would_not_decide_or_must_not_go(
    transport: Transport, features: Features, it: Deployment
) -> None:
    async with FakeAnthropic("m") as fake:
        endpoint = Endpoint("b", fake.url, Zone.PUBLIC, (("x-api-key", ANTHROPIC_KEY),))
        before, after = await weighed(transport, it, endpoint, features)
        assert before == after
        assert fake.received == []


async def test_a_backend_that_says_nothing_in_time_or_nonsense_leaves_the_decision(
    transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Odd(HttpServer):
        def __init__(self, *, silent: bool) -> None:
            super().__init__(self._route)
            self._silent = silent

        async def _route(self, exchange: Exchange) -> None:
            if self._silent:
                await exchange.request.gone.wait()
            await exchange.respond_json(404, {"error": "no such thing"})

    monkeypatch.setattr(counting, "SECONDS", 0.1)
    for silent in (True, False):
        async with Odd(silent=silent) as fake:
            endpoint = Endpoint("b", fake.url, Zone.PUBLIC)
            before, after = await asyncio.wait_for(
                weighed(transport, deployment(ANTHROPIC, "m"), endpoint), timeout=30
            )
            assert before == after
            assert len(fake.received) == 1
