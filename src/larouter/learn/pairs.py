"""Routing between a weak and a strong model, measured as RouteLLM measures it.

APGR: the area under the share of the gap between the models that is recovered, over the share of calls that go to
the strong one; 0.5 is what chance gives. CPT50, CPT80: per cent of calls to the strong one needed to recover 50 % and
80 % of the gap, interpolated over eleven points. Source: RouteLLM, arXiv 2406.18665, section 4.1 and its `evaluate.py`.
"""

import gzip
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import LogisticRegression, Ridge

from larouter.inspect.difficulty import Scorer
from larouter.inspect.weights import Weights
from larouter.learn.curves import aiq
from larouter.learn.datasets import chat_of
from larouter.learn.matrix import matrix, vocabulary
from larouter.routers.prompt import MEASURES_COUNT, measures, words
from larouter.routers.stage import blended

LARGE_NEIGHBOURHOOD = 100
STIFFNESS = 10.0
LEAST_MET = 2
FACTORS = 32
POINTS = 11
Scores = Any


@dataclass(frozen=True, slots=True)
class Graded:
    """Prompts answered by both models, and what each answer was worth."""

    prompts: Sequence[str]
    weak: Any
    strong: Any

    def part(self, at: Any) -> "Graded":  # noqa: ANN401
        """The prompts of these numbers."""
        return Graded([self.prompts[i] for i in at], self.weak[at], self.strong[at])


def read_pairs(path: Path, weak: str = "weak", strong: str = "strong") -> Graded:
    """Graded prompts in a (gzipped) JSONL file with `prompt` and `scores`, a number for each model."""
    data = path.read_bytes()
    text = gzip.decompress(data) if path.suffix == ".gz" else data
    rows = [json.loads(line) for line in text.decode().split("\n") if line.strip()]
    rows = [row for row in rows if weak in row["scores"] and strong in row["scores"]]
    return Graded(
        [row["prompt"] for row in rows],
        np.array([row["scores"][weak] for row in rows], float),
        np.array([row["scores"][strong] for row in rows], float),
    )


def recovered(scores: Scores, graded: Graded) -> Any:  # noqa: ANN401
    """The share of the gap that is recovered when the k highest scores go to the strong model, k from 0 to all."""
    ties = np.random.default_rng(0).random(len(graded.prompts))
    order = np.lexsort((ties, -np.asarray(scores, float)))
    gain = (graded.strong - graded.weak)[order]
    return np.concatenate([[0.0], np.cumsum(gain)]) / gain.sum()


def pair_metrics(scores: Scores, graded: Graded) -> dict[str, float]:
    """APGR, CPT50 and CPT80."""
    share = recovered(scores, graded)
    calls = np.linspace(0, 1, len(share))
    at = np.round(np.linspace(0, len(share) - 1, POINTS)).astype(int)
    return {
        "apgr": float(np.trapezoid(share, calls)),
        "cpt50": float(np.interp(0.5, share[at], calls[at])) * 100,
        "cpt80": float(np.interp(0.8, share[at], calls[at])) * 100,
        "aiq": aiq(_qualities(share, calls, graded), 0.0, 1.0),
    }


def _qualities(share: Any, calls: Any, graded: Graded) -> list[tuple[float, float]]:  # noqa: ANN401
    """Mean grades over the share of calls that go to the strong model, in a hundred steps."""
    at = np.round(np.linspace(0, len(share) - 1, 101)).astype(int)
    weak, strong = float(graded.weak.mean()), float(graded.strong.mean())
    return [(float(calls[i]), min(1.0, weak + float(share[i]) * (strong - weak))) for i in at]


def interval(scores: Scores, graded: Graded, draws: int = 300) -> tuple[float, float]:
    """The 95 % bootstrap interval of APGR."""
    dice = np.random.default_rng(1)
    scores = np.asarray(scores, float)
    found = []
    for _ in range(draws):
        drawn = dice.integers(0, len(scores), len(scores))
        part = graded.part(drawn)
        if (part.strong - part.weak).sum() > 0:
            found.append(float(np.trapezoid(recovered(scores[drawn], part), dx=1 / len(drawn))))
    return float(np.percentile(found, 2.5)), float(np.percentile(found, 97.5))


def rank_by_chance(prompts: Sequence[str]) -> Scores:
    """No knowledge at all."""
    return np.random.default_rng(3).random(len(prompts))


def rank_by_length(prompts: Sequence[str]) -> Scores:
    """Longer is harder: what every router has to beat."""
    return np.array([len(prompt) for prompt in prompts], float)


def ranks_by_stage(weights: Weights, prompts: Sequence[str]) -> dict[str, Scores]:
    """No labels from the traffic: the expected tier that the first stage gives, and the same with length."""
    scorer = Scorer(weights)
    chats = [chat_of({"messages": [{"role": "user", "content": prompt or "?"}]}) for prompt in prompts]
    likely = [scorer.likelihoods(chat) for chat in chats]
    return {
        "difficulty": np.array([sum(tier * one for tier, one in enumerate(row)) for row in likely]),
        "blend": np.array([blended(prompt, row) for prompt, row in zip(prompts, likely, strict=True)]),
    }


@dataclass(frozen=True, slots=True)
class Lines:
    """Prompts as lines: words and pairs of words with length one, and measures that become comparable in training."""

    words: Any
    measures: Any


def lines_of(prompts: Sequence[str]) -> Lines:
    """Read prompts once for many trainings."""
    rows = [{("word", piece): value for piece, value in words(prompt).items()} for prompt in prompts]
    return Lines(matrix(rows, vocabulary(rows, 1)), np.array([measures(prompt) for prompt in prompts], float))


def _comparable(learned: Any, asked: Any) -> tuple[Any, Any]:  # noqa: ANN401
    middle, spread = learned.mean(0), learned.std(0) + 1e-6
    scale = MEASURES_COUNT / math.sqrt(learned.shape[1])
    first, second = (np.clip((one - middle) / spread, -4, 4) * scale for one in (learned, asked))
    return first, second


def linear(lines: Lines, learn: Any, gain: Any, test: Any) -> Scores:  # noqa: ANN401
    """Ridge regression of the gain of going to the strong model, rare words weighing more."""
    known, asked = _comparable(lines.measures[learn], lines.measures[test])
    about = rare(lines.words, learn)
    model = Ridge(alpha=STIFFNESS, solver="sparse_cg", tol=1e-3, max_iter=80)
    model.fit(hstack([about[learn], known]).tocsr(), gain)
    return model.predict(hstack([about[test], asked]).tocsr())


def rare(words_: Any, learn: Any) -> Any:  # noqa: ANN401 - scipy has no types
    """Words weighed by how rarely `learn` has them, as `routers.prompt.by_rarity` does; what it has once is dropped."""
    met = np.bincount(words_[learn].indices, minlength=words_.shape[1])
    met[met < LEAST_MET] = 0
    weighed = words_ @ diags(np.sqrt(np.log1p(len(learn) / (1 + met))))
    length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(1)).ravel())
    kept = csr_matrix(weighed)[:, np.flatnonzero(met)]
    return diags(1.0 / np.maximum(length, 1e-9)) @ kept


def knn(lines: Lines, learn: Any, gain: Any, test: Any) -> Scores:  # noqa: ANN401
    """The mean gain of the most similar prompts, by words."""
    known, asked = lines.words[learn], lines.words[test]
    most = min(LARGE_NEIGHBOURHOOD, known.shape[0] // 2)
    scores = []
    for start in range(0, asked.shape[0], 1_000):
        block = (asked[start : start + 1_000] @ known.T).toarray()
        nearest = np.argpartition(-block, most - 1, axis=1)[:, :most]
        weights = np.take_along_axis(block, nearest, 1) + 1e-9
        scores.append((weights * gain[nearest]).sum(1) / weights.sum(1))
    return np.concatenate(scores)


def sw(lines: Lines, learn: Any, gain: Any, test: Any) -> Scores:  # noqa: ANN401
    """The share of wins of the strong model, similar prompts counting more, as RouteLLM weighs them."""
    known, asked = lines.words[learn], lines.words[test]
    won = (np.sign(gain) + 1.0) / 2.0
    scores = []
    for start in range(0, asked.shape[0], 1_000):
        block = (asked[start : start + 1_000] @ known.T).toarray()
        top = block.max(1, keepdims=True)
        weights = 10.0 ** (1.0 + block / np.where(top > 0, top, 1.0))
        scores.append(weights @ won / weights.sum(1))
    return np.concatenate(scores)


def mf(lines: Lines, learn: Any, graded: Graded, test: Any) -> Scores:  # noqa: ANN401
    """The strong model's lead where prompts and models are vectors in one space; learns from `graded` at `learn`."""
    known, asked = lines.words[learn], lines.words[test]
    space = TruncatedSVD(min(FACTORS, known.shape[0] - 1, known.shape[1] - 1), random_state=0).fit(known)
    place, places = (_unit(space.transform(one)) for one in (known, asked))
    leads = [_ability(place, grades[learn], places) for grades in (graded.weak, graded.strong)]
    return leads[1] - leads[0]


def _unit(rows: Any) -> Any:  # noqa: ANN401
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def _ability(place: Any, grades: Any, places: Any) -> Any:  # noqa: ANN401
    good = grades >= grades.mean()
    if good.all() or not good.any():
        return np.full(len(places), float(good.any()))
    return LogisticRegression(C=1.0, max_iter=300).fit(place, good).predict_proba(places)[:, 1]


def with_labels(graded: Graded, labels: int, draws: int = 5) -> dict[str, dict[str, float]]:
    """What routers reach with so many graded prompts of the same traffic; the rest is the test. Mean of the draws."""
    lines = lines_of(graded.prompts)
    names = ("length", "linear", "knn", "sw", "mf")
    found: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for draw in range(draws):
        order = np.random.default_rng(draw).permutation(len(graded.prompts))
        learn, test = order[:labels], order[labels:]
        rest = graded.part(test)
        gain = graded.strong[learn] - graded.weak[learn]
        found["length"].append(pair_metrics(rank_by_length(rest.prompts), rest))
        found["linear"].append(pair_metrics(linear(lines, learn, gain, test), rest))
        found["knn"].append(pair_metrics(knn(lines, learn, gain, test), rest))
        found["sw"].append(pair_metrics(sw(lines, learn, gain, test), rest))
        found["mf"].append(pair_metrics(mf(lines, learn, graded, test), rest))
    return {name: mean_of(rows) for name, rows in found.items()}


def mean_of(rows: Sequence[dict[str, float]]) -> dict[str, float]:
    """The mean of each figure, and how much APGR varies."""
    means = {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}
    return {**means, "apgr_sd": float(np.std([row["apgr"] for row in rows]))}


def without_labels(graded: Graded, weights: Weights) -> dict[str, dict[str, Any]]:
    """What routers reach that have seen no graded prompt of this traffic."""
    ranks = {
        "random": rank_by_chance(graded.prompts),
        "length": rank_by_length(graded.prompts),
        **ranks_by_stage(weights, graded.prompts),
    }
    found: dict[str, dict[str, Any]] = {}
    for name, scores in ranks.items():
        found[name] = {**pair_metrics(scores, graded), "interval": interval(scores, graded)}
    return found
