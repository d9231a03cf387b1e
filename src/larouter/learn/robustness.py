"""How much a decision moves when what is asked does not: typos, padding and self-praise, optimised prefixes."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from larouter.core.tiers import CLOUD_TIERS, Tier
from larouter.inspect.weights import Weights, unpack
from larouter.learn.datasets import Example
from larouter.learn.evaluate import Guess
from larouter.learn.noise import JUNK, PRAISE, mistype

Router = Callable[[Sequence[Example]], list[Guess]]
GADGET_WORDS = 12
JOINTS = ("of the", "in a", "and", "for", "to the", "on a", "by", "at the", "is a", "or", "as the")


def changed(example: Example, change: Callable[[str], str]) -> Example:
    """The example with another last user turn, where that is plain text."""
    messages = list(example.request["messages"])
    for at in range(len(messages) - 1, -1, -1):
        if messages[at]["role"] == "user":
            if isinstance(messages[at].get("content"), str):
                messages[at] = {**messages[at], "content": change(messages[at]["content"])}
            break
    return replace(example, request={**example.request, "messages": messages})


def robustness(
    router: Router, examples: Sequence[Example], weights: Weights | None = None
) -> dict[str, float]:
    """Shares of requests, 0 to 1, whose tier or whose side (local or cloud) moves under each change."""
    plain = router(examples)
    dice = random.Random(11)  # noqa: S311 - reproducible, not secret
    changes: dict[str, Callable[[str], str]] = {
        "typos in 1 % of characters": lambda text: mistype(text, 0.01, dice),
        "typos in 3 % of characters": lambda text: mistype(text, 0.03, dice),
        "typos in 10 % of characters": lambda text: mistype(text, 0.10, dice),
        "a polite sentence behind": lambda text: f"{text} Many thanks in advance for your help with this.",
        "self-praise before": lambda text: f"{dice.choice(PRAISE[:6])} {text}",
        "nonsense behind": lambda text: f"{text} {' '.join(dice.choice(JUNK) for _ in range(12))}",
    }
    found: dict[str, float] = {}
    for name, change in changes.items():
        moved = router([changed(example, change) for example in examples])
        found[f"{name}: tier"] = _share(plain, moved, lambda one, other: one.tier is not other.tier)
        found[f"{name}: side"] = _share(plain, moved, lambda one, other: _cloud(one) is not _cloud(other))
    if weights is not None:
        found.update(_attack(router, examples, plain, weights))
    return found


def _cloud(guess: Guess) -> bool:
    return guess.tier in CLOUD_TIERS


def _share(plain: Sequence[Guess], moved: Sequence[Guess], differs: Callable[[Guess, Guess], bool]) -> float:
    return sum(map(differs, plain, moved)) / len(plain)


def _attack(
    router: Router, examples: Sequence[Example], plain: Sequence[Guess], weights: Weights
) -> dict[str, float]:
    """The twelve words with the largest weight for the cloud, around every request that stays local."""
    local = [example for example, guess in zip(examples, plain, strict=True) if not _cloud(guess)]
    strongest = sorted(
        {word for example in examples for word in example.text().lower().split() if word.isalpha()}
    )
    table = weights.tables["word"]
    strongest.sort(key=lambda word: -_pull(unpack(table[word])))
    gadget = " ".join(strongest[:GADGET_WORDS])
    joined = " of the ".join(strongest[:GADGET_WORDS])
    dice = random.Random(13)  # noqa: S311 - reproducible, not secret
    varied = " ".join(f"{word} {dice.choice(JOINTS)}" for word in strongest[:GADGET_WORDS])
    in_pairs = " of the ".join(
        map(" ".join, zip(strongest[0:GADGET_WORDS:2], strongest[1:GADGET_WORDS:2], strict=True))
    )
    attacks: dict[str, Callable[[str], str]] = {
        "optimised prefix sends a local request to the cloud": lambda text: f"{gadget}. {text}",
        "optimised suffix sends a local request to the cloud": lambda text: f"{text} {gadget}",
        "optimised prefix joined by small words": lambda text: f"{joined}. {text}",
        "optimised prefix joined by other small words each time": lambda text: f"{varied} it. {text}",
        "optimised prefix in pairs joined by small words": lambda text: f"{in_pairs}. {text}",
    }
    found = {}
    for name, attack in attacks.items():
        attacked = router([changed(example, attack) for example in local])
        found[name] = sum(map(_cloud, attacked)) / max(len(local), 1)
    return found


def _pull(values: Sequence[int]) -> int:
    return values[Tier.COMPLEX] + values[Tier.FRONTIER] - values[Tier.SIMPLE] - values[Tier.MODERATE]
