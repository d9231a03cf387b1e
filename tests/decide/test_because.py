"""Every decision has one reason of a few, whatever was asked under whatever policy."""

import pytest
from decision_strategies import fleets, policies, requests
from hypothesis import given

from larouter.core.decision import Record
from larouter.core.deployment import Deployment, Fleet
from larouter.core.features import Cap, Difficulty, Features
from larouter.core.policy import Policy
from larouter.core.routes import Alias
from larouter.core.tiers import Tier
from larouter.core.zones import Zone
from larouter.decide.because import REASONS, because
from larouter.decide.decide import decide

FLEET = Fleet("f", (Deployment("near/m", "near", "m", "m", Zone.LOCAL, places=(0,) * len(Tier)),))
HARD = Difficulty(0.9, 1.0)
SPENT = (Cap("bud_1", None, used=100, pressure=50),)


def reason(features: Features, policy: Policy | None = None, fleet: Fleet = FLEET) -> str:
    decision = decide(features, policy or Policy(), fleet)
    return because(Record(features, fleet.live, decision))


@pytest.mark.parametrize(
    ("features", "policy", "expected"),
    [
        (Features(difficulty=HARD), Policy(), "difficulty"),
        (Features(difficulty=Difficulty(0.9, 0.0)), Policy(), "unclear"),
        (Features(tier=Tier.SIMPLE), Policy(), "asked"),
        (Features(model="m", difficulty=HARD), Policy(), "asked"),
        (Features(model="SIMPLE", difficulty=HARD), Policy(aliases=(Alias("SIMPLE", "m"),)), "rule"),
        (Features(difficulty=HARD, caps=SPENT), Policy(), "budget"),
        (Features(difficulty=HARD, caps=SPENT), Policy(floor=Tier.COMPLEX), "floor"),
        (Features(tier=Tier.SIMPLE), Policy(floor=Tier.COMPLEX), "floor"),
        (Features(difficulty=HARD), Policy(ceiling=Tier.SIMPLE), "ceiling"),
    ],
)
def test_the_reason_is_what_spoke_last(features: Features, policy: Policy, expected: str) -> None:
    assert reason(features, policy) == expected


def test_where_nobody_may_answer_nothing_else_counts() -> None:
    assert reason(Features(difficulty=HARD), Policy(ceiling=Tier.SIMPLE), Fleet("f", ())) == "refused"


@given(requests(), policies(), fleets())
def test_there_is_always_one_and_it_is_one_of_a_few(features: Features, policy: Policy, fleet: Fleet) -> None:
    assert reason(features, policy, fleet) in REASONS
