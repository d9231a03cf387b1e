"""The import contracts notice what they are there for: what is planted in a copy has to be named."""

import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
Lint = Callable[[Path], subprocess.CompletedProcess[str]]

UPWARD = [
    ("core", "wire"),
    ("store", "account"),
    ("outbound", "dispatch"),
    ("fleet", "api"),
    ("config", "cli"),
]
SIBLINGS = [
    ("store", "wire"),
    ("wire", "config"),
    ("inspect", "decide"),
    ("dispatch", "fleet"),
    ("cli", "testing"),
]
PURE = ["core", "decide", "wire"]
IMPURE = ["asyncio", "time", "random", "os", "socket", "logging", "sqlite3", "aiohttp"]


def copy_of(repository: Path, folder: Path) -> Path:
    shutil.copytree(repository / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(repository / "pyproject.toml", folder)
    return folder


def plant(copy: Path, module: str, imports: Iterable[str]) -> None:
    (copy / "src/larouter" / module).write_text("".join(f"import {name}\n" for name in imports))


@pytest.fixture(scope="module")
def lint(run: Run) -> Lint:
    """Lint the imports of a copy."""

    def lint(copy: Path) -> subprocess.CompletedProcess[str]:
        return run("lint-imports", "--no-cache", "--no-logo", cwd=copy, PYTHONPATH=str(copy / "src"))

    return lint


@pytest.fixture(scope="module")
def said(repository: Path, tmp_path_factory: pytest.TempPathFactory, lint: Lint) -> str:
    """What the linter says of a copy in which everything forbidden is imported."""
    copy = copy_of(repository, tmp_path_factory.mktemp("broken"))
    for importer, imported in UPWARD + SIBLINGS:
        plant(copy, f"{importer}/planted_{imported}.py", [f"larouter.{imported}"])
    for package in PURE:
        plant(copy, f"{package}/planted.py", IMPURE)
    linted = lint(copy)
    assert linted.returncode != 0
    return linted.stdout


def test_imports_that_only_go_down_are_allowed(repository: Path, tmp_path: Path, lint: Lint) -> None:
    copy = copy_of(repository, tmp_path)
    plant(copy, "cli/planted.py", ["larouter.api", "larouter.core"])
    plant(copy, "dispatch/planted.py", ["larouter.outbound", "larouter.wire", "asyncio", "dataclasses"])
    plant(copy, "core/planted.py", ["dataclasses", "hashlib", "re"])
    linted = lint(copy)
    assert (linted.returncode, "2 kept, 0 broken" in linted.stdout) == (0, True), linted.stdout


@pytest.mark.parametrize(("importer", "imported"), UPWARD)
def test_imports_never_run_upward(said: str, importer: str, imported: str) -> None:
    assert f"larouter.{importer} is not allowed to import larouter.{imported}" in said


@pytest.mark.parametrize(("importer", "imported"), SIBLINGS)
def test_siblings_do_not_know_each_other(said: str, importer: str, imported: str) -> None:
    assert f"larouter.{importer} is not allowed to import larouter.{imported}" in said


@pytest.mark.parametrize("package", PURE)
@pytest.mark.parametrize("impure", IMPURE)
def test_pure_packages_import_nothing_impure(said: str, package: str, impure: str) -> None:
    assert f"larouter.{package} is not allowed to import {impure}" in said


def test_a_module_outside_every_layer_is_refused(repository: Path, tmp_path: Path, lint: Lint) -> None:
    copy = copy_of(repository, tmp_path)
    plant(copy, "utils.py", [])
    linted = lint(copy)
    assert linted.returncode != 0
    assert "not listed as layers" in linted.stdout
    assert "larouter.utils" in linted.stdout
