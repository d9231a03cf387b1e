"""`larouter completion`: a script that a real shell takes, for every shell."""

import shutil
import subprocess

import pytest
from typer.testing import CliRunner

from larouter.cli.main import app


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_there_is_a_script_for_every_shell(shell: str) -> None:
    said = CliRunner().invoke(app, ["completion", shell])
    assert said.exit_code == 0
    assert "_LAROUTER_COMPLETE" in said.stdout


def test_another_shell_is_wrong_use() -> None:
    assert CliRunner().invoke(app, ["completion", "tcl"]).exit_code == 2


def test_bash_takes_its_script() -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash on this machine")
    script = CliRunner().invoke(app, ["completion", "bash"]).stdout
    ran = subprocess.run(
        [bash, "-c", script + "\ncomplete -p larouter"], capture_output=True, text=True, check=True
    )
    assert "_larouter_completion larouter" in ran.stdout
