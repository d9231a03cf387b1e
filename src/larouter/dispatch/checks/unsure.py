"""An answer whose own tokens were improbable to the model that said them; only where the backend tells."""

from larouter.dispatch.checks.said import Said, Wanted

FEWEST = 8
FLOOR = -1.6
"""Mean natural logarithm of a token's probability: a fifth on average."""


def unsure(said: Said, _wanted: Wanted) -> bool:
    """Its tokens had less than a fifth of the probability on average."""
    told = said.logprobs
    return len(told) >= FEWEST and sum(told) / len(told) < FLOOR
