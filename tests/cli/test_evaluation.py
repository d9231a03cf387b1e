"""`larouter eval` and `larouter train`, as they are typed."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

pytest.importorskip("sklearn")

from labelled import examples, write

from larouter.cli.main import app


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
