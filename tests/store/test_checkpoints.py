"""The log is copied into the file without the writer's doing."""

import sqlite3
from pathlib import Path

import pytest

from larouter.store.checkpoints import Checkpoints


def test_a_checkpoint_brings_the_log_into_the_file(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("PRAGMA wal_autocheckpoint=0")
    checkpoints = Checkpoints(sqlite3.connect(path, isolation_level=None, check_same_thread=False))
    writer.execute("CREATE TABLE t (x)")
    writer.execute("INSERT INTO t VALUES (zeroblob(100000))")
    before = path.stat().st_size
    assert before < 100_000
    checkpoints.ask()
    checkpoints.stop()
    assert path.stat().st_size > 100_000
    writer.close()


def test_a_checkpoint_that_cannot_be_made_is_logged_and_ends_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    connection = sqlite3.connect(tmp_path / "c.db", isolation_level=None, check_same_thread=False)
    checkpoints = Checkpoints(connection)
    connection.close()
    checkpoints.ask()
    checkpoints.stop()
    assert "could not be checkpointed" in caplog.text
