"""The environment of the outside clients, and a router with every kind of backend before which they are judged."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from clouds import MODELS, Clouds
from clouds import clouds as all_of_them
from obliging import oblige

SCRIPTS = Path(__file__).parents[2]
SHOWN = ("compatible", "opus", "argon", "llama")


@pytest.fixture(scope="session")
def outsider() -> Path:
    """The Python of the environment that has the outside clients, and nothing of ours."""
    python = Path(sys.prefix, "clients/bin/python")
    if not python.exists():
        pytest.skip("the outside clients are not installed; run `make test`")
    return python


@pytest.fixture(scope="session")
def obliging(tmp_path_factory: pytest.TempPathFactory, backstage: Any) -> Iterator[Clouds]:
    """Every backend, each with a model that does what it is asked."""
    with all_of_them(tmp_path_factory.mktemp("obliging"), backstage) as everything:
        everything.behave(oblige)
        yield everything


@pytest.fixture(scope="session")
def shown(obliging: Clouds) -> dict[str, str]:
    """What a client's script is told of that router."""
    return {
        "LAROUTER_URL": obliging.router.url,
        "LAROUTER_TOKEN": obliging.router.token,
        "LAROUTER_MODELS": json.dumps({label: MODELS[label] for label in SHOWN}),
    }


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., str]:
    """Run a client's script as its user would: `run(program, script, NAME=value)` gives what it printed."""

    def run(*command: str | Path, **environment: str) -> str:
        given = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "PYTHONDONTWRITEBYTECODE": "1",
            "HAYSTACK_TELEMETRY_ENABLED": "False",
            **environment,
        }
        ran = subprocess.run(
            command, env=given, cwd=tmp_path, capture_output=True, text=True, timeout=240, check=False
        )
        assert ran.returncode == 0, ran.stderr[-3000:] + ran.stdout[-1000:]
        return ran.stdout

    return run
