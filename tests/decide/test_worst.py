"""How long an answer is reckoned with, and what it costs at most."""

from dataclasses import replace

import pytest
from candidates import deployment

from larouter.core.features import Features
from larouter.core.money import Rates
from larouter.core.tiers import Tier
from larouter.decide.worst import OUTPUT_BY_TIER, TOKENS_OF_A_PICTURE, longest_answer, most_it_costs


@pytest.mark.parametrize("tier", Tier)
def test_who_sets_no_limit_is_reckoned_with_that_of_the_tier(tier: Tier) -> None:
    assert longest_answer(Features(), deployment(), tier) == OUTPUT_BY_TIER[tier]


def test_the_limit_of_the_client_counts_within_that_of_the_model() -> None:
    assert longest_answer(Features(max_tokens=7), deployment(), Tier.FRONTIER) == 7
    assert longest_answer(Features(max_tokens=700), deployment(max_output=500), Tier.SIMPLE) == 500
    assert longest_answer(Features(), deployment(max_output=100), Tier.SIMPLE) == 100


def test_every_answer_that_is_asked_for_costs() -> None:
    request = Features(input_tokens=1, worst_input_tokens=10, answers=3)
    rates = Rates(input=1_000_000, output=2_000_000)
    assert most_it_costs(request, deployment(rates=rates), 100) == 10 + 3 * 200


def test_a_model_whose_prompts_count_more_than_their_bytes_is_reckoned_with_so() -> None:
    request = Features(input_tokens=100, worst_input_tokens=200)
    rates = Rates(input=1_000_000)
    assert most_it_costs(request, deployment(rates=rates), 0) == 200
    assert most_it_costs(request, deployment(rates=rates), 0, 60) == 200
    assert most_it_costs(request, deployment(rates=rates), 0, 130) == 200
    assert most_it_costs(request, deployment(rates=rates), 0, 180) == 270


def test_pictures_are_reckoned_with_by_their_number_and_not_by_their_bytes_unless_they_were_counted() -> None:
    request = Features(input_tokens=10, worst_input_tokens=20, pictures=2)
    rates = Rates(input=1_000_000)
    assert most_it_costs(request, deployment(rates=rates), 0) == 20 + 2 * TOKENS_OF_A_PICTURE
    exact = replace(request, counted=(("b/m", 1_000),))
    assert most_it_costs(exact, replace(deployment(rates=rates), name="b/m"), 0) == 1_082
