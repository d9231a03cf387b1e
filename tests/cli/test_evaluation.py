"""`larouter eval` and `larouter train`, as they are typed."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

pytest.importorskip("sklearn")

from dataclasses import asdict
from typing import Any

from labelled import examples, write
from taught import traffic

from larouter.cli import client
from larouter.cli.main import app
from larouter.learn.heads import opinions


def test_tiers_are_measured_on_a_file(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", examples("a"))
    done = CliRunner().invoke(app, ["eval", "tiers", "--json", str(path)])
    assert json.loads(done.stdout)["reports"]["first stage"]["marks"]["count"] == 30


def test_weights_are_trained_and_measured(tmp_path: Path) -> None:
    paths = [str(write(tmp_path / f"{author}.jsonl", examples(author))) for author in "ab"]
    out = tmp_path / "weights.bin"
    assert CliRunner().invoke(app, ["train", *paths, "--out", str(out)]).exit_code == 0
    done = CliRunner().invoke(app, ["eval", "tiers", "--weights", str(out), paths[0]])
    assert "| first stage | 30 |" in done.stdout


def answers(monkeypatch: pytest.MonkeyPatch, count: int, harder: int) -> None:
    said = [asdict(one) for one in opinions(traffic(count, harder=harder, spoken=1.0))]

    def call(_method: str, path: str, **_: Any) -> Any:
        return {"floor": "SIMPLE"} if path.endswith("/policy") else {"opinions": said}

    monkeypatch.setattr(client, "call", call)


def test_a_projects_head_is_learned_and_written_into_a_policy_that_is_not_put_in_force(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answers(monkeypatch, 120, harder=1)
    out = tmp_path / "policy.json"
    done = CliRunner().invoke(app, ["train", "--project", "search", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "120 opinions" in done.stdout
    written = json.loads(out.read_text())
    assert written["floor"] == "SIMPLE"
    assert written["head"]["shift"] > 0


def test_a_few_opinions_are_not_enough_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, 5, harder=1)
    done = CliRunner().invoke(app, ["train", "--project", "search"])
    assert "5 answers were spoken of or replaced; 20 are needed" in done.stdout


@pytest.mark.parametrize("given", [[], ["--project", "search", __file__]])
def test_training_is_on_files_or_on_a_project(given: list[str]) -> None:
    done = CliRunner().invoke(app, ["train", *given])
    assert "name labelled files, or a project" in str(done.exception)
