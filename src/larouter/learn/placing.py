"""Put a further model on the scale that a file of `mf` has, with twenty to fifty graded answers.

The models that are known there agree on which prompts are hard; a new one is taken to agree with them as well, so only
two numbers are fitted: how strongly that moves it, and how good it is anyway (item response theory's two parameters).
Source of the idea: IRT-Router, arXiv 2506.01048.
"""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from larouter.routers.mf import place_of

LEAST_GRADED = 20
STEPS = 50
PULL = 4.0
"""Strength of the pull towards moving like the known models on average, in graded answers of middling difficulty."""
LEAST_SLOPE, MOST = 0.05, 12.0


def read_grades(path: Path, model: str) -> tuple[list[str], list[float]]:
    """The prompts of a file with `prompt` and `scores` that the model answered, and what its answers were worth."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    rows = [row for row in rows if model in row["scores"]]
    return [row["prompt"] for row in rows], [float(row["scores"][model]) for row in rows]


def placed(
    told: Mapping[str, Any], prompts: Sequence[str], grades: Sequence[float], name: str
) -> dict[str, Any]:
    """The file with the model of that name beside those it has.

    Args:
        told: A file of the router `mf`.
        prompts: What the new model answered.
        grades: What its answers were worth, from 0 to 1.
        name: What it is called.
    """
    rows = list(told["models"].values())
    mean = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    eases = [
        sum([a * b for a, b in zip(mean, place_of(told["words"], prompt, len(mean) - 1), strict=True)])
        for prompt in prompts
    ]
    slope, shift = fitted(eases, grades)
    row = [round(slope * value, 5) for value in mean]
    row[-1] = round(row[-1] + shift, 5)
    return {**told, "models": {**told["models"], name: row}}


def fitted(eases: Sequence[float], grades: Sequence[float]) -> tuple[float, float]:
    """Slope and shift of the log-odds of a good answer over how easy prompts are, by Newton's steps.

    A slope that is not positive says that the grades contradict the scale; it is held at a little above nothing.
    """
    middle = sum(eases) / len(eases)
    slope, level = 1.0, 0.0
    for _ in range(STEPS):
        g0, g1, h00, h01, h11 = 0.0, PULL * (1.0 - slope) / 4, 0.25, 0.0, PULL / 4
        for ease, grade in zip(eases, grades, strict=True):
            odds = max(-MOST, min(MOST, level + slope * (ease - middle)))
            good = 1.0 / (1.0 + math.exp(-odds))
            weight, off = good * (1.0 - good), ease - middle
            g0 += grade - good
            g1 += (grade - good) * off
            h00 += weight
            h01 += weight * off
            h11 += weight * off * off
        g0 -= 0.25 * level
        whole = h00 * h11 - h01 * h01
        level += max(-1.0, min(1.0, (h11 * g0 - h01 * g1) / whole))
        slope += max(-1.0, min(1.0, (h00 * g1 - h01 * g0) / whole))
    slope = max(slope, LEAST_SLOPE)
    return slope, level - slope * middle
