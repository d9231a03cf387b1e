"""Train the weights of the first difficulty stage."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from larouter.core.tiers import Tier
from larouter.inspect.spaces import PIECES
from larouter.inspect.weights import Table, Weights, dump, pack
from larouter.learn.datasets import Example
from larouter.learn.matrix import Column, Row, matrix, row, vocabulary

COSTS = (
    (0.0, 1.0, 1.4, 2.0, 2.6),
    (1.1, 0.0, 1.0, 1.6, 2.2),
    (1.8, 1.15, 0.0, 1.0, 1.6),
    (2.6, 2.0, 1.2, 0.0, 1.0),
    (3.4, 2.8, 2.0, 1.1, 0.0),
)
LARGEST = 30_000


@dataclass(frozen=True, slots=True)
class Fitted:
    """A linear model: a column of numbers for each tier."""

    columns: Mapping[Column, int]
    numbers: Any

    def logits(self, rows: Sequence[Row]) -> Any:  # noqa: ANN401
        """Scores of requests, one line each."""
        return matrix(rows, self.columns) @ self.numbers.T


def fit(rows: Sequence[Row], tiers: Sequence[Tier], weights: Sequence[float], strength: float = 1.0) -> Fitted:
    """Multinomial logistic regression."""
    columns = vocabulary(rows)
    model = LogisticRegression(C=strength, max_iter=300, tol=1e-3, fit_intercept=False)
    model.fit(matrix(rows, columns), [int(tier) for tier in tiers], sample_weight=list(weights))
    return Fitted(columns, model.coef_)


def out_of_author(examples: Sequence[Example], extra: Sequence[Example] = (), strength: float = 1.0) -> Any:  # noqa: ANN401
    """Logits of every example from models that have seen nothing of its author."""
    rows = [row(example.chat()) for example in examples]
    more = [row(example.chat()) for example in extra]
    authors = sorted({example.author for example in examples})
    logits = np.zeros((len(examples), len(Tier)))
    for author in authors:
        kept = [at for at, example in enumerate(examples) if example.author != author]
        left = [at for at, example in enumerate(examples) if example.author == author]
        model = fit(
            [*(rows[at] for at in kept), *more],
            [*(examples[at].tier for at in kept), *(example.tier for example in extra)],
            [*(examples[at].weight for at in kept), *(example.weight for example in extra)],
            strength,
        )
        logits[left] = model.logits([rows[at] for at in left])
    return logits


def temperature(logits: Any, tiers: Iterable[Tier]) -> float:  # noqa: ANN401
    """What to divide logits by so that likelihoods come true: the least log-loss on out-of-author logits."""
    wanted = np.array([int(tier) for tier in tiers])

    def loss(by: float) -> float:
        scaled = logits / by
        scaled = scaled - scaled.max(1, keepdims=True)
        return float((np.log(np.exp(scaled).sum(1)) - scaled[np.arange(len(wanted)), wanted]).mean())

    return float(min(np.geomspace(0.4, 3.0, 80), key=loss))


def pack_weights(fitted: Fitted, by: float, about: Mapping[str, Any], least: float = 0.0) -> bytes:
    """The file of weights that ships; pieces whose weights are all below `least` are left out."""
    numbers = fitted.numbers - fitted.numbers.mean(0, keepdims=True)
    unit = float(abs(numbers).max()) / LARGEST
    rounded = np.rint(numbers / unit).astype(int)
    kept: dict[str, dict[str, list[int]]] = {space: {} for space in PIECES}
    for (space, piece), at in fitted.columns.items():
        if abs(numbers[:, at]).max() >= least:
            kept[space][piece] = rounded[:, at].tolist()
    return dump({**about, "unit": unit, "temperature": by, "costs": COSTS}, kept)


def in_memory(fitted: Fitted, by: float) -> Weights:
    """The weights without a file, for trying out."""
    unit = float(abs(fitted.numbers).max()) / LARGEST
    rounded = np.rint(fitted.numbers / unit).astype(int)
    tables: dict[str, dict[str, int]] = {space: {} for space in PIECES}
    for (space, piece), at in fitted.columns.items():
        tables[space][piece] = pack(rounded[:, at].tolist())
    about = {"unit": unit, "temperature": by, "costs": COSTS}
    return Weights(about, {space: Table(table, PIECES[space]) for space, table in tables.items()})
