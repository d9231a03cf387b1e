"""What a name comes to: aliases first, then the first rule that matches, then what callers may choose."""

from dataclasses import replace

import pytest
from candidates import deployment

from larouter.core.deployment import Deployment, Fleet
from larouter.core.features import Features
from larouter.core.policy import Policy
from larouter.core.routes import Alias, Clients, Hours, Peer, Rule
from larouter.core.tiers import Tier
from larouter.core.zones import Sensitivity, Zone
from larouter.decide.course import course, draw
from larouter.decide.decide import decide

VLLM = deployment(name="vllm/qwen-8b", backend="vllm", model="qwen-8b", upstream_id="Qwen/Qwen-8B")
OLLAMA = deployment(name="ollama/qwen:8b", backend="ollama", model="qwen:8b", upstream_id="qwen:8b")
CLOUD = deployment(
    name="cloud/large", backend="cloud", model="large", zone=Zone.PUBLIC, places=(-1, -1, -1, 0, 0)
)
FLEET = Fleet("three", sorted([VLLM, OLLAMA, CLOUD], key=lambda it: it.name))
SMALL = (Peer("vllm/qwen-8b", 3), Peer("ollama/qwen:8b", 1))
BIG = (Peer("cloud/*"),)


def planned(request: Features, policy: Policy, fleet: Fleet = FLEET) -> list[str]:
    return [step.deployment for step in decide(request, policy, fleet).plan]


def rule(**changes: object) -> Policy:
    wanted = Rule("ours", chain=(SMALL, BIG), groups=("small", "big"))
    return Policy(rules=(replace(wanted, **changes),))  # type: ignore[arg-type]


def test_without_aliases_and_rules_nothing_is_touched() -> None:
    request = Features(model="large")
    assert course(request, Policy()).asked is request


def test_an_alias_stands_for_a_model_a_tier_or_peers_of_different_names() -> None:
    policy = Policy(
        aliases=(
            Alias("gpt-4o", model="large"),
            Alias("gpt-4*", tier=Tier.COMPLEX),
            Alias("qwen", group=SMALL),
        )
    )
    assert planned(Features(model="gpt-4o"), policy) == ["cloud/large"]
    assert decide(Features(model="gpt-4-mini"), policy, FLEET).target is Tier.COMPLEX
    assert sorted(planned(Features(model="qwen"), policy)) == ["ollama/qwen:8b", "vllm/qwen-8b"]


def test_a_rule_sends_to_its_groups_in_order_and_says_so_to_everybody_else() -> None:
    other = deployment(name="else/where", backend="else", model="where")
    fleet = Fleet("four", [*FLEET.deployments, other])
    decision = decide(Features(tier=Tier.FRONTIER), rule(models=("auto*",)), fleet)
    assert [step.deployment for step in decision.plan][2] == "cloud/large"
    assert {step.deployment for step in decision.plan[:2]} == {"vllm/qwen-8b", "ollama/qwen:8b"}
    assert [(loss.deployment, loss.rule) for loss in decision.dropped] == [("else/where", "rule")]
    assert decision.why_target.startswith("the rule “ours” sends auto:frontier to small, then big; ")


def test_a_rule_never_widens_the_reach() -> None:
    confidential = Features(sensitivity=Sensitivity.CONFIDENTIAL)
    decision = decide(confidential, rule(chain=(BIG,), groups=("big",)), FLEET)
    assert decision.plan == ()
    assert {loss.rule for loss in decision.dropped} == {"zone", "rule"}


@pytest.mark.parametrize(
    ("changes", "request_", "holds"),
    [
        ({"models": ("gpt-*",)}, Features(model="gpt-4"), True),
        ({"models": ("gpt-*",)}, Features(), False),
        ({"headers": (("x-team", "sea*"),)}, Features(headers=(("x-team", "search"),)), True),
        ({"headers": (("x-team", "sea*"),)}, Features(headers=(("x-team", "ads"),)), False),
        ({"tags": (("feature", "night"),)}, Features(tags=(("feature", "night"),)), True),
        ({"tags": (("feature", "night"),)}, Features(), False),
        ({"hours": Hours((0,), 60, 60)}, Features(minute=90), True),
        ({"hours": Hours((0,), 60, 60)}, Features(minute=150), False),
        ({"hours": Hours((0,), 60, 60)}, Features(), False),
        ({"models": ("gpt-*",), "tags": (("a", "b"),)}, Features(model="gpt-4"), False),
    ],
)
def test_all_conditions_of_a_rule_must_hold(
    changes: dict[str, object], request_: Features, holds: bool
) -> None:
    assert bool(course(request_, rule(**changes)).chain) is holds


def test_the_first_rule_that_matches_counts_and_one_may_set_only_the_tier() -> None:
    policy = Policy(
        rules=(Rule("cheap", models=("auto",), tier=Tier.SIMPLE), Rule("all", tier=Tier.FRONTIER))
    )
    decision = decide(Features(), policy, FLEET)
    assert decision.target is Tier.SIMPLE
    assert "the rule “cheap” makes auto SIMPLE" in decision.why_target


def test_a_rule_sees_the_name_that_was_asked_for_and_the_one_that_is_meant() -> None:
    aliases = (Alias("gpt-4o", model="large"),)
    for pattern in ("gpt-4o", "large"):
        policy = replace(rule(models=(pattern,)), aliases=aliases)
        assert course(Features(model="gpt-4o"), policy).chain


def test_what_callers_may_not_choose_is_left_out_and_said() -> None:
    policy = Policy(clients=Clients(model=False, tier=False))
    decision = decide(Features(model="large"), policy, FLEET)
    assert len(decision.plan) == 3
    assert "large was asked for, which the policy does not leave to callers" in decision.why_target
    assert course(Features(tier=Tier.FRONTIER), policy).asked.tier is None


def test_peers_come_first_in_proportion_to_their_weights() -> None:
    policy = rule()
    firsts = [planned(Features(dice=dice), policy)[0] for dice in range(2000)]
    assert 0.70 < firsts.count("vllm/qwen-8b") / len(firsts) < 0.80


def test_a_peer_of_weight_nothing_comes_after_its_peers() -> None:
    group = (Peer("vllm/*", 0), Peer("ollama/*"))
    policy = rule(chain=(group,), groups=("spare",))
    assert {planned(Features(dice=dice), policy)[-1] for dice in range(50)} == {"vllm/qwen-8b"}


def test_a_draw_is_the_same_for_the_same_dice() -> None:
    assert draw(VLLM, 2, 17) == draw(VLLM, 2, 17) != draw(VLLM, 2, 18)


def unlisted(it: Deployment) -> Deployment:
    return replace(it, places=(-1,) * 5)


def test_a_rule_reaches_deployments_that_no_tier_lists() -> None:
    fleet = Fleet("bare", [unlisted(OLLAMA), unlisted(VLLM)])
    assert len(planned(Features(), rule(), fleet)) == 2
    assert planned(Features(), Policy(), fleet) == []
