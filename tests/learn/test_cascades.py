"""What may be known after the weak model has answered is worth what it tells."""

import gzip
import json
from pathlib import Path

import pytest

pytest.importorskip("sklearn")

import numpy as np

from larouter.learn.cascades import Answered, cascade, cascades_as_text, read_answered
from larouter.learn.pairs import Graded


def answered(count: int = 400) -> Answered:
    """The helper differs where the weak model is wrong, and short answers are wrong more often than not."""
    dice = np.random.default_rng(1)
    wrong = dice.random(count) < 0.5
    short = np.where(dice.random(count) < 0.7, wrong, ~wrong)
    prompts = [f"question {at} about item {at % 13}" for at in range(count)]
    looks = np.column_stack([np.where(short, 1.0, 5.0), *np.zeros((4, count))])
    graded = Graded(prompts, np.where(wrong, 0.0, 1.0), np.ones(count))
    return Answered(
        graded, looks, wrong.astype(float), np.column_stack([wrong, dice.random(count) < 0.5]) * 1.0
    )


def test_what_tells_wrong_answers_from_right_ones_is_found() -> None:
    found = cascade(answered(), 2)
    assert found["one helper alone"]["apgr"] == pytest.approx(0.75, abs=0.03)
    assert found["one helper alone"]["share"] == 1.0
    assert (
        found["the prompt"]["apgr"]
        < found["and how the answer looks"]["apgr"]
        < found["and one helper"]["apgr"]
    )
    assert found["and one helper"]["wrong"] > 0.95
    assert "| a to b | and one helper | 0.7" in cascades_as_text({"a to b": found})


def test_prompts_and_answers_are_joined_and_what_is_tested_elsewhere_is_left_out(tmp_path: Path) -> None:
    scores = {"small": 0.0, "large": 1.0, "other": 1.0}
    prompts = [
        {"id": 1, "prompt": "kept", "scores": scores},
        {"id": 2, "prompt": "in a test set", "scores": scores, "hits": ["a test set"]},
        {"id": 3, "prompt": "not answered", "scores": scores},
    ]
    said = {"small": ["A", 99, 1, 2, 10, 0], "helper": ["B", 9, 1, 1, 0, 0]}
    answers = [{"id": 1, "answers": said}, {"id": 2, "answers": said}]
    files = []
    for name, rows in (("prompts", prompts), ("answers", answers)):
        files.append(tmp_path / f"{name}.jsonl.gz")
        files[-1].write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    found = read_answered(files[0], files[1], ("small", "large"), ["helper"])
    assert found.graded.prompts == ["kept"]
    assert found.differ.tolist() == [[1.0]]
    assert found.looks[0].tolist() == pytest.approx([np.log1p(99), 1, 2, 10 / 99, 0])
    assert found.needed.tolist() == [1.0]
