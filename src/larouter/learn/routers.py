"""The first stage as a router of examples, beside its baselines."""

from collections.abc import Sequence

from larouter.core.tiers import Tier
from larouter.inspect.difficulty import Scorer
from larouter.inspect.weights import Weights
from larouter.learn import baselines
from larouter.learn.datasets import Example
from larouter.learn.evaluate import Guess


def first_stage(weights: Weights) -> baselines.Router:
    """The first stage with these weights."""
    scorer = Scorer(weights)

    def router(examples: Sequence[Example]) -> list[Guess]:
        guesses = []
        for example in examples:
            likely = scorer.likelihoods(example.chat())
            tier = weights.best(likely)
            guesses.append(Guess(tier, likely[tier], tuple(likely)))
        return guesses

    return router


def baseline_routers(training: Sequence[Example]) -> dict[str, baselines.Router]:
    """Every baseline that can be had here; those that learn do so from `training`."""
    found = {"random": baselines.chance, "always MODERATE": baselines.always(Tier.MODERATE)}
    found["keyword rules"] = baselines.keywords
    if (litellm := baselines.litellm_heuristic()) is not None:
        found["LiteLLM's heuristic"] = litellm
    if training:
        found["length"] = baselines.by_length(training)
        found["nearest neighbours"] = baselines.neighbours(training)
    return found
