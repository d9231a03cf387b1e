"""A linear router scores as it was fitted."""

import json
from pathlib import Path

import pytest
from graded import graded
from plugged import asked

pytest.importorskip("sklearn")

from larouter.learn.fit_routers import fit_router
from larouter.routers.linear import Linear


def test_what_needed_the_strong_model_scores_higher(tmp_path: Path) -> None:
    path = tmp_path / "linear.json"
    path.write_text(json.dumps(fit_router("linear", graded())))
    router = Linear({"file": str(path)})
    easy, hard = (
        router.score(asked(f"please tell me about the {word} of item 3")) for word in ("dinner", "lemma")
    )
    assert easy < 0.5 < hard
