"""In CI a skip is a failure, wherever it comes from; elsewhere it stays a skip."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

TESTS = """
import pytest

@pytest.fixture
def browser():
    pytest.skip("fixture: no browser here")

def test_skip_in_fixture(browser): ...

@pytest.mark.skip(reason="mark: no browser here")
def test_skip_by_mark(): ...

def test_skip_in_test():
    pytest.skip("test: no browser here")

@pytest.mark.xfail
def test_expected_failure():
    assert False

def test_that_passes(): ...
"""
MODULE = "import pytest\npytest.skip('module: no browser here', allow_module_level=True)\n"


@pytest.fixture(scope="module")
def report(repository: Path, tmp_path_factory: pytest.TempPathFactory, run: Run) -> Callable[[str], str]:
    """Run the planted tests under the rules of this repository; return what pytest reports."""
    folder = tmp_path_factory.mktemp("planted")
    shutil.copy(repository / "tests/conftest.py", folder)
    (folder / "pytest.ini").write_text("[pytest]")
    (folder / "test_planted.py").write_text(TESTS)
    (folder / "test_module.py").write_text(MODULE)
    command = (
        "python",
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "-q",
        "-ra",
        "--continue-on-collection-errors",
    )

    def report(strict: str) -> str:
        environment = {"LAROUTER_STRICT": strict, "PYTEST_ADDOPTS": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        return run(*command, cwd=folder, **environment).stdout

    return report


def test_every_kind_of_skip_fails_in_ci_and_says_why(report: Callable[[str], str]) -> None:
    said = report("1")
    assert "1 failed, 1 passed, 1 xfailed, 3 errors" in said, said
    for origin in ("fixture", "mark", "test", "module"):
        assert f"allows no skip. Skipped: {origin}: no browser here" in said


def test_a_skip_stays_a_skip_elsewhere(report: Callable[[str], str]) -> None:
    said = report("")
    assert "1 passed, 4 skipped, 1 xfailed" in said, said
