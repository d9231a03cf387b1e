"""Policies are stored once under their content hash."""

import sqlite3

from larouter.store import policies


def test_a_policy_is_found_by_its_hash(connection: sqlite3.Connection) -> None:
    policies.keep(connection, "abc", '{"a":1}', 5)
    assert policies.body_of(connection, "abc") == '{"a":1}'
    assert policies.body_of(connection, "abd") is None


def test_a_policy_is_stored_once(connection: sqlite3.Connection) -> None:
    policies.keep(connection, "abc", '{"a":1}', 5)
    policies.keep(connection, "abc", '{"a":2}', 6)
    assert connection.execute("SELECT body, created_ms FROM policies").fetchall() == [('{"a":1}', 5)]
