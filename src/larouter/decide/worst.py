"""What a request can cost at most on a deployment."""

from larouter.core.deployment import Deployment
from larouter.core.features import Features
from larouter.core.money import MicroUSD, Rates, round_worst
from larouter.core.tiers import Tier

OUTPUT_BY_TIER = (256, 1024, 4096, 8192, 16384)


def longest_answer(features: Features, deployment: Deployment, tier: Tier) -> int:
    """The tokens of answer to reckon with: what the client allows, else the tier's default, within the model's most."""
    wanted = features.max_tokens or OUTPUT_BY_TIER[tier]
    return min(wanted, deployment.max_output) if deployment.max_output else wanted


def worst_case(features: Features, rates: Rates, output_tokens: int) -> MicroUSD:
    """The highest price, in micro-USD, of this prompt and that long an answer: every answer, the dearest rates."""
    tokens = features.worst_input_tokens
    if rates.beyond is not None and tokens >= rates.over:
        rates = rates.beyond
    dearest = max(rates.input, rates.cache_read, rates.cache_write)
    return round_worst(tokens * dearest + output_tokens * rates.output * features.answers)
