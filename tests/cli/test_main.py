"""The command line: what there is, and one sentence where something fails."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from larouter import __version__
from larouter.cli import main
from larouter.cli.main import app


def test_every_group_is_there() -> None:
    said = CliRunner().invoke(app, ["--help"]).output
    for name in ("serve", "demo", "route", "explain", "usage", "projects", "config", "version"):
        assert name in said


def test_help_loads_nothing_that_takes_long() -> None:
    late = ("rich", "pydantic", "asyncio", "larouter.config.load", "larouter.outbound", "larouter.compose")
    asked = f"import sys, larouter.cli.main; print([name for name in {late!r} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_the_version_is_printed() -> None:
    assert CliRunner().invoke(app, ["version"]).output == f"{__version__}\n"


def test_a_foreseen_failure_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["larouter", "usage", "--url", "http://127.0.0.1:1"])
    monkeypatch.setenv("LAROUTER_ADMIN_KEY", "k")
    with pytest.raises(SystemExit) as ended:
        main.run()
    assert ended.value.code == 3
    said = capsys.readouterr().err
    assert said.startswith("larouter: no router answers at http://127.0.0.1:1")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "words", [["--help"], ["route", "--help"], ["projects", "budget", "--help"], ["policy", "--help"]]
)
def test_help_of_a_command_is_what_the_parser_prints_without_what_the_parser_loads(words: list[str]) -> None:
    asked = (
        f"import sys; from larouter.cli.main import app, run; sys.argv = ['larouter', *{words!r}]; run(); "
        f"print('pydantic' in sys.modules); app({words!r}, prog_name='larouter')"
    )
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    quick, loaded, parsed = ran.stdout.partition("False\n")
    assert loaded, "help has loaded pydantic"
    assert quick == parsed


@pytest.mark.parametrize(
    "words",
    [[], ["nope", "--help"], ["route", "hi"], ["route", "--model", "--help"], ["route", "hi", "--help"]],
)
def test_anything_but_a_command_and_help_is_left_to_the_parser(words: list[str]) -> None:
    assert not main.help_of(words)


def test_the_package_runs_as_a_module_too() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "larouter", "version"], capture_output=True, text=True, check=True, timeout=60
    )
    assert said.stdout.strip() == __version__
