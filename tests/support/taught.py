"""Past requests with a known truth, for calibration and training."""

import random

from larouter.core.features import Difficulty, Features
from larouter.core.scale import best, score
from larouter.core.tiers import Tier
from larouter.learn.lessons import Lesson

HOUR_MS = 3_600_000
PRICES = (0.0, 0.0, 0.0, 2_000.0, 20_000.0)


def likelihoods(needed: int, sure: float) -> tuple[float, ...]:
    """Most of the likelihood on one tier, the rest on its neighbours."""
    shares = [0.01] * len(Tier)
    shares[needed] += sure
    for neighbour in (needed - 1, needed + 1):
        if 0 <= neighbour < len(Tier):
            shares[neighbour] += (0.95 - sure) / 2
    return tuple(share / sum(shares) for share in shares)


def lesson(
    at: int, likely: tuple[float, ...], needed: tuple[Tier, Tier] | None = None, *evidence: str
) -> Lesson:
    tier = best(likely)
    difficulty = Difficulty(score(likely, tier), round(likely[tier], 4), evidence, likely)
    return Lesson(
        at * HOUR_MS,
        Features(difficulty=difficulty, input_tokens=50),
        tier,
        tier,
        tuple(Tier),
        PRICES,
        needed,
    )


def traffic(count: int, seed: int = 1, harder: int = 0, spoken: float = 0.3) -> list[Lesson]:
    """Requests of all tiers, of which people say now and then what was needed: the stage's tier, or `harder` more."""
    dice = random.Random(seed)
    found = []
    for at in range(count):
        likely = likelihoods(dice.randrange(5), dice.uniform(0.4, 0.9))
        truth = Tier(min(4, dice.choices(range(5), likely)[0] + harder))
        said = (truth, truth) if dice.random() < spoken else None
        found.append(lesson(at, likely, said))
    return found
