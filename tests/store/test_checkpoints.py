"""The log is copied into the file without the writer's doing."""

import contextlib
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


class Overtaken(sqlite3.Connection):
    """A connection during whose every passive checkpoint somebody commits, so that it never copies all there is."""

    path: Path

    def execute(self, sql: str, *given: object) -> sqlite3.Cursor:
        if "PASSIVE" not in sql:
            return super().execute(sql, *given)
        with (
            contextlib.closing(sqlite3.connect(self.path, isolation_level=None)) as reader,
            contextlib.closing(sqlite3.connect(self.path, isolation_level=None)) as writer,
        ):
            reader.execute("BEGIN")
            reader.execute("SELECT COUNT(*) FROM t").fetchone()
            writer.execute("INSERT INTO t VALUES (1)")
            return super().execute(sql, *given)


def test_a_long_log_begins_anew_although_the_writer_is_always_some_pages_ahead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("larouter.store.checkpoints.MOST_PAGES", 100)
    path = tmp_path / "c.db"
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("PRAGMA wal_autocheckpoint=0")
    writer.execute("CREATE TABLE t (x)")
    for pages, begins_anew in ((1, False), (200, True)):
        writer.execute("INSERT INTO t VALUES (zeroblob(?))", (4096 * pages,))
        before = mark(tmp_path)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, factory=Overtaken)
        connection.path = path
        checkpoints = Checkpoints(connection)
        checkpoints.ask()
        checkpoints.stop()
        writer.execute("INSERT INTO t VALUES (1)")
        assert (mark(tmp_path) != before) is begins_anew
    writer.close()


def mark(folder: Path) -> bytes:
    """What the head of the log says of its beginning."""
    with (folder / "c.db-wal").open("rb") as file:
        return file.read(24)[16:]
