"""An empty plan becomes the error that names what was in the way."""

import pytest
from candidates import deployment
from decision_strategies import fleets, policies, requests
from hypothesis import assume, given

from larouter.core.deployment import Deployment, Fleet
from larouter.core.errors import (
    NowhereToGo,
    OverBudget,
    QueueFull,
    RouterError,
    TooLong,
    Unavailable,
    UnknownModel,
    Unsayable,
)
from larouter.core.features import Difficulty, Features
from larouter.core.live import OPEN, Live
from larouter.core.money import UNKNOWN, Rates
from larouter.core.policy import ALWAYS_LOCAL, Policy
from larouter.core.tiers import Tier
from larouter.core.zones import Sensitivity, Zone
from larouter.decide.decide import decide
from larouter.decide.refuse import refusal

CLOUD = deployment(name="cloud/m", backend="cloud", model="m", zone=Zone.PUBLIC)
DEAR = deployment(rates=Rates(input=10**9, output=10**9))
SECRET = Features(sensitivity=Sensitivity.CONFIDENTIAL)
ANEW = "It starts anew on 1 December."
HARD = Features(difficulty=Difficulty(0.9, 1.0))


def refused(
    request: Features = Features(),  # noqa: B008 - a frozen value
    policy: Policy = Policy(),  # noqa: B008 - a frozen value
    *deployments: Deployment,
    **live: Live,
) -> RouterError:
    readings = {name.replace("_", "/"): reading for name, reading in live.items()}
    decision = decide(request, policy, Fleet("f", list(deployments), readings))
    assert decision.plan == ()
    return refusal(decision, request, ANEW, live=readings)


def test_nobody_at_all_is_unavailable_and_says_how_to_start_somebody() -> None:
    error = refused()
    assert type(error) is Unavailable
    assert "start a local server" in error.caller_detail


def test_a_model_that_nobody_has_is_unknown() -> None:
    error = refused(Features(model="gpt-99"), Policy(), CLOUD)
    assert type(error) is UnknownModel
    assert (error.param, error.status) == ("model", 404)
    assert "'gpt-99' is not known here" in error.caller_detail


def test_a_model_that_nobody_has_is_unknown_whoever_is_in_no_list() -> None:
    error = refused(Features(model="gpt-99"), Policy(), CLOUD, deployment(places=(-1,) * 5))
    assert type(error) is UnknownModel


def test_a_model_that_is_known_and_too_far_is_not_called_unknown() -> None:
    error = refused(Features(model="m", sensitivity=Sensitivity.CONFIDENTIAL), Policy(), CLOUD, deployment())
    assert type(error) is NowhereToGo
    assert "confidential content may reach local backends only" in error.caller_detail


@pytest.mark.parametrize("reading", [Live(up=False), Live(breaker=OPEN)])
def test_somebody_permitted_who_is_down_is_worth_another_try(reading: Live) -> None:
    error = refused(SECRET, Policy(), CLOUD, deployment(), here_small=reading)
    assert type(error) is Unavailable
    assert error.retry_after
    assert "1 permitted deployment(s) cannot answer now" in error.caller_detail


def test_a_latency_that_nobody_keeps_now_is_worth_another_try_where_the_policy_does_not_wait() -> None:
    late, strict = Live(ttft_ms=500, wait_ms=6_200), Policy(waits=False)
    error = refused(Features(latency_ceiling_ms=10), strict, deployment(), here_small=late)
    assert type(error) is Unavailable
    assert error.retry_after == 7


def test_a_full_queue_says_when_to_come_back() -> None:
    error = refused(SECRET, Policy(), CLOUD, deployment(), here_small=Live(full=True, wait_ms=41_300))
    assert (type(error), error.status, error.retry_after) == (QueueFull, 503, 42)


def test_a_budget_without_room_is_over_budget() -> None:
    error = refused(Features(remaining=5, worst_input_tokens=100), Policy(), DEAR)
    assert type(error) is OverBudget
    assert "the budget has $0.000005 left" in error.caller_detail
    assert ANEW in error.caller_detail


def test_a_price_that_nobody_knows_is_the_doing_of_the_budget() -> None:
    error = refused(Features(remaining=10**9), Policy(), deployment(rates=UNKNOWN))
    assert type(error) is OverBudget
    assert "its price is not known" in error.caller_detail


def test_a_prompt_longer_than_every_window_is_too_long() -> None:
    error = refused(Features(input_tokens=5_000), Policy(), deployment(window=2_048))
    assert type(error) is TooLong
    assert (error.param, error.code) == ("messages", "context_length_exceeded")


def test_a_need_that_nobody_meets_cannot_be_said() -> None:
    error = refused(Features(needs=frozenset({"audio"})), Policy(), deployment())
    assert type(error) is Unsayable
    assert "cannot do audio" in error.caller_detail


def test_a_need_that_only_a_forbidden_backend_meets_is_the_doing_of_the_policy() -> None:
    able = deployment(name="cloud/m", zone=Zone.PUBLIC, capabilities=frozenset({"audio"}))
    error = refused(Features(needs=frozenset({"audio"})), Policy(zones=ALWAYS_LOCAL), able, deployment())
    assert type(error) is NowhereToGo


@pytest.mark.parametrize(
    ("request_", "policy", "it", "cause"),
    [
        (SECRET, Policy(), CLOUD, "confidential content may reach local backends only"),
        (Features(), Policy(deny=("m",)), CLOUD, "the policy denies m"),
        (Features(), Policy(allow=("x",)), CLOUD, "the policy allows only x"),
        (Features(), Policy(regions=("eu",)), CLOUD, "its region is not stated"),
        (Features(), Policy(), deployment(places=(-1,) * 5), "it is in no tier's list"),
        (Features(today=9), Policy(), deployment(retires_on=5), "its provider has retired it"),
        (HARD, Policy(degrade_to=Tier.COMPLEX), deployment(), "MODERATE is below COMPLEX"),
    ],
)
def test_what_the_policy_forbids_is_told_with_its_cause(
    request_: Features, policy: Policy, it: Deployment, cause: str
) -> None:
    error = refused(request_, policy, it)
    assert type(error) is NowhereToGo
    assert error.status == 403
    assert cause in error.caller_detail


@given(requests(), policies(), fleets())
def test_every_refusal_has_every_reason_for_the_operator(
    request: Features, policy: Policy, fleet: Fleet
) -> None:
    decision = decide(request, policy, fleet)
    assume(not decision.plan)
    error = refusal(decision, request, ANEW)
    assert 400 <= error.status < 600
    if isinstance(error, NowhereToGo) and decision.dropped:
        assert len(error.reasons) == len(decision.dropped)
