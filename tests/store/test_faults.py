"""Real failures of SQLite and of the system, as sentences."""

import errno
import sqlite3
from pathlib import Path

import pytest

from larouter.store.database import CannotOpen, DiskFull, Locked, NotADatabase, ReadOnly
from larouter.store.faults import fault


def caught(connection: sqlite3.Connection, sql: str) -> Exception:
    with pytest.raises(sqlite3.Error) as raised:
        connection.execute(sql)
    return raised.value


@pytest.fixture
def plain(tmp_path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(tmp_path / "plain.db", isolation_level=None, timeout=0)
    connection.execute("CREATE TABLE t (x BLOB UNIQUE)")
    return connection


def test_a_second_writer_finds_it_locked(plain: sqlite3.Connection, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "plain.db", isolation_level=None, timeout=0)
    plain.execute("BEGIN IMMEDIATE")
    error = caught(other, "BEGIN IMMEDIATE")
    plain.close()
    other.close()
    found = fault(error, "plain.db")
    assert isinstance(found, Locked)
    assert "plain.db is locked by another program. Close the program" in str(found)


def test_a_write_to_a_read_only_connection(plain: sqlite3.Connection) -> None:
    plain.execute("PRAGMA query_only=ON")
    error = caught(plain, "INSERT INTO t VALUES (1)")
    plain.close()
    assert isinstance(fault(error, "plain.db"), ReadOnly)


def test_no_room_for_another_page(plain: sqlite3.Connection) -> None:
    plain.execute("PRAGMA max_page_count=3")
    error = caught(plain, "INSERT INTO t VALUES (zeroblob(100000))")
    plain.close()
    found = fault(error, "plain.db")
    assert isinstance(found, DiskFull)
    assert "Free some space" in str(found)


def test_a_file_that_is_something_else(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir or Madam, " * 100)
    connection = sqlite3.connect(tmp_path / "letter.txt")
    error = caught(connection, "SELECT * FROM sqlite_master")
    connection.close()
    assert isinstance(fault(error, "letter.txt"), NotADatabase)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (PermissionError(errno.EACCES, "no"), ReadOnly),
        (FileNotFoundError(errno.ENOENT, "no"), CannotOpen),
        (OSError(errno.ENOSPC, "no"), DiskFull),
    ],
)
def test_errors_of_the_system(error: OSError, kind: type[Exception]) -> None:
    assert isinstance(fault(error, "x.db"), kind)


def test_a_wrong_statement_is_no_fault_of_the_surroundings(plain: sqlite3.Connection) -> None:
    plain.execute("INSERT INTO t VALUES (1)")
    errors = [caught(plain, "SELEKT"), caught(plain, "INSERT INTO t VALUES (1)"), ValueError("no")]
    plain.close()
    assert [fault(error, "plain.db") for error in errors] == [None, None, None]


def test_a_fault_stays_what_it_is() -> None:
    full = DiskFull("The disk is full.")
    assert fault(full, "x.db") is full
