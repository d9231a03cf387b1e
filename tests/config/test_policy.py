"""A policy as people write it: what contradicts itself is refused, the rest becomes the value that decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from larouter.config.policy import PolicyText, bent, parse_policy, policy_json, policy_of
from larouter.core.policy import ALWAYS_LOCAL, HOLD_ALL, Escalation, Policy, Shadow
from larouter.core.routes import Alias, Canary, Clients, Hours, Peer, Rule
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
            "hedge": True,
            "escalation": {
                "enabled": False,
                "skip": ["language"],
                "agreement": "small",
                "judge": "wise",
                "per_minute": 3,
                "per_minute_token": 2,
            },
            "shadow": {"share": 0.1, "judge": "wise"},
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
        hedge=True,
        escalation=Escalation(False, frozenset({"language"}), "small", "wise", 3, 2),
        shadow=Shadow(0.1, "wise"),
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


def refused(members: dict[str, object]) -> str:
    with pytest.raises(ValidationError) as raised:
        parse_policy(members)
    return "; ".join(str(fault["msg"]) for fault in raised.value.errors())


SMALL = {"small": ["vllm/qwen", "ollama/qwen"]}


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"rules": [{"name": "r"}]}, "the rule 'r' does nothing"),
        ({"rules": [{"name": "r", "use": ["x"]}]}, "uses the group 'x', which is not among `groups`"),
        (
            {"groups": {key: ["m"] for key in "abcdefg"}, "rules": [{"name": "r", "use": list("abcdefg")}]},
            "the chain of the rule 'r' is too long: no more than 6 attempts",
        ),
        ({"groups": SMALL, "rules": [{"name": "r", "use": ["small", "small"]}]}, "names a group twice"),
        ({"groups": {"auto": ["m"]}}, "has the name of a tier"),
        ({"groups": {"small": []}}, "has no peers"),
        (
            {"rules": [{"name": "all", "tier": "SIMPLE"}, {"name": "r", "when": {"model": ["g*"]}, "tier": "COMPLEX"}]},
            "the rule 'r' can never match: 'all' before it matches all that it would",
        ),
        (
            {
                "rules": [
                    {"name": "wide", "when": {"model": ["gpt-*"]}, "tier": "SIMPLE"},
                    {"name": "r", "when": {"model": ["gpt-4", "gpt-5*"], "tag": {"a": "b"}}, "tier": "COMPLEX"},
                ]
            },
            "the rule 'r' can never match",
        ),
        (
            {
                "rules": [
                    {"name": "day", "when": {"between": ["08:00", "20:00"]}, "tier": "SIMPLE"},
                    {"name": "r", "when": {"between": ["09:00", "10:00"], "days": ["mon"]}, "tier": "COMPLEX"},
                ]
            },
            "the rule 'r' can never match",
        ),
        ({"rules": [{"name": "r", "when": {"between": ["08:00", "8:00"]}, "tier": "SIMPLE"}]}, "begins when it ends"),
        ({"rules": [{"name": "r", "when": {"between": ["08:00", "25:00"]}, "tier": "SIMPLE"}]}, "'25:00' is not a"),
        ({"rules": [{"name": "r", "when": {"header": {"Authorization": "*"}}, "tier": "SIMPLE"}]}, "holds a secret"),
        (
            {"groups": SMALL, "deny": ["vllm/*", "ollama/*"], "rules": [{"name": "r", "use": ["small"]}]},
            "the rule 'r' can never use 'small': the policy denies all of it",
        ),
        ({"ceiling": "SIMPLE", "rules": [{"name": "r", "tier": "COMPLEX"}]}, "not between the floor HEARTBEAT and"),
        ({"floor": "SIMPLE", "pins": {"heartbeat": "m"}}, "a pin names HEARTBEAT, which is not between"),
        ({"deny": ["gpt-*"], "pins": {"simple": "gpt-4"}}, "gpt-4 is pinned, and denied, so it can never answer"),
        ({"deny": ["gpt-*"], "canary": [{"match": "gpt-4", "share": 0.1}]}, "gpt-4 is on trial, and denied"),
        ({"canary": [{"match": "gpt-4", "share": 0}]}, "greater than 0"),
        ({"aliases": {"a": "b", "b": "a"}}, "the alias 'a' leads back to itself"),
        ({"aliases": {"a": "b", "b": "c", "c": "d", "d": "e"}}, "which is too long"),
        ({"aliases": {"gpt-*": "x", "gpt-4": "y"}}, "the alias 'gpt-4' can never match"),
        ({"dial": 1.5}, "less than or equal to 1"),
    ],
)  # fmt: skip
def test_what_can_never_happen_is_refused_with_the_sentence_why(
    members: dict[str, object], said: str
) -> None:
    assert said in refused(members)


def test_groups_aliases_and_rules_arrive_as_what_they_mean() -> None:
    value = policy_of(
        parse_policy(
            {
                "groups": {"small": ["vllm/qwen", {"match": "ollama/qwen", "weight": 3}]},
                "aliases": {"gpt-4o": "mini", "mini": "small", "best": "auto:frontier", "old": "new"},
                "rules": [
                    {
                        "name": "nights",
                        "when": {
                            "model": ["auto*"],
                            "header": {"X-Team": "search"},
                            "days": ["fri"],
                            "between": ["22:00", "06:00"],
                            "utc_offset": "-01:30",
                        },
                        "use": ["small"],
                    }
                ],
            }
        )
    )
    group = (Peer("vllm/qwen", 1), Peer("ollama/qwen", 3))
    assert value.aliases == (
        Alias("gpt-4o", group=group),
        Alias("mini", group=group),
        Alias("best", tier=Tier.FRONTIER),
        Alias("old", model="new"),
    )
    assert value.rules == (
        Rule(
            "nights",
            models=("auto*",),
            headers=(("x-team", "search"),),
            hours=Hours((4,), 22 * 60, 8 * 60, -90),
            chain=(group,),
            groups=("small",),
        ),
    )


def test_the_rest_arrives_too() -> None:
    value = policy_of(
        parse_policy(
            {
                "pins": {"complex": "cloud/*"},
                "canary": [{"match": "new", "share": 0.05}],
                "clients": {"model": False, "lower": ["tok_1"]},
            }
        )
    )
    assert value.pins == ((Tier.COMPLEX, "cloud/*"),)
    assert value.canaries == (Canary("new", 500),)
    assert value.clients == Clients(model=False, lower=("tok_1",))


@given(st.floats(0, 1), st.floats(0, 1))
def test_turning_the_dial_up_never_raises_a_threshold(one: float, other: float) -> None:
    low, high = sorted((one, other))
    edges = (0.1, 0.3, 0.5, 0.75)
    assert all(a >= b for a, b in zip(bent(edges, low), bent(edges, high), strict=True))
    assert list(bent(edges, one)) == sorted(bent(edges, one))
    assert bent(edges, 0.5) == edges


def test_a_stored_policy_keeps_the_version_that_it_is_stored_under() -> None:
    assert policy_of(PolicyText(), "abc").version == "abc"


@pytest.mark.parametrize(
    ("written", "tokens"), [("none", 0), ("all", HOLD_ALL), ("first:1", 1), ("first:999", 999)]
)
def test_what_is_kept_back_is_said_in_tokens(written: str, tokens: int) -> None:
    assert policy_of(parse_policy({"hold": written})).hold == tokens


@pytest.mark.parametrize("written", ["first:0", "first:", "some", "", "first:-1", "first:9999999"])
def test_what_cannot_be_kept_back_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="hold"):
        parse_policy({"hold": written})
