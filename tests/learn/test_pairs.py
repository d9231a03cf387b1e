"""RouteLLM's measures, on cases whose answers are known."""

import gzip
import json
from pathlib import Path

import pytest

pytest.importorskip("sklearn")

import numpy as np

from larouter.inspect.weights import shipped
from larouter.learn.pairs import Graded, pair_metrics, read_pairs, with_labels, without_labels


def graded(count: int = 200) -> Graded:
    hard = np.arange(count) % 2 == 1
    prompts = [
        f"prove theorem {at} about groups" if one else f"hello number {at}" for at, one in enumerate(hard)
    ]
    return Graded(prompts, np.where(hard, 0.0, 1.0), np.ones(count))


def test_who_knows_recovers_the_gap_first() -> None:
    known = graded()
    found = pair_metrics(known.strong - known.weak, known)
    assert found["apgr"] == pytest.approx(0.75, abs=0.01)
    assert found["cpt80"] == pytest.approx(40, abs=1)


def test_chance_recovers_it_in_proportion() -> None:
    known = graded(2_000)
    found = pair_metrics(np.random.default_rng(0).random(2_000), known)
    assert found["apgr"] == pytest.approx(0.5, abs=0.03)
    assert found["cpt50"] == pytest.approx(50, abs=4)


def test_a_file_is_read_with_the_models_that_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps({"prompt": "a\u2028b", "scores": {"x": 0, "y": 1}}).encode()))
    assert read_pairs(path, "x", "y").strong.tolist() == [1.0]


def test_labels_teach() -> None:
    found = with_labels(graded(), 60, 2)
    assert found["linear"]["apgr"] > 0.7
    assert found["knn"]["apgr"] > 0.7


def test_without_labels_the_difficulty_is_all_there_is() -> None:
    found = without_labels(graded(), shipped())
    assert found["difficulty"]["apgr"] > 0.7
    assert found["blend"]["apgr"] > 0.7
    assert found["difficulty"]["interval"][0] <= found["difficulty"]["apgr"]
