"""Projects can be added, given a policy and removed; their names stay theirs."""

import sqlite3

from larouter.store import projects, revisions
from larouter.store.projects import Project

ALPHA = Project("prj_1", "alpha", "default", 10)


def test_a_project_is_found_by_id_and_by_name(connection: sqlite3.Connection) -> None:
    assert projects.add(connection, ALPHA)
    assert projects.by_id(connection, "prj_1") == ALPHA
    assert projects.by_name(connection, "alpha") == ALPHA
    assert projects.by_id(connection, "prj_2") is None
    assert projects.by_name(connection, "beta") is None


def test_a_name_is_given_once(connection: sqlite3.Connection) -> None:
    assert projects.add(connection, ALPHA)
    assert not projects.add(connection, Project("prj_2", "alpha", "default", 11))
    assert projects.everyone(connection) == [ALPHA]


def test_a_policy_can_be_changed(connection: sqlite3.Connection) -> None:
    projects.add(connection, ALPHA)
    assert projects.set_policy(connection, "prj_1", "abc")
    found = projects.by_id(connection, "prj_1")
    assert found is not None
    assert found.policy_version == "abc"
    assert not projects.set_policy(connection, "prj_9", "abc")


def test_a_removed_project_stays_readable_and_cannot_be_changed(connection: sqlite3.Connection) -> None:
    projects.add(connection, ALPHA)
    assert projects.remove(connection, "prj_1", 99)
    assert not projects.remove(connection, "prj_1", 100)
    assert not projects.set_policy(connection, "prj_1", "abc")
    assert [(one.name, one.removed_ms) for one in projects.everyone(connection)] == [("alpha", 99)]


def test_only_real_changes_are_announced(connection: sqlite3.Connection) -> None:
    projects.add(connection, ALPHA)
    projects.add(connection, ALPHA)
    projects.remove(connection, "prj_9", 1)
    assert revisions.current(connection) == {"projects": 1}
