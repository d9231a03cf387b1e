"""Whether to go on to the strong model once the weak one has answered, measured as routing before the answer is.

What may be known: the prompt; how the answer looks (its length, its lines, its share of digits, whether it states a
conclusion, whether it hedges); whether small helper models conclude the same. Each is added to what stands before it.
"""

import gzip
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import GradientBoostingRegressor

from larouter.learn.pairs import Graded, Lines, linear, lines_of, mean_of, pair_metrics

FOLDS = 3
LEARNT = 0.7
Array = Any


@dataclass(frozen=True, slots=True)
class Answered:
    """Prompts with the weak model's answer.

    Attributes:
        graded: The prompts and what both models' answers were worth.
        looks: How the weak model's answer looks, a row for each prompt.
        needed: How much better the stronger half of all models answers than the weaker half, which says how hard a
            prompt is with less chance in it than two models do.
        differ: For each helper 1 where it concludes otherwise than the weak model, a column for each.
    """

    graded: Graded
    looks: Any
    needed: Any
    differ: Any


def read_answered(prompts: Path, answers: Path, models: tuple[str, str], helpers: Sequence[str]) -> Answered:
    """Graded prompts and the answers to them, joined by `id`; what repeats a test set is left out.

    Args:
        prompts: Gzipped JSONL with `id`, `prompt`, `scores`, a number for each model, and `hits` or `in_routellm_test`
            where the question is in a test set.
        answers: Gzipped JSONL with `id` and `answers`, for each model its conclusion, characters, whether that was
            stated, lines, digits, and whether it hedges.
        models: The weak and the strong one.
        helpers: Whose conclusions are compared with the weak model's.
    """
    weak, strong = models
    said = {row["id"]: row["answers"] for row in _rows(answers)}
    kept = [
        row
        for row in _rows(prompts)
        if not (row.get("hits") or row.get("in_routellm_test"))
        and {weak, strong} <= set(row["scores"])
        and {weak, *helpers} <= set(said.get(row["id"], ()))
    ]
    graded = Graded(
        [row["prompt"] for row in kept],
        np.array([row["scores"][weak] for row in kept], float),
        np.array([row["scores"][strong] for row in kept], float),
    )
    own = [said[row["id"]] for row in kept]
    differ = [[float(one[weak][0] != one[helper][0]) for helper in helpers] for one in own]
    looks = np.array([_looks(one[weak]) for one in own])
    return Answered(graded, looks, _needed([row["scores"] for row in kept]), np.array(differ))


def _needed(scores: Sequence[Mapping[str, float]]) -> Array:
    names = sorted({name for one in scores for name in one})
    table = np.array([[one.get(name, np.nan) for name in names] for one in scores], float)
    means = np.nanmean(table, 0)
    able = means >= np.median(means)
    return np.nanmean(table[:, able], 1) - np.nanmean(table[:, ~able], 1)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode().split("\n") if line]


def _looks(answer: Sequence[Any]) -> list[float]:
    _, characters, stated, lines, digits, hedges = answer
    return [math.log1p(characters), stated, lines, digits / max(characters, 1), hedges]


def cascade(answered: Answered, draws: int = 5) -> dict[str, dict[str, float]]:
    """APGR, CPT50 and CPT80 of what may be known, on three tenths of the prompts; mean of the draws.

    Each row has `wrong` as well: how surely it tells wrong answers of the weak model from right ones (AUC), and `calls`
    and `share` where it is a plain yes or no: how many go to the strong model, and what of the gap that recovers.
    """
    lines = lines_of(answered.graded.prompts)
    found: dict[str, list[dict[str, float]]] = {}
    for draw in range(draws):
        order = np.random.default_rng(draw).permutation(len(answered.graded.prompts))
        cut = int(LEARNT * len(order))
        for name, row in _draw(answered, lines, order[:cut], order[cut:]).items():
            found.setdefault(name, []).append(row)
    return {name: mean_of(rows) for name, rows in found.items()}


def _draw(answered: Answered, lines: Lines, learn: Array, test: Array) -> dict[str, dict[str, float]]:
    graded, differ = answered.graded, answered.differ
    gain = graded.strong - graded.weak
    asked = np.zeros(len(gain))
    asked[test] = linear(lines, learn, answered.needed[learn], test)
    for fold in range(FOLDS):
        unseen = np.arange(len(learn)) % FOLDS == fold
        asked[learn[unseen]] = linear(lines, learn[~unseen], answered.needed[learn[~unseen]], learn[unseen])
    known = {"the prompt": asked[:, None], "and how the answer looks": answered.looks}
    for at in range(differ.shape[1]):
        known["and one helper" if at == 0 else f"and {at + 1} helpers"] = differ[:, at : at + 1]
    scores = {"the prompt": asked[test], "one helper alone": differ[test, 0]}
    columns = list(known.values())
    for size, name in enumerate(known, 1):
        if size > 1:
            scores[name] = _boosted(np.hstack(columns[:size]), gain, learn, test)
    rest = graded.part(test)
    rows = {
        name: {**pair_metrics(one, rest), "wrong": _auc(one, rest.weak < 0.5)} for name, one in scores.items()
    }
    plain = differ[test, 0] > 0
    rows["one helper alone"] |= {
        "calls": float(plain.mean()),
        "share": float((rest.strong - rest.weak)[plain].sum() / (rest.strong - rest.weak).sum()),
    }
    return rows


def _boosted(known: Array, gain: Array, learn: Array, test: Array) -> Array:
    trees = GradientBoostingRegressor(
        n_estimators=80, learning_rate=0.05, max_leaf_nodes=7, min_samples_leaf=40, random_state=0
    )
    return trees.fit(known[learn], gain[learn]).predict(known[test])


def _auc(scores: Array, wrong: Array) -> float:
    """How often a wrong answer scores above a right one, ties counted half."""
    ordered, ups = np.sort(scores[~wrong]), scores[wrong]
    below = np.searchsorted(ordered, ups, "left") + np.searchsorted(ordered, ups, "right")
    return float(below.sum() / (2 * len(ordered) * len(ups)))


def cascades_as_text(found: dict[str, dict[str, dict[str, float]]]) -> str:
    """The tables of `cascade` in Markdown."""
    lines = ["| models | known | APGR | CPT50 | CPT80 | AUC of wrong |", "|---|---|---|---|---|---|"]
    for models, rows in found.items():
        for name, one in rows.items():
            said = f"{one['apgr']:.3f} ± {one['apgr_sd']:.3f}"
            plain = (
                f" (yes or no: {one['calls']:.0%} of calls recover {one['share']:.0%})"
                if "calls" in one
                else ""
            )
            shares = f"{one['cpt50']:.1f} | {one['cpt80']:.1f} | {one['wrong']:.3f}"
            lines.append(f"| {models} | {name}{plain} | {said} | {shares} |")
    return "\n".join(lines)
