"""Vectors of prompts and models: abilities by name, and the lead of one over another."""

import json
from pathlib import Path

import pytest
from graded import graded
from plugged import asked

pytest.importorskip("sklearn")

from larouter.learn.fit_routers import fit_router
from larouter.routers.mf import Factors
from larouter.routers.plug import CannotRoute


def test_the_lead_of_the_strong_model_is_the_score(tmp_path: Path) -> None:
    path = tmp_path / "mf.json"
    path.write_text(json.dumps(fit_router("mf", graded(), ("small", "large"))))
    router = Factors({"file": str(path)})
    easy, hard = ("please tell me about the dinner of item 1", "please tell me about the lemma of item 1")
    assert router.score(asked(easy)) < 0.5 < router.score(asked(hard))
    assert set(router.abilities(easy)) == {"small", "large"}
    assert router.abilities(easy)["small"] > router.abilities(hard)["small"]
    with pytest.raises(CannotRoute, match="knows nothing of huge"):
        Factors({"file": str(path), "strong": "huge"})
