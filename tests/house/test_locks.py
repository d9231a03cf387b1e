"""A lock without hashes, with a host, or behind pyproject.toml fails the check."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
Check = Callable[[], tuple[int, str]]
Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def check(copy: Path, run: Run) -> Check:
    def check() -> tuple[int, str]:
        ran = run("python", "scripts/check_locks.py", cwd=copy)
        return ran.returncode, ran.stdout

    return check


def append(path: Path, line: str) -> None:
    path.write_text(f"{path.read_text()}{line}\n")


def test_the_locks_as_they_stand_pass(check: Check) -> None:
    assert check() == (0, "")


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://packages.example/simple",
        "--extra-index-url packages.example",
        "--find-links /srv/wheels",
        "-f wheels",
        "thing @ https://packages.example/thing.whl",
    ],
)
def test_a_host_or_a_folder_of_packages_is_refused(check: Check, copy: Path, line: str) -> None:
    append(copy / "requirements/runtime.txt", line)
    status, said = check()
    assert status == 1
    assert "runtime.txt: names a host" in said


def test_a_requirement_without_a_hash_is_refused(check: Check, copy: Path) -> None:
    append(copy / "requirements/local.txt", "thing==1.0")
    assert check() == (1, "requirements/local.txt: thing has no hash\n")


def test_a_requirement_without_a_version_is_refused(check: Check, copy: Path) -> None:
    append(copy / "requirements/local.txt", "thing>=1.0")
    assert check() == (1, "requirements/local.txt: not a pinned requirement: thing>=1.0\n")


def test_a_requirement_that_was_never_locked_is_named(check: Check, copy: Path) -> None:
    pyproject = copy / "pyproject.toml"
    pyproject.write_text(pyproject.read_text().replace('"aiohttp>=', '"thing>=1",\n    "aiohttp>='))
    status, said = check()
    assert status == 1
    for name in ("runtime", "local", "dev"):
        assert f"{name}.txt: does not answer thing>=1; run `make lock`" in said


def test_a_lock_older_than_its_requirement_is_named(check: Check, copy: Path) -> None:
    pyproject = copy / "pyproject.toml"
    pyproject.write_text(pyproject.read_text().replace('"hatchling>=', '"hatchling>=9'))
    status, said = check()
    assert status == 1
    assert "build.txt: does not answer hatchling" in said
    assert "dev.txt: does not answer hatchling" in said


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (
            lambda package: package.update(resolved="https://packages.example/x.tgz"),
            "names the host it came from",
        ),
        (lambda package: package.pop("integrity"), "has no hash"),
    ],
)
def test_a_package_lock_carries_hashes_and_no_hosts(
    check: Check, copy: Path, change: Change, complaint: str
) -> None:
    path = copy / "tests/node/package-lock.json"
    lock = json.loads(path.read_text())
    change(lock["packages"]["node_modules/openai"])
    path.write_text(json.dumps(lock))
    assert check() == (1, f"tests/node/package-lock.json: node_modules/openai {complaint}\n")
