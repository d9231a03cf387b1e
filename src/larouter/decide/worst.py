"""How long an answer to reckon with, which bounds what it can cost."""

from larouter.core.chat import EMBEDDINGS
from larouter.core.deployment import Deployment
from larouter.core.features import Features
from larouter.core.money import MicroUSD
from larouter.core.prices import worst_case
from larouter.core.tiers import Tier

OUTPUT_BY_TIER = (256, 1024, 4096, 8192, 16384)


def longest_answer(features: Features, deployment: Deployment, tier: Tier) -> int:
    """The tokens of answer to reckon with: what the client allows, else the tier's default, within the model's most."""
    if EMBEDDINGS in features.needs:
        return 0
    wanted = features.max_tokens or OUTPUT_BY_TIER[tier]
    return min(wanted, deployment.max_output) if deployment.max_output else wanted


def most_it_costs(
    features: Features, deployment: Deployment, output_tokens: int, tokens: int = 100
) -> MicroUSD:
    """The highest price of this prompt with answers that long, as many of them as were asked for.

    Where its prompts have lately counted `tokens` per cent of the estimate, half as much again is reckoned with.
    """
    learned = features.input_tokens * tokens * 3 // 200 if tokens > 100 else 0
    return worst_case(
        max(features.worst_input_tokens, learned),
        output_tokens * features.answers,
        deployment.rates,
        features.service,
        features.parts,
    )
