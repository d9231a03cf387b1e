"""The house tests run the programs of `make check` on copies of the repository with something planted."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def run() -> Run:
    """Run a command of the environment in a folder; standard error is part of its output."""

    def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        own = Path(sys.executable).parent
        path = f"{own}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            [shutil.which(command[0], path=path) or command[0], *command[1:]],
            cwd=cwd,
            env={**os.environ, "PATH": path, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=50,
            check=False,
        )

    return run


@pytest.fixture
def copy(repository: Path, tmp_path: Path) -> Path:
    """A copy of what the checks read, free to be spoilt."""
    for name in ("src", "requirements", "scripts"):
        shutil.copytree(repository / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "tests/node").mkdir(parents=True)
    for name in ("pyproject.toml", "tests/node/package-lock.json"):
        shutil.copy(repository / name, tmp_path / name)
    return tmp_path
