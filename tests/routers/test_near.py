"""Similar prompts are found by their words, and agree with what was computed all at once."""

import json
from pathlib import Path

import numpy as np
import pytest
from graded import graded
from plugged import asked

pytest.importorskip("sklearn")

from larouter.learn import pairs
from larouter.learn.fit_routers import fit_router
from larouter.routers.near import Nearest, Similar


@pytest.mark.parametrize(("kind", "make"), [("knn", Nearest), ("sw", Similar)])
def test_what_became_of_similar_prompts_decides(tmp_path: Path, kind: str, make: type[Nearest]) -> None:
    path = tmp_path / f"{kind}.json"
    path.write_text(json.dumps(fit_router(kind, graded())))
    router = make({"file": str(path)})
    easy, hard = (router.score(asked(f"tell me about the {word}")) for word in ("colour", "theorem"))
    assert easy < 0.5 < hard
    assert 0 <= router.score(asked("")) <= 1


def test_one_prompt_at_a_time_gives_what_all_at_once_give(tmp_path: Path) -> None:
    known, fresh = graded(60), graded(20, seed=2)
    both = pairs.lines_of([*known.prompts, *fresh.prompts])
    at_once = pairs.sw(both, np.arange(60), known.strong - known.weak, np.arange(60, 80))
    path = tmp_path / "sw.json"
    path.write_text(json.dumps(fit_router("sw", known)))
    router = Similar({"file": str(path)})
    assert [router.gain(prompt) for prompt in fresh.prompts] == pytest.approx(at_once.tolist(), abs=0.02)
