"""A linear router scores as it was fitted."""

import json
from pathlib import Path

import numpy as np
import pytest
from graded import graded
from plugged import asked

pytest.importorskip("sklearn")

from larouter.learn import pairs
from larouter.learn.fit_routers import fit_router
from larouter.routers.linear import Linear
from larouter.routers.plug import CannotRoute


def test_what_needed_the_strong_model_scores_higher(tmp_path: Path) -> None:
    path = tmp_path / "linear.json"
    path.write_text(json.dumps(fit_router("linear", graded())))
    router = Linear({"file": str(path)})
    easy, hard = (
        router.score(asked(f"please tell me about the {word} of item 3")) for word in ("dinner", "lemma")
    )
    assert easy < 0.5 < hard


def test_one_prompt_at_a_time_gives_what_all_at_once_give(tmp_path: Path) -> None:
    known, fresh = graded(60), graded(20, seed=2)
    both = pairs.lines_of([*known.prompts, *fresh.prompts])
    at_once = pairs.linear(both, np.arange(60), known.strong - known.weak, np.arange(60, 80))
    path = tmp_path / "linear.json"
    path.write_text(json.dumps(fit_router("linear", known)))
    alone = np.array([Linear({"file": str(path)}).gain(prompt) for prompt in fresh.prompts])
    assert alone - alone.mean() == pytest.approx(at_once - at_once.mean(), abs=0.01)


@pytest.mark.parametrize("changed", [{"reading": 1}, {"measured": ["mood"]}])
def test_a_file_that_was_fitted_to_another_reading_is_refused(
    tmp_path: Path, changed: dict[str, object]
) -> None:
    path = tmp_path / "linear.json"
    path.write_text(json.dumps(fit_router("linear", graded()) | changed))
    with pytest.raises(CannotRoute, match="fit it anew"):
        Linear({"file": str(path)})
