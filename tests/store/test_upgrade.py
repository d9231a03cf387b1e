"""Databases of before: brought up to date and summed up, also when that is cut off half-way again and again."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from big_ledger import fill

from larouter.store import migrations, rollups
from larouter.store.migrations import STEPS
from larouter.store.rollups import Folded

ROWS = int(os.environ.get("LAROUTER_ROWS", "60000"))  # the soak sets a million
NAMES = [name for name, _ in STEPS]
UPGRADE = """
import sqlite3, sys
from larouter.store import rollups
from larouter.store.sqlite import open_sqlite
open_sqlite(sys.argv[1], 2)
print("migrated", flush=True)
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
while True:
    connection.execute("BEGIN IMMEDIATE")
    done = rollups.fold(connection)
    connection.execute("COMMIT")
    if not done:
        break
"""


@pytest.fixture
def old(tmp_path: Path) -> Callable[[str], Path]:
    """Make a database of a version, with as many requests as are wanted."""

    def make(version: str) -> Path:
        path = tmp_path / "old.db"
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(migrations, "STEPS", [step for step in STEPS if step[0] <= version])
            migrations.migrate(connection, str(path), 1)
        fill(connection, ROWS, record=b"{}", tags=True)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        return path

    return make


def upgrading(path: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", UPGRADE, str(path)], stdout=subprocess.PIPE)


def killed(path: Path, when: Callable[[], bool]) -> bool:
    """Bring it up to date until something is so, and kill it then; False when it came to its end before."""
    with upgrading(path) as process:
        while not when() and process.poll() is None:
            time.sleep(0.002)
        process.kill()
    return process.returncode != 0


def applied(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return sorted(name for (name,) in connection.execute("SELECT name FROM migrations"))
    finally:
        connection.close()


def place(path: Path) -> int:
    connection = sqlite3.connect(path, timeout=60)
    try:
        return (rollups.folded(connection) or Folded()).attempts
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()


@pytest.mark.timeout(60 + ROWS // 2_000)  # against a hang alone
@pytest.mark.parametrize("version", ["0001-first-tables", "0011-acts"])
def test_a_database_of_before_is_brought_up_to_date_however_often_it_is_killed_meanwhile(
    old: Callable[[str], Path], version: str
) -> None:
    path = old(version)
    log = path.with_name(path.name + "-wal")
    half_way = 0
    for kilobytes in (200, 1_000, 2_000):  # so much has been written of a step that is not committed
        begun = applied(path)
        cut = killed(path, lambda most=kilobytes: log.exists() and log.stat().st_size > most * 1024)
        assert NAMES[: len(begun)] == begun
        half_way += cut and applied(path) != NAMES
    if version < "0003":
        assert half_way, "no step was cut off in the midst"
    places = []
    for _ in range(3):
        first = place(path)
        killed(path, lambda first=first: place(path) > first + ROWS // 10)
        places.append(place(path))
    assert places == sorted(places)
    assert 0 < places[0] < ROWS
    with upgrading(path) as process:
        process.communicate()
    assert process.returncode == 0
    assert applied(path) == NAMES
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert rollups.folded(connection) == Folded(ROWS, ROWS, ROWS)
    assert rollups.differences(connection) == []
    raw = connection.execute("SELECT SUM(cost), COUNT(*) FROM attempts").fetchone()
    assert connection.execute("SELECT SUM(cost), SUM(attempts) FROM daily").fetchone() == raw
    assert connection.execute("SELECT COUNT(*) FROM requests").fetchone() == (ROWS,)
    connection.close()
