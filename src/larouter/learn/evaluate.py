"""How well tiers are found: accuracy, the direction of errors, calibration, and the same by language and by tag."""

import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from larouter.core.tiers import CLOUD_TIERS, Tier
from larouter.learn.datasets import Example

BINS = 15
DRAWS = 1_000
LEAST_IN_A_GROUP = 8


@dataclass(frozen=True, slots=True)
class Guess:
    """What a router said of a request.

    Attributes:
        tier: The tier it took.
        confidence: How likely it said that tier to be right, or None when it does not say.
        likelihoods: How likely each tier is, or empty.
    """

    tier: Tier
    confidence: float | None = None
    likelihoods: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """Shares of requests, 0 to 1.

    Attributes:
        count: Requests.
        exact: Took the best label.
        accepted: Took an acceptable label.
        under: Took less than every acceptable label.
        over: Took more than every acceptable label.
        side: Took a local tier where a local one is acceptable, a cloud tier where a cloud one is.
    """

    count: int
    exact: float
    accepted: float
    under: float
    over: float
    side: float


def marks(examples: Sequence[Example], guesses: Sequence[Guess]) -> Marks:
    """The marks of guesses."""
    return _mean([_one(example, guess) for example, guess in zip(examples, guesses, strict=True)])


def _one(example: Example, guess: Guess) -> tuple[bool, ...]:
    tier, accepted = guess.tier, example.accepted
    cloud = tier in CLOUD_TIERS
    return (
        tier is example.tier,
        tier in accepted,
        tier < min(accepted),
        tier > max(accepted),
        any((one in CLOUD_TIERS) is cloud for one in accepted),
    )


def _mean(rows: Sequence[tuple[bool, ...]]) -> Marks:
    count = len(rows)
    exact, accepted, under, over, side = (sum(column) / count for column in zip(*rows, strict=True))
    return Marks(count, exact, accepted, under, over, side)


def intervals(
    examples: Sequence[Example], guesses: Sequence[Guess], draws: int = DRAWS
) -> dict[str, tuple[float, float]]:
    """95 % bootstrap intervals of the marks."""
    rows = [_one(example, guess) for example, guess in zip(examples, guesses, strict=True)]
    dice = random.Random(1)  # noqa: S311 - reproducible, not secret
    drawn = [asdict(_mean(dice.choices(rows, k=len(rows)))) for _ in range(draws)]
    low, high = int(draws * 0.025), int(draws * 0.975)
    found = {}
    for name in ("exact", "accepted", "under", "over", "side"):
        values = sorted(one[name] for one in drawn)
        found[name] = (values[low], values[min(high, draws - 1)])
    return found


def by(
    key: Callable[[Example], Sequence[str]], examples: Sequence[Example], guesses: Sequence[Guess]
) -> dict[str, Marks]:
    """The marks of each group of examples, most frequent group first."""
    groups: dict[str, list[int]] = defaultdict(list)
    for at, example in enumerate(examples):
        for name in key(example):
            groups[name].append(at)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return {
        name: marks([examples[at] for at in members], [guesses[at] for at in members])
        for name, members in ordered
        if len(members) >= LEAST_IN_A_GROUP
    }


def confusion(examples: Sequence[Example], guesses: Sequence[Guess]) -> list[list[int]]:
    """Requests by best label (rows) and tier taken (columns)."""
    table = [[0] * len(Tier) for _ in Tier]
    for example, guess in zip(examples, guesses, strict=True):
        table[example.tier][guess.tier] += 1
    return table


def reliability(examples: Sequence[Example], guesses: Sequence[Guess]) -> list[tuple[int, float, float]]:
    """For each band of confidence: requests, mean confidence, share that was right."""
    bands: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for example, guess in zip(examples, guesses, strict=True):
        if guess.confidence is not None:
            band = min(int(guess.confidence * BINS), BINS - 1)
            bands[band].append((guess.confidence, guess.tier is example.tier))
    return [
        (len(band), sum(one for one, _ in band) / len(band), sum(right for _, right in band) / len(band))
        for _, band in sorted(bands.items())
    ]


def calibration_error(examples: Sequence[Example], guesses: Sequence[Guess]) -> float | None:
    """Expected calibration error of the confidence, in 15 equal bands; None without confidences."""
    bands = reliability(examples, guesses)
    count = sum(size for size, _, _ in bands)
    return sum(size * abs(said - came) for size, said, came in bands) / count if count else None


def report(examples: Sequence[Example], guesses: Sequence[Guess]) -> Mapping[str, Any]:
    """Everything about one router on one set, as plain values."""
    return {
        "marks": asdict(marks(examples, guesses)),
        "intervals": intervals(examples, guesses),
        "ece": calibration_error(examples, guesses),
        "reliability": reliability(examples, guesses),
        "confusion": confusion(examples, guesses),
        "languages": _plain(by(lambda one: (one.lang,), examples, guesses)),
        "tags": _plain(by(lambda one: one.tags or ("none",), examples, guesses)),
        "tiers": _plain(by(lambda one: (one.tier.name,), examples, guesses)),
    }


def _plain(groups: Mapping[str, Marks]) -> dict[str, Any]:
    return {name: asdict(found) for name, found in groups.items()}
