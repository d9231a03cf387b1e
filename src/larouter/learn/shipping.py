"""From labelled files to the file of weights that ships, with its own account of how it was made."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from larouter.core.scale import COSTS
from larouter.core.tiers import Tier
from larouter.inspect.concepts import concepts
from larouter.inspect.reading import read
from larouter.learn.augment import augment
from larouter.learn.datasets import BadExample, Example, read_examples
from larouter.learn.evaluate import Guess
from larouter.learn.matrix import prepare
from larouter.learn.train import fit_twice, out_of_author, pack_weights, pairs_of, softmax, temperature

LEAST_WEIGHT = 0.08


def train(
    paths: Sequence[Path],
    *,
    by_author: bool = True,
    extra: Sequence[Example] = (),
    told: Callable[[int, int], None] = lambda _done, _total: None,
) -> bytes:
    """The file of weights trained on labelled files, each written by another author.

    Args:
        paths: The labelled files.
        by_author: Find the temperature on logits from models that left the author out; without, it stays at 1.
        extra: More examples, of other origin.
        told: Called with how many of the authors are done, and of how many.

    Raises:
        BadExample: A file cannot be read, or a tier has no example.
    """
    examples = read_examples(paths)
    seen = {example.tier for example in examples}
    if missing := [tier.name for tier in Tier if tier not in seen]:
        raise BadExample(f"no request of these files is {' or '.join(missing)}; it takes some of every tier")
    made = [*augment(examples), *extra]
    cooled = (
        temperature(out_of_author(examples, made, told), [one.tier for one in examples]) if by_author else 1.0
    )
    everything = [*examples, *made]
    _, fitted = fit_twice(everything, [prepare(example.chat()) for example in everything])
    about = {
        "examples": len(examples),
        "made": len(made),
        "authors": sorted({example.author for example in examples}),
        "data": digest(paths),
        "concepts": len(concepts().names),
    }
    pairs = pairs_of(read(example.chat()).say.tokens for example in examples)
    return pack_weights(fitted, cooled, about, LEAST_WEIGHT, pairs)


def leave_one_out(
    paths: Sequence[Path], told: Callable[[int, int], None] = lambda _done, _total: None
) -> list[tuple[str, list[Example], list[Guess]]]:
    """For each author the examples, and guesses by models that saw nothing of that author.

    Likelihoods are cooled by what the other authors' logits call for. `told` is called with how many authors are done.
    """
    examples = read_examples(paths)
    logits = out_of_author(examples, augment(examples), told)
    found = []
    for author in sorted({example.author for example in examples}):
        theirs = [at for at, example in enumerate(examples) if example.author == author]
        others = [at for at, example in enumerate(examples) if example.author != author]
        cooled = temperature(logits[others], [examples[at].tier for at in others])
        likely = softmax(logits[theirs] / cooled)
        taken = (likely @ np.array(COSTS)).argmin(1)
        guesses = [
            Guess(Tier(int(tier)), float(row[tier]), tuple(row.tolist()))
            for tier, row in zip(taken, likely, strict=True)
        ]
        found.append((author, [examples[at] for at in theirs], guesses))
    return found


def digest(paths: Sequence[Path]) -> str:
    """What tells one state of the training data from another."""
    sums = sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)
    return hashlib.sha256("".join(sums).encode()).hexdigest()[:16]
