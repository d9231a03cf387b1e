"""Fit the routers that learn to graded prompts, and write them as the files that `larouter.routers` reads."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from scipy.sparse import hstack
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import LogisticRegression, Ridge

from larouter.learn.matrix import matrix
from larouter.learn.pairs import FACTORS, LEAST_MET, STIFFNESS, Graded
from larouter.routers.prompt import MEASURES_COUNT, READING, by_rarity, measured, measures, words

MOST_ROWS = 3_000
QUANTILES = 201
DIGITS = 5
SURE = 3.0
LEAST_SPREAD = 1e-4
Rows = Sequence[Mapping[str, float]]


def fit_router(kind: str, graded: Graded, names: tuple[str, str] = ("weak", "strong")) -> dict[str, Any]:
    """The file of a router of that kind.

    Args:
        kind: linear, knn, sw or mf.
        graded: Prompts with what both models' answers were worth.
        names: Of the weak and the strong model.

    Raises:
        KeyError: No router of that kind learns.
    """
    rows = [words(prompt) for prompt in graded.prompts]
    return {"kind": kind, "reading": READING, "prompts": len(rows), **FITS[kind](rows, graded, names)}


def _linear(rows: Rows, graded: Graded, _names: tuple[str, str]) -> dict[str, Any]:
    pieces = _pieces(rows)
    met = {piece: count for piece, count in _met(rows).items() if piece in pieces}
    rows = [by_rarity(row, met, len(rows)) for row in rows]
    shown = np.array([measures(prompt) for prompt in graded.prompts], float)
    middle, spread = shown.mean(0), np.maximum(shown.std(0), LEAST_SPREAD)
    scaled = np.clip((shown - middle) / spread, -4, 4) * MEASURES_COUNT / np.sqrt(shown.shape[1])
    lines = hstack([_matrix(rows, pieces), scaled]).tocsr()
    model = Ridge(alpha=STIFFNESS, solver="sparse_cg", tol=1e-3, max_iter=80)
    model.fit(lines, graded.strong - graded.weak)
    weights = model.coef_
    return {
        "met": {piece: met[piece] for piece in pieces},
        "words": {piece: round(float(weights[at]), DIGITS) for piece, at in pieces.items()},
        "measured": measured(),
        "measures": _rounded(weights[len(pieces) :]),
        "middle": _rounded(middle),
        "spread": _rounded(spread),
        "quantiles": _quantiles(lines @ weights),
    }


def _known(rows: Rows, graded: Graded, _names: tuple[str, str]) -> dict[str, Any]:
    kept = range(min(len(rows), MOST_ROWS))
    gains = (graded.strong - graded.weak)[: len(kept)]
    return {
        "rows": [{piece: round(value, 4) for piece, value in rows[at].items()} for at in kept],
        "gains": _rounded(gains),
    }


def _knn(rows: Rows, graded: Graded, names: tuple[str, str]) -> dict[str, Any]:
    told = _known(rows, graded, names)
    similar, gains = _others(rows), np.array(told["gains"])
    most = min(100, len(gains) // 2)
    nearest = np.argpartition(-similar, most - 1, axis=1)[:, :most]
    weights = np.take_along_axis(similar, nearest, 1) + 1e-9
    return {**told, "quantiles": _quantiles((weights * gains[nearest]).sum(1) / weights.sum(1))}


def _sw(rows: Rows, graded: Graded, names: tuple[str, str]) -> dict[str, Any]:
    told = _known(rows, graded, names)
    similar, won = _others(rows), (np.sign(told["gains"]) + 1.0) / 2.0
    top = similar.max(1, keepdims=True)
    weights = 10.0 ** (1.0 + similar / np.where(top > 0, top, 1.0))
    np.fill_diagonal(weights, 0.0)
    return {**told, "quantiles": _quantiles(weights @ won / weights.sum(1))}


def _others(rows: Rows) -> Any:  # noqa: ANN401
    """How similar known prompts are to one another, none to itself."""
    lines = _matrix(rows[:MOST_ROWS], _pieces(rows[:MOST_ROWS], 1))
    similar = (lines @ lines.T).toarray()
    np.fill_diagonal(similar, 0.0)
    return similar


def _mf(rows: Rows, graded: Graded, names: tuple[str, str]) -> dict[str, Any]:
    pieces = _pieces(rows)
    lines = _matrix(rows, pieces)
    space = TruncatedSVD(min(FACTORS, len(rows) - 1, len(pieces) - 1), random_state=0).fit(lines)
    place = space.transform(lines)
    place /= np.maximum(np.linalg.norm(place, axis=1, keepdims=True), 1e-9)
    models, likely = {}, {}
    for name, grades in zip(names, (graded.weak, graded.strong), strict=True):
        row = _ability(place, grades)
        models[name] = _rounded(row)
        likely[name] = 1.0 / (1.0 + np.exp(-(place @ row[:-1] + row[-1])))
    vectors = space.components_.T
    return {
        "words": {piece: _rounded(vectors[at]) for piece, at in pieces.items()},
        "models": models,
        "weak": names[0],
        "strong": names[1],
        "quantiles": _quantiles(likely[names[1]] - likely[names[0]]),
    }


def _ability(place: Any, grades: Any) -> Any:  # noqa: ANN401
    """A model's vector, and how good it is anyway behind it."""
    good = grades >= grades.mean()
    if good.all() or not good.any():
        return np.append(np.zeros(place.shape[1]), SURE if good.any() else -SURE)
    model = LogisticRegression(C=1.0, max_iter=300).fit(place, good)
    return np.append(model.coef_[0], model.intercept_)


FITS: Mapping[str, Callable[[Rows, Graded, tuple[str, str]], dict[str, Any]]] = {
    "linear": _linear,
    "knn": _knn,
    "sw": _sw,
    "mf": _mf,
}


def _pieces(rows: Rows, least: int = LEAST_MET) -> dict[str, int]:
    return {
        piece: at for at, piece in enumerate(sorted(p for p, count in _met(rows).items() if count >= least))
    }


def _met(rows: Rows) -> Counter[str]:
    return Counter(piece for row in rows for piece in row)


def _matrix(rows: Rows, pieces: Mapping[str, int]) -> Any:  # noqa: ANN401 - scipy has no types
    columns = {("word", piece): at for piece, at in pieces.items()}
    return matrix([{("word", piece): value for piece, value in row.items()} for row in rows], columns)


def _quantiles(gains: Any) -> list[float]:  # noqa: ANN401
    return _rounded(np.quantile(gains, np.linspace(0, 1, QUANTILES)))


def _rounded(values: Any) -> list[float]:  # noqa: ANN401
    return [round(float(value), DIGITS) for value in values]
