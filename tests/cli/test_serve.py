"""Starting the router with settings that cannot be used."""

from pathlib import Path

import pytest

from larouter.cli.client import Failure
from larouter.cli.serve import serve


def test_settings_that_cannot_be_used_are_wrong_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "larouter.toml").write_text("[server]\nprot = 1\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Failure, match=r"server\.prot: there is no such setting") as failed:
        serve()
    assert failed.value.exit_code == 2
