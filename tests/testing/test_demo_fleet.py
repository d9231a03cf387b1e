"""How the simulated fleet behaves: its timing and its words."""

import json

import pytest

from larouter.testing.completions import tokens
from larouter.testing.demo_fleet import FLEET, Behaviour, text
from larouter.testing.demo_words import BY_TIER
from larouter.testing.http_server import Received

TIERS = list(FLEET)


def request(words: int) -> Received:
    body = json.dumps({"messages": [{"role": "user", "content": "word " * words}]}).encode()
    return Received("POST", "/v1/chat/completions", {}, b"", body)


def test_zones_and_prices_rise_with_the_tier() -> None:
    assert [server.zone for server in FLEET.values()] == ["local", "local", "local", "private", "public"]
    assert [server.usd_out for server in FLEET.values()] == [0, 0, 0, 5.0, 20.0]
    assert set(FLEET) == set(BY_TIER)


@pytest.mark.parametrize("tier", TIERS)
def test_a_longer_prompt_takes_longer_to_read(tier: str) -> None:
    short = Behaviour(FLEET[tier], seed=1).pace(request(10))
    long = Behaviour(FLEET[tier], seed=1).pace(request(5000))
    assert long.first_seconds > short.first_seconds
    assert long.token_seconds == short.token_seconds


@pytest.mark.parametrize("tier", TIERS)
def test_the_same_seed_gives_the_same_timing_and_another_seed_another(tier: str) -> None:
    def paces(seed: int) -> list[object]:
        behaviour = Behaviour(FLEET[tier], seed)
        return [behaviour.pace(request(10)) for _ in range(5)]

    assert paces(1) == paces(1)
    assert paces(1) != paces(2)
    assert len(set(map(str, paces(1)))) == 5


@pytest.mark.parametrize("tier", TIERS)
def test_tokens_come_at_about_the_rate_of_the_tier(tier: str) -> None:
    behaviour = Behaviour(FLEET[tier])
    rates = [1 / behaviour.pace(request(10)).token_seconds for _ in range(200)]
    assert FLEET[tier].generation == pytest.approx(sum(rates) / len(rates), rel=0.1)


@pytest.mark.parametrize("tier", TIERS)
def test_answers_vary_with_the_prompt_and_repeat_with_it(tier: str) -> None:
    answers = [text(tier, str(number).encode()) for number in range(50)]
    assert len(set(answers)) > 8
    assert text(tier, b"7") == answers[7]


def test_higher_tiers_say_more() -> None:
    lengths = [sum(len(tokens(text(tier, str(n).encode()))) for n in range(50)) for tier in TIERS]
    assert lengths == sorted(lengths)
