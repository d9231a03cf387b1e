"""`make` explains itself, and says plainly what is missing."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_a_python_that_is_too_old_or_absent_is_refused_with_the_cure(copy: Path, run: Run) -> None:
    ran = run(copy / "scripts/setup", ".venv", "build", cwd=copy, PYTHON="/bin/false")
    assert ran.returncode != 0
    assert "needs Python 3.11 or newer" in ran.stdout
    assert "PYTHON=" in ran.stdout
    assert not (copy / ".venv").exists()


@pytest.mark.parametrize(
    "target", ["setup", "check", "test", "clients", "run", "bench", "soak", "lock", "clean", "help"]
)
def test_every_target_is_explained(repository: Path, run: Run, target: str) -> None:
    said = run("make", "--no-print-directory", "help", cwd=repository).stdout
    assert any(line.startswith(f"{target} ") for line in said.splitlines())
