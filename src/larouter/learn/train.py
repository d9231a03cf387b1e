"""Train the weights of the first difficulty stage."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import diags

from larouter.core.scale import COSTS
from larouter.core.tiers import Tier
from larouter.inspect.spaces import PIECES, SIGN, SPACES
from larouter.inspect.weights import Table, Weights, dump, marks, pack
from larouter.learn.datasets import Example
from larouter.learn.matrix import Column, Prepared, Row, matrix, prepare, vocabulary, with_levels

LARGEST = 4_000
STRENGTH = 1.0
PAIR_BITS = 1 << 19
ITERATIONS = 120
GROUPS = 3
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


def fit(
    rows: Sequence[Row],
    tiers: Sequence[Tier],
    weights: Sequence[float],
    known: Sequence[Row] = (),
    start: "Fitted | None" = None,
) -> Fitted:
    """Multinomial logistic regression with a quadratic penalty.

    Most pieces occur in the very same requests as another one, those of a rare word for instance. With a quadratic
    penalty their weights are equal, so they are fitted as one column: the same result in a fraction of the time.

    Args:
        rows: What to learn from.
        tiers: The best label of each.
        weights: How much each counts.
        known: The rows whose pieces get weights; all if empty.
        start: A model to begin at, which saves steps.
    """
    columns = vocabulary(known or rows)
    alike = _alike(matrix(rows, columns))
    shares = np.asarray(weights, np.float32)[:, None] * STRENGTH
    wanted: Any = np.eye(len(Tier), dtype=np.float32)[[int(tier) for tier in tiers]]
    merged = alike.merged
    across = merged.T.tocsr()

    def cost(flat: Any) -> tuple[float, Any]:  # noqa: ANN401
        numbers = flat.astype(np.float32).reshape(merged.shape[1], len(Tier))
        logits = merged @ numbers
        logits -= logits.max(1, keepdims=True)
        likely = np.exp(logits)
        sums = likely.sum(1, keepdims=True)
        lost = (shares * (np.log(sums) - (logits * wanted).sum(1, keepdims=True))).sum(dtype=np.float64)
        slope = across @ (shares * (likely / sums - wanted)) + numbers
        return float(lost + 0.5 * np.square(flat).sum()), slope.ravel().astype(np.float64)

    options = {"maxiter": ITERATIONS, "gtol": TOLERANCE, "ftol": TOLERANCE * 1e-3}
    begin = np.zeros((merged.shape[1], len(Tier)))
    if start is not None:
        same = [(at, start.columns[column]) for column, at in columns.items() if column in start.columns]
        here, there = np.array(same).T
        begin[alike.group[here]] = start.numbers[:, there].T * alike.factors[alike.group[here], None]
    found = minimize(cost, begin.ravel(), jac=True, method="L-BFGS-B", options=options)
    numbers = found.x.reshape(merged.shape[1], len(Tier)).T
    return Fitted(columns, (numbers / alike.factors)[:, alike.group])


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
    rows = rows_with_levels(first, prepared)
    return first, fit(rows, tiers, weights, [rows[at] for at in real], first)


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
    """Logits of every example from models that have seen nothing of its author.

    A third of the authors is left out at a time. `told` how many of the three are done, and of how many.
    """
    prepared = [prepare(example.chat()) for example in examples]
    more = [prepare(example.chat()) for example in made]
    logits = np.zeros((len(examples), len(Tier)))
    authors = sorted({example.author for example in examples})
    groups = [set(authors[at::GROUPS]) for at in range(min(GROUPS, len(authors)))]
    for number, group in enumerate(groups):
        told(number, len(groups))
        kept = [at for at, example in enumerate(examples) if example.author not in group]
        left = [at for at, example in enumerate(examples) if example.author in group]
        added = [at for at, example in enumerate(made) if example.author not in group]
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


def pack_weights(
    fitted: Fitted, by: float, about: Mapping[str, Any], least: float = 0.0, pairs: bytes = b""
) -> bytes:
    """The file of weights that ships; pieces whose weights are all below `least` are left out."""
    numbers = fitted.numbers - fitted.numbers.mean(0, keepdims=True)
    unit = float(abs(numbers).max()) / LARGEST
    rounded = np.rint(numbers / unit).astype(int)
    kept: dict[str, dict[str, list[int]]] = {space: {} for space in SPACES}
    for (space, piece), at in fitted.columns.items():
        if abs(numbers[:, at]).max() >= least:
            kept[space][piece] = rounded[:, at].tolist()
    return dump({**about, "unit": unit, "temperature": by, "costs": COSTS}, kept, pairs)


def in_memory(fitted: Fitted, by: float) -> Weights:
    """The weights without a file, for trying out."""
    unit = float(abs(fitted.numbers).max()) / LARGEST
    rounded = np.rint(fitted.numbers / unit).astype(int)
    tables: dict[str, dict[str, int]] = {space: {} for space in SPACES}
    for (space, piece), at in fitted.columns.items():
        tables[space][piece] = pack(rounded[:, at].tolist())
    about = {"unit": unit, "temperature": by, "costs": COSTS}
    return Weights(about, {space: Table(tables[space], PIECES[space]) for space in PIECES}, tables[SIGN])


def pairs_of(texts: Iterable[Sequence[str]], least: int = 2, bits: int = PAIR_BITS) -> bytes:
    """The pairs of neighbouring words that at least so many texts have, as `Pairs` reads them.

    Args:
        texts: The words of each text, in order.
        least: How many texts must have a pair.
        bits: How large the filter is.
    """
    met: Counter[str] = Counter()
    for words in texts:
        met.update(set(map(" ".join, pairwise(words))))
    filter_ = bytearray(bits // 8)
    for pair, count in met.items():
        if count >= least:
            for at in marks(pair, bits):
                filter_[at >> 3] |= 1 << (at & 7)
    return bytes(filter_)
