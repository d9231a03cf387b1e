"""A further model is placed by few answers, on the scale that others made."""

import json
import math
import random
from pathlib import Path

import pytest
from graded import EASY, HARD, graded

pytest.importorskip("sklearn")

from larouter.learn.fit_routers import fit_router
from larouter.learn.placing import fitted, placed, read_grades
from larouter.routers.mf import Factors


def test_slope_and_shift_are_found_again() -> None:
    dice = random.Random(2)
    eases = [dice.uniform(-3, 3) for _ in range(4_000)]
    grades = [float(dice.random() < 1 / (1 + math.exp(-(1.5 * ease - 1)))) for ease in eases]
    slope, shift = fitted(eases, grades)
    assert slope == pytest.approx(1.5, abs=0.15)
    assert shift == pytest.approx(-1, abs=0.15)


@pytest.mark.parametrize("grade", [0.0, 1.0])
def test_answers_that_were_all_alike_say_how_good_it_is_and_no_more(grade: float) -> None:
    slope, shift = fitted([-1.0, 0.0, 1.0] * 10, [grade] * 30)
    assert math.isfinite(slope)
    assert (shift > 1) == (grade == 1.0)


def test_grades_that_contradict_the_scale_do_not_turn_it_round() -> None:
    slope, _ = fitted([-2.0, 2.0] * 20, [1.0, 0.0] * 20)
    assert 0 < slope < 0.1


def test_twenty_answers_tell_a_good_model_from_a_bad_one(tmp_path: Path) -> None:
    known = fit_router("mf", graded(), ("small", "large"))
    prompts = [f"please tell me about the {word} of item 1" for word in (*EASY, *HARD)] * 3
    told = placed(known, prompts, [float(word in EASY) for word in (*EASY, *HARD)] * 3, "like small")
    told = placed(told, prompts, [1.0] * 24, "good at all")
    path = tmp_path / "mf.json"
    path.write_text(json.dumps(told))
    router = Factors({"file": str(path), "weak": "like small", "strong": "good at all"})
    easy, hard = (
        router.abilities(f"please tell me about the {word} of item 2") for word in ("dinner", "lemma")
    )
    assert easy["like small"] > 0.6
    assert hard["like small"] < 0.4
    assert min(easy["good at all"], hard["good at all"]) > 0.6


def test_only_prompts_that_the_model_answered_are_read(tmp_path: Path) -> None:
    path = tmp_path / "graded.jsonl"
    rows = [{"prompt": "a\u2028b", "scores": {"new": 1}}, {"prompt": "c", "scores": {"old": 1}}]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
    assert read_grades(path, "new") == (["a\u2028b"], [1.0])
