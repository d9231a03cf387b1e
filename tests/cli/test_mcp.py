"""Serving MCP: what must be known before anything is served."""

from pathlib import Path

import pytest

from larouter.cli import client
from larouter.cli.client import Failure
from larouter.cli.mcp import mcp


def test_without_a_token_the_cure_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client._installation.cache_clear()
    monkeypatch.chdir(tmp_path)
    for name in ("TOKEN", "DB_PATH", "URL"):
        monkeypatch.delenv(f"LAROUTER_{name}", raising=False)
    with pytest.raises(Failure, match="LAROUTER_TOKEN") as failed:
        mcp(url="http://127.0.0.1:1", token="")
    assert failed.value.exit_code == 2


def test_something_that_is_no_url_is_wrong_use() -> None:
    with pytest.raises(Failure, match="not the URL of a router"):
        mcp(url="localhost", token="lr_x")
