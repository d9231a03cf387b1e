"""A change of a setting can be seen from outside."""

import sqlite3

from larouter.store import revisions


def test_every_change_raises_the_number_of_its_topic(connection: sqlite3.Connection) -> None:
    assert revisions.current(connection) == {}
    revisions.bump(connection, revisions.TOKENS)
    revisions.bump(connection, revisions.TOKENS)
    revisions.bump(connection, revisions.BUDGETS)
    assert revisions.current(connection) == {"tokens": 2, "budgets": 1}
