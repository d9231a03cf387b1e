"""Tokens: several to a project, revocable, with the time they were last used."""

import sqlite3
from dataclasses import replace

import pytest

from larouter.store import projects, revisions, tokens
from larouter.store.projects import Project
from larouter.store.tokens import Token

FIRST = Token("tok_1", "prj_1", "laptop", "aa", "lr_abc", 10)
SECOND = Token("tok_2", "prj_1", "server", "bb", "lr_def", 11)


@pytest.fixture(autouse=True)
def with_project(connection: sqlite3.Connection) -> None:
    projects.add(connection, Project("prj_1", "alpha", "default", 1))


def test_a_project_has_several_tokens(connection: sqlite3.Connection) -> None:
    tokens.add(connection, SECOND)
    tokens.add(connection, FIRST)
    assert tokens.in_force(connection) == [FIRST, SECOND]
    assert tokens.of_project(connection, "prj_1") == [FIRST, SECOND]
    assert tokens.of_project(connection, "prj_2") == []


def test_a_revoked_token_is_kept_but_not_in_force(connection: sqlite3.Connection) -> None:
    tokens.add(connection, FIRST)
    assert tokens.revoke(connection, "prj_1", "tok_1", 50)
    assert not tokens.revoke(connection, "prj_1", "tok_1", 60)
    assert tokens.in_force(connection) == []
    assert tokens.of_project(connection, "prj_1")[0].revoked_ms == 50


def test_a_project_cannot_revoke_the_token_of_another(connection: sqlite3.Connection) -> None:
    tokens.add(connection, FIRST)
    assert not tokens.revoke(connection, "prj_2", "tok_1", 50)
    assert tokens.in_force(connection) == [FIRST]


def test_tokens_of_a_removed_project_are_not_in_force(connection: sqlite3.Connection) -> None:
    tokens.add(connection, FIRST)
    projects.remove(connection, "prj_1", 50)
    assert tokens.in_force(connection) == []


def test_the_time_of_last_use_is_no_change_to_announce(connection: sqlite3.Connection) -> None:
    tokens.add(connection, FIRST)
    before = revisions.current(connection)
    tokens.used(connection, [("tok_1", 77), ("tok_9", 78)])
    assert tokens.of_project(connection, "prj_1")[0].last_used_ms == 77
    assert revisions.current(connection) == before


def test_two_tokens_cannot_share_a_hash(connection: sqlite3.Connection) -> None:
    tokens.add(connection, FIRST)
    with pytest.raises(sqlite3.IntegrityError):
        tokens.add(connection, Token("tok_3", "prj_1", "copy", "aa", "lr_abc", 12))


def test_a_token_can_be_given_limits_of_its_own(connection: sqlite3.Connection) -> None:
    tokens.add(connection, FIRST)
    limited = replace(FIRST, requests_per_minute=60, tokens_per_minute=9_000, concurrency=2)
    before = revisions.current(connection)[revisions.TOKENS]
    assert tokens.limit(connection, limited)
    assert revisions.current(connection)[revisions.TOKENS] == before + 1
    assert tokens.in_force(connection) == tokens.of_project(connection, "prj_1") == [limited]
    tokens.add(connection, replace(SECOND, concurrency=7))
    assert tokens.in_force(connection)[1].concurrency == 7


def test_a_revoked_token_or_anothers_takes_no_limits(connection: sqlite3.Connection) -> None:
    tokens.add(connection, FIRST)
    assert not tokens.limit(connection, replace(FIRST, project_id="prj_2", concurrency=1))
    tokens.revoke(connection, "prj_1", "tok_1", 50)
    assert not tokens.limit(connection, replace(FIRST, concurrency=1))
