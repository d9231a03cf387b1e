"""Fleets are stored once under their content hash."""

import sqlite3

from larouter.store import fleets


def test_a_fleet_is_found_by_its_hash(connection: sqlite3.Connection) -> None:
    fleets.keep(connection, "abc", '{"a":1}', 5)
    assert fleets.body_of(connection, "abc") == '{"a":1}'
    assert fleets.body_of(connection, "abd") is None


def test_a_fleet_is_stored_once(connection: sqlite3.Connection) -> None:
    fleets.keep(connection, "abc", '{"a":1}', 5)
    fleets.keep(connection, "abc", '{"a":2}', 6)
    assert connection.execute("SELECT body, created_ms FROM fleets").fetchall() == [('{"a":1}', 5)]
