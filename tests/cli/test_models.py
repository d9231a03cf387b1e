"""`larouter models`: what people type, and what they are told."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from model_source import ModelSource, model_source
from typer.testing import CliRunner, Result

from larouter.cli import models as commands
from larouter.cli.client import Failure
from larouter.cli.main import app
from larouter.fleet.local.download import Progress
from larouter.fleet.local.gguf import write_reply

RUN = CliRunner()


@pytest.fixture
def source() -> Iterator[ModelSource]:
    with model_source() as source:
        yield source


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, source: ModelSource, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("HF_TOKEN", "LAROUTER_CONFIG", "LAROUTER_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LAROUTER_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("LAROUTER_MODEL_SOURCE", source.url)
    write_reply(tmp_path / "m.gguf")
    data = (tmp_path / "m.gguf").read_bytes()
    sha256 = source.put("/m.gguf", data)
    (tmp_path / "larouter.toml").write_text(
        f'[models.mine]\nurl = "{source.url}/m.gguf"\nsha256 = "{sha256}"\ntier = "SIMPLE"\n'
    )
    return tmp_path


def run(*arguments: str) -> Result:
    return RUN.invoke(app, ["models", *arguments])


def told(*arguments: str) -> dict[str, object]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.exception
    return dict(json.loads(result.stdout))


def failure(*arguments: str) -> Failure:
    error = run(*arguments).exception
    assert isinstance(error, Failure)
    return error


def test_the_catalogue_lists_what_is_shipped_and_the_operators_own() -> None:
    shown = run("catalog").stdout
    assert "gemma-4-e2b" in shown
    assert "mine" in shown
    rows = told("catalog")["models"]
    assert isinstance(rows, list)
    checked = {row["name"]: row["checked"] for row in rows}
    assert (checked["gemma-4-31b"], checked["mine"]) == ("listing", "operator")


def test_a_model_is_pulled_listed_verified_and_removed(folder: Path) -> None:
    got = told("pull", "mine")
    file = Path(str(got["file"]))
    assert got["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert told("list")["models"] == [{**got, "running": None, "problem": None}]
    assert "mine" in run("list").stdout
    assert told("verify", "mine") == {"name": "mine", "ok": True, "problem": None}
    assert run("verify", "mine").stdout == "mine: in order\n"
    file.write_bytes(b"GGUF and damage")
    assert "is damaged: expected sha256" in str(failure("verify", "mine"))
    size = file.stat().st_size
    assert int(str(told("rm", "mine")["freed_bytes"])) > size
    assert told("list")["models"] == []


def test_pull_says_where_the_model_is_and_how_to_start_it() -> None:
    shown = run("pull", "mine", "--no-projector").stdout
    assert "mine is here" in shown
    assert "larouter models start mine" in shown


def test_a_wrong_hash_is_a_failure_in_one_sentence(source: ModelSource) -> None:
    source.put("/m.gguf", b"GGUF, another")
    assert "expected sha256" in str(failure("pull", "mine"))


def test_a_file_of_this_machine_is_imported_where_it_lies(folder: Path) -> None:
    got = told("import", "m.gguf", "--name", "own")
    assert (got["name"], got["file"]) == ("own", str(folder / "m.gguf"))
    assert failure("import", "m.gguf", "--name", "../x").exit_code == 2
    assert "cannot be read" in str(failure("import", "gone.gguf"))


def test_names_that_are_not_there_are_told_with_the_cure() -> None:
    assert failure("pull", "other").exit_code == 2
    assert "models pull mine" in str(failure("verify", "mine"))
    assert "nothing of mine" in str(failure("rm", "mine"))


def test_start_and_stop_need_a_router() -> None:
    for command in ("start", "stop"):
        assert failure(command, "mine", "--url", "http://127.0.0.1:9").exit_code in (2, 3)


def test_recommend_tells_the_machine_the_models_and_why() -> None:
    advice = told("recommend")["advice"]
    assert isinstance(advice, dict)
    assert advice["reasons"]
    assert str(advice["reasons"][0]) in run("recommend").stdout


def test_the_bar_tells_share_rate_and_what_remains(capsys: pytest.CaptureFixture[str]) -> None:
    commands._bar(Progress("m.gguf", 500_000_000, 1_000_000_000, 25_000_000, 20.0))
    shown = capsys.readouterr().err
    assert "[###############...............]  50%  0.5 GB of 1.0 GB, 25.0 MB/s, 0:20 left" in shown
