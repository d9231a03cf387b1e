"""The first stage: what a good answer to the last turn needs, given the history."""

import subprocess
import sys
from bisect import bisect_right

import pytest
from chats import chat
from hypothesis import given, settings
from hypothesis import strategies as st

from larouter.core.policy import Policy
from larouter.core.tiers import Tier
from larouter.inspect.difficulty import Scorer, first_stage, shipped_scorer
from larouter.inspect.weights import shipped


def tier(*turns: str) -> Tier:
    return Tier(bisect_right(Policy().thresholds, first_stage(chat(*turns)).score))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("hi!", Tier.HEARTBEAT),
        ("Merci beaucoup !", Tier.HEARTBEAT),
        ("What is the capital of Norway?", Tier.SIMPLE),
        ("Wie viele Einwohner hat Wien?", Tier.SIMPLE),
        ("Summarise this article in five bullet points and keep the names.", Tier.MODERATE),
        ("Prove that sqrt(2)+sqrt(3) is irrational", Tier.COMPLEX),
        ("Докажи, что простых чисел бесконечно много.", Tier.COMPLEX),
        (
            "Design and implement a complete multi-tenant billing platform with tests and deployment.",
            Tier.FRONTIER,
        ),
        ("从零设计并实现一个分布式数据库,包括事务、复制、测试和完整代码。", Tier.FRONTIER),
    ],
)
def test_plain_cases_are_found(text: str, wanted: Tier) -> None:
    assert tier(text) is wanted


def test_thanks_after_something_hard_is_a_heartbeat() -> None:
    assert tier("Prove Sylow's theorems", "Let G act on itself … done.", "thanks!") is Tier.HEARTBEAT


def test_consent_to_a_large_piece_of_work_is_as_hard_as_the_work() -> None:
    offer = "I can design and implement the complete platform with payments, tests and deployment. Shall I?"
    assert tier("our shop needs a new system", offer, "yes please") is Tier.FRONTIER


def test_consent_to_a_trifle_is_easy() -> None:
    assert tier("what's the weather in Oslo", "Cloudy. Want it in Fahrenheit?", "yes") <= Tier.SIMPLE


@given(st.text(max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_text_gets_a_score_within_bounds_and_the_same_one_twice(text: str) -> None:
    found = first_stage(chat(text))
    assert 0 <= found.score <= 1
    assert 0 <= found.confidence <= 1
    assert Scorer(shipped())(chat(text)) == found


def test_the_score_stands_in_the_range_of_the_tier_that_was_chosen() -> None:
    weights = shipped()
    for text in (
        "hi",
        "capital of France?",
        "write an email to my boss",
        "prove it",
        "build an operating system",
    ):
        likely = Scorer(weights).likelihoods(chat(text))
        assert tier(text) is weights.best(likely)


def test_what_says_nothing_is_not_judged() -> None:
    assert first_stage(chat("")).confidence == 0
    assert first_stage(chat(" \n")).confidence == 0


def test_scoring_imports_nothing_that_is_for_training() -> None:
    code = (
        "import sys, larouter.inspect.difficulty as d; d.warm(); "
        "print({'numpy', 'scipy', 'sklearn'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_shipped_scorer_is_made_once() -> None:
    assert shipped_scorer() is shipped_scorer()
