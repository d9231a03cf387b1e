"""No test request nearly repeats a training request, and the check that says so notices copies."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def check(repository: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_tiers", repository / "scripts/check_tiers.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def plant(path: Path, text: str) -> None:
    path.write_text(json.dumps({"id": path.stem, "messages": [{"role": "user", "content": text}]}) + "\n")


def test_training_and_test_requests_are_different(
    check: ModuleType, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check.main(repository / "data/tiers") == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Prove that there are infinitely many primes of the form 4k+3.", 1),
        ("prove that there are INFINITELY many primes, of the form 4k+3!!", 1),
        ("Prove that there are only finitely many idempotents in a local ring.", 0),
    ],
)
def test_a_near_copy_is_noticed(check: ModuleType, tmp_path: Path, text: str, status: int) -> None:
    plant(tmp_path / "train_a.jsonl", "Prove that there are infinitely many primes of the form 4k+3")
    plant(tmp_path / "test_b.jsonl", text)
    assert check.main(tmp_path) == status


def test_short_words_that_everybody_says_are_no_copies(check: ModuleType, tmp_path: Path) -> None:
    plant(tmp_path / "train_a.jsonl", "thank you!")
    plant(tmp_path / "test_b.jsonl", "thank you!")
    assert check.main(tmp_path) == 0
