"""A policy as people write it: what contradicts itself is refused, the rest becomes the value that decides."""

import pytest
from pydantic import ValidationError

from larouter.config.policy import PolicyText, parse_policy, policy_json, policy_of
from larouter.core.policy import ALWAYS_LOCAL, HOLD_ALL, Escalation, Policy
from larouter.core.tiers import Tier
from larouter.core.zones import Sensitivity, Zone


def test_the_default_text_is_the_default_policy() -> None:
    value = policy_of(PolicyText())
    assert value == Policy(version=value.version)


def test_everything_that_is_written_arrives() -> None:
    text = parse_policy(
        {
            "zones": {"public": "private", "internal": "local"},
            "sensitivity": "internal",
            "thresholds": [0.2, 0.2, 0.6, 0.9],
            "min_confidence": 0.7,
            "abstain": "complex",
            "floor": "simple",
            "ceiling": "Complex",
            "degrade_to": "MODERATE",
            "allow": ["gpt-*"],
            "deny": ["gpt-old"],
            "regions": ["eu"],
            "latency_ceiling_ms": 800,
            "hold": "first:40",
            "escalation": {
                "enabled": False,
                "skip": ["language"],
                "agreement": "small",
                "judge": "wise",
                "per_minute": 3,
                "per_minute_token": 2,
            },
        }
    )
    value = policy_of(text)
    assert value == Policy(
        zones=(Zone.PRIVATE, Zone.LOCAL, Zone.LOCAL),
        sensitivity=Sensitivity.INTERNAL,
        thresholds=(0.2, 0.2, 0.6, 0.9),
        min_confidence=0.7,
        abstain=Tier.COMPLEX,
        floor=Tier.SIMPLE,
        ceiling=Tier.COMPLEX,
        degrade_to=Tier.MODERATE,
        allow=("gpt-*",),
        deny=("gpt-old",),
        regions=("eu",),
        latency_ceiling_ms=800,
        hold=40,
        escalation=Escalation(False, frozenset({"language"}), "small", "wise", 3, 2),
        version=value.version,
    )


def test_always_local_is_stronger_than_the_zones() -> None:
    text = parse_policy({"always_local": True, "zones": {"public": "public"}})
    assert policy_of(text).zones == ALWAYS_LOCAL


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            {"zones": {"public": "local", "internal": "public"}},
            "may not travel further than a less sensitive one",
        ),
        ({"zones": {"confidential": "public"}}, "may not travel further than a less sensitive one"),
        ({"zones": {"secret": "local"}}, "Extra inputs"),
        ({"thresholds": [0.5, 0.4, 0.6, 0.7]}, "thresholds must not fall"),
        ({"thresholds": [0.1, 0.2, 0.3]}, "Field required"),
        ({"thresholds": [0.1, 0.2, 0.3, 1.5]}, "less than or equal to 1"),
        ({"thresholds": [0.1, 0.2, 0.3, float("nan")]}, "less than or equal to 1"),
        ({"floor": "COMPLEX", "ceiling": "SIMPLE"}, "the floor COMPLEX is above the ceiling SIMPLE"),
        ({"abstain": "HUGE"}, "'HUGE' is not a tier; use HEARTBEAT, SIMPLE, MODERATE, COMPLEX, FRONTIER"),
        ({"allow": ["a", "b"], "deny": ["b"]}, "b is both allowed and denied"),
        ({"allow": ["gpt-*"], "deny": ["gpt-*"]}, "gpt-* is both allowed and denied"),
        ({"allow": ["gpt-5"], "deny": ["gpt-*"]}, "gpt-5 is both allowed and denied"),
        ({"allow": ["x"] * 101}, "at most 100 items"),
        ({"latency_ceiling_ms": -1}, "greater than or equal to 0"),
        ({"sensitivity": "secret"}, "'public', 'internal' or 'confidential'"),
        ({"surprise": 1}, "Extra inputs"),
    ],
)
def test_what_contradicts_itself_or_means_nothing_is_refused(text: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        parse_policy(text)
    assert said in str(refused.value)


def test_a_pattern_that_leaves_something_over_is_no_contradiction() -> None:
    assert parse_policy({"allow": ["gpt-*"], "deny": ["gpt-?"]}).allow == ("gpt-*",)


def test_a_policy_is_named_by_its_content() -> None:
    one, same, other = (policy_of(PolicyText(latency_ceiling_ms=ms)).version for ms in (1, 1, 2))
    assert one == same != other


def test_what_is_stored_is_read_back_the_same() -> None:
    text = PolicyText(allow=("é*",), floor="SIMPLE")
    assert parse_policy(policy_json(text)) == text


@pytest.mark.parametrize(
    ("written", "tokens"), [("none", 0), ("all", HOLD_ALL), ("first:1", 1), ("first:999", 999)]
)
def test_what_is_kept_back_is_said_in_tokens(written: str, tokens: int) -> None:
    assert policy_of(parse_policy({"hold": written})).hold == tokens


@pytest.mark.parametrize("written", ["first:0", "first:", "some", "", "first:-1", "first:9999999"])
def test_what_cannot_be_kept_back_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="hold"):
        parse_policy({"hold": written})
