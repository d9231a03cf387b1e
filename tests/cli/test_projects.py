"""A policy from a file, as TOML or JSON."""

from pathlib import Path

import pytest

from larouter.cli.client import Failure
from larouter.cli.projects import read_policy


@pytest.mark.parametrize(
    ("name", "text"), [("p.toml", 'floor = "SIMPLE"\n[zones]\npublic = "local"\n'),
                       ("p.json", '{"floor": "SIMPLE", "zones": {"public": "local"}}')]
)  # fmt: skip
def test_a_policy_is_read(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    assert read_policy(tmp_path / name) == {"floor": "SIMPLE", "zones": {"public": "local"}}


@pytest.mark.parametrize("name", ["gone.toml", "bad.toml", "bad.json"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    for bad in ("bad.toml", "bad.json"):
        (tmp_path / bad).write_text("{ floor")
    with pytest.raises(Failure, match=name) as failed:
        read_policy(tmp_path / name)
    assert failed.value.exit_code == 2
