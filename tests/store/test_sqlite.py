"""The file on disk: opening, reading, watching, closing, and refusing with a sentence."""

import asyncio
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from larouter.store.database import (
    CannotOpen,
    Connection,
    Database,
    DatabaseError,
    NotADatabase,
    ReadOnly,
    TooNew,
)
from larouter.store.sqlite import MOST_QUEUED, open_sqlite

NOW = 1_795_000_000_000


def keep(connection: Connection) -> None:
    connection.execute("INSERT INTO policies (version, body, created_ms) VALUES ('v', '{}', 1)")


def count(connection: Connection) -> int:
    return int(connection.execute("SELECT COUNT(*) FROM policies").fetchone()[0])


async def test_what_was_written_is_there_after_reopening(path: str) -> None:
    database = open_sqlite(path, NOW)
    database.post(keep)
    await database.close()
    again = open_sqlite(path, NOW)
    assert await again.read(count) == 1
    await again.close()


def test_a_new_file_is_for_its_owner_alone(path: str) -> None:
    asyncio.run(open_sqlite(path, NOW).close())
    assert stat.S_IMODE(Path(path).stat().st_mode) == 0o600


async def test_flush_waits_for_what_nobody_waits_for(database: Database) -> None:
    database.post(keep)
    await database.flush()
    assert await database.read(count) == 1


async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(ReadOnly):
        await database.read(keep)


async def test_a_read_sees_one_moment(database: Database) -> None:
    loop = asyncio.get_running_loop()

    def twice(connection: Connection) -> tuple[int, int]:
        first = count(connection)
        asyncio.run_coroutine_threadsafe(write(), loop).result()
        return first, count(connection)

    async def write() -> None:
        await database.write(keep)

    assert await database.read(twice) == (0, 0)
    assert await database.read(count) == 1


async def test_a_broken_query_is_raised_as_it_is(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        await database.read(lambda connection: connection.execute("SELECT * FROM nowhere"))
    assert await database.read(count) == 0


async def test_the_version_changes_with_every_commit_of_anybody(path: str, database: Database) -> None:
    other = open_sqlite(path, NOW)
    before = await other.version()
    assert await other.version() == before
    await database.write(keep)
    after = await other.version()
    assert after != before
    await other.write(count)
    assert await other.version() == after
    await other.close()


async def test_a_queue_that_grows_too_long_is_full_until_it_is_flushed(database: Database) -> None:
    assert not database.full
    for _ in range(MOST_QUEUED * 2):
        database.post(count)
        if database.full:
            await database.flush()
    await database.flush()
    assert not database.full


async def test_a_newer_database_is_refused(path: str) -> None:
    await open_sqlite(path, NOW).close()
    newer = sqlite3.connect(path)
    newer.execute("INSERT INTO migrations VALUES ('9999-from-the-future', 1)")
    newer.commit()
    newer.close()
    with pytest.raises(TooNew, match=r"9999-from-the-future.*Install that version"):
        open_sqlite(path, NOW)


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sir or Madam, " * 100)
    with pytest.raises(NotADatabase, match="is not a database"):
        open_sqlite(str(letter), NOW)
    assert letter.read_text().startswith("Dear Sir")


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotOpen, match=r"nowhere/a\.db cannot be opened. Create its folder"):
        open_sqlite(str(tmp_path / "nowhere" / "a.db"), NOW)


READ_ONLY = """
import os, sys
from larouter.store.database import DatabaseError
from larouter.store.sqlite import open_sqlite
path = sys.argv[1]
if os.geteuid() == 0:
    os.setuid(65534)
try:
    open_sqlite(path, 1)
except DatabaseError as error:
    print(type(error).__name__, error)
"""


def test_a_read_only_file_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("ro")
    file = folder / "a.db"
    asyncio.run(open_sqlite(str(file), NOW).close())
    file.chmod(0o444)
    for parent in (folder, *list(folder.parents)[:2]):
        parent.chmod(0o755)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(
        [sys.executable, "-c", READ_ONLY, str(file)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert ran.stdout.startswith("ReadOnly"), ran.stderr
    assert "permission" in ran.stdout


async def test_a_closed_database_says_so(path: str) -> None:
    database = open_sqlite(path, NOW)
    await database.close()
    with pytest.raises(DatabaseError, match="closed"):
        database.write(keep)
