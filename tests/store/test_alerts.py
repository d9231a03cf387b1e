"""What somebody has to be told."""

import sqlite3

from larouter.store import alerts


def test_the_same_thing_is_written_down_once(connection: sqlite3.Connection) -> None:
    assert alerts.add(connection, "bud_1/50", 1, "prj_a", "{}")
    assert not alerts.add(connection, "bud_1/50", 2, "prj_a", "{}")
    assert alerts.add(connection, "bud_1/80", 2, "prj_a", "{}")
