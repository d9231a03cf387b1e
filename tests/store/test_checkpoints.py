"""The log is copied into the file without the writer's doing."""

import sqlite3
from pathlib import Path

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
    checkpoints.ask()
    while path.stat().st_size == before:
        writer.execute("SELECT 1").fetchone()
    checkpoints.stop()
    writer.close()
    assert path.stat().st_size > 100_000


def test_a_checkpoint_that_cannot_be_made_ends_nothing(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "c.db", isolation_level=None, check_same_thread=False)
    checkpoints = Checkpoints(connection)
    connection.close()
    checkpoints.ask()
    checkpoints.stop()
