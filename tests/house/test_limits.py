"""Files and functions over the limit fail the check, whoever wrote them."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
Check = Callable[..., tuple[int, str]]


@pytest.fixture
def check(repository: Path, tmp_path: Path, run: Run) -> Check:
    """Check a folder that holds one planted file; return the exit status and what was said."""

    def check(text: str) -> tuple[int, str]:
        (tmp_path / "planted.py").write_text(text)
        ran = run("python", repository / "scripts/check_limits.py", tmp_path, cwd=tmp_path)
        return ran.returncode, ran.stdout

    return check


def function_of(lines: int) -> str:
    return "def long():\n" + "    x = 1\n" * (lines - 1)


def test_a_file_of_400_lines_passes(check: Check) -> None:
    assert check("x = 1\n" * 400) == (0, "")


def test_a_file_of_401_lines_fails_and_is_named(check: Check) -> None:
    status, said = check("x = 1\n" * 401)
    assert status == 1
    assert "planted.py: 401 lines, the limit is 400" in said


def test_a_function_of_50_lines_passes(check: Check) -> None:
    assert check(function_of(50)) == (0, "")


@pytest.mark.parametrize("prefix", ["", "async "])
def test_a_function_of_51_lines_fails_and_is_named(check: Check, prefix: str) -> None:
    status, said = check("\n\n" + prefix + function_of(51))
    assert status == 1
    assert "planted.py:3: long has 51 lines, the limit is 50" in said


def test_a_method_counts_as_a_function(check: Check) -> None:
    status, said = check("class A:\n" + "".join(f"    {line}\n" for line in function_of(51).splitlines()))
    assert status == 1
    assert "planted.py:2: long has 51 lines" in said


def test_a_folder_without_python_is_an_error(repository: Path, tmp_path: Path, run: Run) -> None:
    assert run("python", repository / "scripts/check_limits.py", tmp_path, cwd=tmp_path).returncode == 1
