"""Vectors of one model mean nothing to another."""

import pytest
from candidates import deployment

from larouter.core.chat import EMBEDDINGS
from larouter.core.deployment import NO_TIERS, Deployment, Fleet
from larouter.core.errors import BadRequest
from larouter.core.features import Features
from larouter.core.live import IDLE, Live
from larouter.core.money import Rates, rate
from larouter.core.policy import Policy
from larouter.core.zones import Sensitivity, Zone
from larouter.decide.decide import decide
from larouter.decide.refuse import refusal

ASKED = Features(needs=frozenset({EMBEDDINGS}), input_tokens=9_000, worst_input_tokens=20_000)


def embedder(model: str, backend: str = "here", **changes: object) -> Deployment:
    name = f"{backend}/{model}"
    plain = {"name": name, "backend": backend, "model": model, "upstream_id": model, "places": NO_TIERS}
    return deployment(**plain | {"capabilities": frozenset({EMBEDDINGS}), "window": 512} | changes)


def plan(features: Features, *deployments: Deployment, policy: Policy = Policy(), **live: Live) -> list[str]:  # noqa: B008
    found = decide(features, policy, Fleet("f", deployments, {f"{k}/a": v for k, v in live.items()}))
    return [step.deployment for step in found.plan]


def test_the_only_model_there_is_needs_no_name_wherever_it_is() -> None:
    near, far = embedder("a"), embedder("a", "cloud", zone=Zone.PUBLIC)
    assert plan(ASKED, near, far, deployment()) == ["here/a", "cloud/a"]


def test_several_models_have_to_be_told_apart_by_name() -> None:
    fleet = Fleet("f", (embedder("a"), embedder("b"), deployment()))
    decision = decide(ASKED, Policy(), fleet)
    assert decision.plan == ()
    error = refusal(decision, ASKED, "")
    assert isinstance(error, BadRequest)
    assert "name one of a, b" in error.caller_detail


@pytest.mark.parametrize("level", Sensitivity)
def test_neither_content_nor_health_chooses_the_model(level: Sensitivity) -> None:
    near, far = embedder("a"), embedder("b", "cloud", zone=Zone.PUBLIC)
    asked = Features(needs=ASKED.needs, sensitivity=level)
    assert plan(asked, near, far) == []
    assert plan(asked, near, far, here=Live(up=False)) == []


def test_what_the_policy_denies_does_not_count() -> None:
    assert plan(ASKED, embedder("a"), embedder("b"), policy=Policy(deny=("b",))) == ["here/a"]


def test_a_named_model_never_becomes_another() -> None:
    asked = Features(model="a", needs=ASKED.needs)
    found = plan(asked, embedder("a"), embedder("b"), embedder("a", "spare"))
    assert sorted(found) == ["here/a", "spare/a"]


def test_the_window_is_that_of_each_input_and_no_answer_is_paid_for() -> None:
    rates = Rates(input=rate(1), output=rate(1000), cache_read=rate(1), cache_write=rate(1))
    found = decide(ASKED, Policy(), Fleet("f", (embedder("a", rates=rates),)))
    assert (found.plan[0].worst_case, found.plan[0].max_output) == (20_000, 0)


def test_a_model_of_a_tier_is_not_below_the_floor_for_vectors() -> None:
    both = embedder("a", places=(0, -1, -1, -1, -1), capabilities=frozenset({EMBEDDINGS, "tools"}))
    assert plan(ASKED, both) == ["here/a"]
    assert IDLE.up


def test_a_model_that_only_makes_vectors_answers_nothing_else() -> None:
    decision = decide(Features(model="a"), Policy(), Fleet("f", (embedder("a"),)))
    assert [(loss.rule, loss.reason) for loss in decision.dropped] == [
        ("capability", "it makes vectors of texts, and no answers")
    ]
