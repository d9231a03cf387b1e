"""The command line: what there is, and one sentence where something fails."""

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
