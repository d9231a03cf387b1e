"""What is written down of a request says for itself what is not known."""

from larouter.core.ledger import Attempt, Outcome
from larouter.core.tiers import Tier
from larouter.core.usage import NOTHING
from larouter.core.zones import Zone


def test_an_attempt_of_which_nothing_is_known_cost_nothing_and_has_no_first_token() -> None:
    attempt = Attempt(0, "b/m", "b", "m", Zone.LOCAL, Tier.SIMPLE, "unknown")
    assert (attempt.usage, attempt.cost, attempt.ttft_ms) == (NOTHING, 0, None)


def test_an_outcome_without_an_answer_names_nobody() -> None:
    outcome = Outcome(403, "no_eligible_backend")
    assert (outcome.answered_by, outcome.tier, outcome.degraded, outcome.ttft_ms) == ("", None, False, None)
