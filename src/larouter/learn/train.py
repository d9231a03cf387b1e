"""Train the weights of the first difficulty stage."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import diags
from sklearn.linear_model import LogisticRegression

from larouter.core.scale import COSTS
from larouter.core.tiers import Tier
from larouter.inspect.spaces import PIECES
from larouter.inspect.weights import Table, Weights, dump, pack
from larouter.learn.datasets import Example
from larouter.learn.matrix import Column, Prepared, Row, matrix, prepare, vocabulary, with_levels

LARGEST = 30_000
STRENGTH = 1.0
ITERATIONS = 300
TOLERANCE = 1e-4


def softmax(logits: Any) -> Any:  # noqa: ANN401
    """Likelihoods, line by line."""
    raised = np.exp(logits - logits.max(1, keepdims=True))
    return raised / raised.sum(1, keepdims=True)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A linear model: a column of numbers for each tier."""

    columns: Mapping[Column, int]
    numbers: Any

    def logits(self, rows: Sequence[Row]) -> Any:  # noqa: ANN401
        """Scores of requests, one line each."""
        return matrix(rows, self.columns) @ self.numbers.T

    def likelihoods(self, rows: Sequence[Row]) -> Any:  # noqa: ANN401
        """How likely each tier is, one line each."""
        return softmax(self.logits(rows))


def fit(rows: Sequence[Row], tiers: Sequence[Tier], weights: Sequence[float]) -> Fitted:
    """Multinomial logistic regression.

    Most pieces occur in the very same requests as another one, those of a rare word for instance. With a quadratic
    penalty their weights are equal, so they are fitted as one column: the same result in a fraction of the time.
    """
    columns = vocabulary(rows)
    alike = _alike(matrix(rows, columns))
    model = LogisticRegression(C=STRENGTH, max_iter=ITERATIONS, tol=TOLERANCE, fit_intercept=False)
    model.fit(alike.merged, [int(tier) for tier in tiers], sample_weight=list(weights))
    return Fitted(columns, (model.coef_ / alike.factors)[:, alike.group])


@dataclass(frozen=True, slots=True)
class _Alike:
    """A matrix with equal columns merged: one column a group, times the square root of its size.

    Attributes:
        merged: The matrix.
        group: The group of each column.
        factors: The square roots.
    """

    merged: Any
    group: Any
    factors: Any


def _alike(rows: Any) -> _Alike:  # noqa: ANN401
    by_column = rows.astype(np.float64).tocsc()
    by_column.sort_indices()
    marks = by_column.T.tocsr() @ np.random.default_rng(4).random(rows.shape[0])
    _, first, group, sizes = np.unique(marks, return_index=True, return_inverse=True, return_counts=True)
    factors = np.sqrt(sizes)
    return _Alike((by_column[:, first] @ diags(factors)).tocsr().astype(np.float32), group, factors)


def fit_twice(examples: Sequence[Example], prepared: Sequence[Prepared]) -> tuple[Fitted, Fitted]:
    """First a model without a view of how hard the history was, then one with the first one's view of it."""
    tiers, weights = [one.tier for one in examples], [one.weight for one in examples]
    real = [at for at, one in enumerate(examples) if not one.made]
    first = fit([prepared[at].row for at in real], [tiers[at] for at in real], [weights[at] for at in real])
    return first, fit(rows_with_levels(first, prepared), tiers, weights)


def rows_with_levels(model: Fitted, prepared: Sequence[Prepared]) -> list[Row]:
    """Rows that say how hard the history was, as a model sees it."""
    earlier = [one for pair in prepared for one in (pair.before, pair.offer) if one is not None]
    levels = iter(model.likelihoods(earlier) @ np.arange(len(Tier)) if earlier else ())
    return [
        with_levels(
            one,
            float(next(levels)) if one.before is not None else 0.0,
            float(next(levels)) if one.offer is not None else 0.0,
        )
        for one in prepared
    ]


def out_of_author(
    examples: Sequence[Example],
    made: Sequence[Example] = (),
    told: Callable[[int, int], None] = lambda _done, _total: None,
) -> Any:  # noqa: ANN401
    """Logits of every example from models that have seen nothing of its author; `told` how many of them are made."""
    prepared = [prepare(example.chat()) for example in examples]
    more = [prepare(example.chat()) for example in made]
    logits = np.zeros((len(examples), len(Tier)))
    authors = sorted({example.author for example in examples})
    for number, author in enumerate(authors):
        told(number, len(authors))
        kept = [at for at, example in enumerate(examples) if example.author != author]
        left = [at for at, example in enumerate(examples) if example.author == author]
        added = [at for at, example in enumerate(made) if example.author != author]
        _, second = fit_twice(
            [*(examples[at] for at in kept), *(made[at] for at in added)],
            [*(prepared[at] for at in kept), *(more[at] for at in added)],
        )
        logits[left] = second.logits(rows_with_levels(second, [prepared[at] for at in left]))
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
