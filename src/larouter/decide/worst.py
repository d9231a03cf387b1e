"""How long an answer to reckon with, which bounds what it can cost."""

from larouter.core.chat import EMBEDDINGS
from larouter.core.deployment import Deployment
from larouter.core.features import Features
from larouter.core.money import MicroUSD
from larouter.core.prices import worst_case
from larouter.core.tiers import Tier

SPARE, SPARE_TOKENS = 20, 32  # providers call their own count an estimate
# Anthropic counts up to 4,784 tokens for one (docs.anthropic.com, vision), OpenAI and Gemini less of most models.
TOKENS_OF_A_PICTURE = 5_000
OUTPUT_BY_TIER = (256, 1024, 4096, 8192, 16384)


def longest_answer(features: Features, deployment: Deployment, tier: Tier) -> int:
    """The tokens of answer to reckon with: what the client allows, else the tier's default, within the model's most."""
    if EMBEDDINGS in features.needs:
        return 0
    wanted = features.max_tokens or OUTPUT_BY_TIER[tier]
    return min(wanted, deployment.max_output) if deployment.max_output else wanted


def counted(features: Features, name: str) -> int:
    """The tokens of the prompt as a deployment itself has counted them; 0 where it was not asked."""
    return next((tokens for asked, tokens in features.counted if asked == name), 0)


def most_it_costs(
    features: Features, deployment: Deployment, output_tokens: int, tokens: int = 100
) -> MicroUSD:
    """The highest price of this prompt with answers that long, as many of them as were asked for.

    Where its prompts have lately counted `tokens` per cent of the estimate, half as much again is reckoned with; where
    it has counted this very prompt, that with a little to spare.
    """
    learned = features.input_tokens * tokens * 3 // 200 if tokens > 100 else 0
    most = max(features.worst_input_tokens, learned) + features.pictures * TOKENS_OF_A_PICTURE
    if features.counted and (exact := counted(features, deployment.name)):
        most = min(most, exact + exact // SPARE + SPARE_TOKENS)
    return worst_case(
        most,
        output_tokens * features.answers,
        deployment.rates,
        features.service,
        features.parts,
    )
