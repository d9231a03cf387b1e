"""The settings in force, printed with their origins."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from larouter.cli.client import Failure
from larouter.cli.main import app

RUN = CliRunner()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LAROUTER_PORT", raising=False)
    return tmp_path


def test_every_setting_is_shown_with_its_origin(folder: Path) -> None:
    (folder / "larouter.toml").write_text("[server]\nport = 1000\n")
    shown = RUN.invoke(app, ["config", "show"])
    assert "server.port = 1000   (larouter.toml line 2)" in shown.output.splitlines()
    told = json.loads(RUN.invoke(app, ["config", "show", "--json"]).output)
    assert told["server.port"] == {"value": 1000, "origin": "larouter.toml line 2"}


def test_settings_in_order_are_said_to_be(folder: Path) -> None:
    assert RUN.invoke(app, ["config", "check"]).output == "no larouter.toml: in order\n"


def test_settings_that_cannot_be_used_are_a_failure(folder: Path) -> None:
    (folder / "larouter.toml").write_text("[server]\nprot = 1\n")
    failed = RUN.invoke(app, ["config", "check"])
    assert isinstance(failed.exception, Failure)
    assert "server.prot: there is no such setting (larouter.toml line 2)" in str(failed.exception)


def test_a_first_file_is_written_once_and_is_in_order(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAROUTER_DISCOVERY", "false")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    told = json.loads(RUN.invoke(app, ["config", "init", "--json"]).output)
    assert (told["file"], told["servers"], "OPENAI_API_KEY" in told["keys"]) == ("larouter.toml", [], True)
    text = (folder / "larouter.toml").read_text()
    assert "# port = 18790" in text
    assert "sk-secret" not in text
    assert json.loads(RUN.invoke(app, ["config", "check", "--json"]).output)["ok"]
    again = RUN.invoke(app, ["config", "init"]).exception
    assert isinstance(again, Failure)
    assert (again.exit_code, "--force" in str(again)) == (2, True)
    assert RUN.invoke(app, ["config", "init", "--force"]).output.startswith("larouter.toml is written")
    assert RUN.invoke(app, ["config", "init", "--file", "-"]).output == text
