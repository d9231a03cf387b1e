"""Runs of processes, so that the living are told from the dead."""

import sqlite3

from larouter.store import runs
from larouter.store.runs import Run

RUN = Run("run_1", "host", 42, "123", 10, 10, 10)


def test_a_run_says_that_it_lives(connection: sqlite3.Connection) -> None:
    runs.add(connection, RUN)
    runs.seen(connection, "run_1", 50, 40)
    assert runs.not_ended(connection) == [Run("run_1", "host", 42, "123", 10, 50, 40)]


def test_a_run_is_wound_up_once(connection: sqlite3.Connection) -> None:
    runs.add(connection, RUN)
    assert runs.end(connection, "run_1", 60)
    assert not runs.end(connection, "run_1", 61)
    assert runs.not_ended(connection) == []
