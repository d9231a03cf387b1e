"""A change of a setting can be seen from outside."""

import sqlite3

from larouter.store import revisions
from larouter.store.database import Database
from larouter.store.revisions import Change, Watch


def test_every_change_raises_the_number_of_its_topic(connection: sqlite3.Connection) -> None:
    assert revisions.current(connection) == {}
    revisions.bump(connection, revisions.TOKENS)
    revisions.bump(connection, revisions.TOKENS)
    revisions.bump(connection, revisions.BUDGETS)
    assert revisions.current(connection) == {"tokens": 2, "budgets": 1}


async def test_each_reader_learns_what_changed_since_its_own_last_look(database: Database) -> None:
    await database.write(lambda c: revisions.bump(c, revisions.TOKENS))
    first, second = Watch(database), Watch(database)
    assert await first.look() == Change(any=True, topics=frozenset({"tokens"}))
    assert await first.look() == Change(any=False)
    await database.write(lambda c: revisions.bump(c, revisions.BUDGETS))
    assert await first.look() == Change(any=True, topics=frozenset({"budgets"}))
    assert await second.look() == Change(any=True, topics=frozenset({"tokens", "budgets"}))


async def test_a_commit_that_changes_no_setting_is_seen_as_such(database: Database) -> None:
    watch = Watch(database)
    await watch.look()
    await database.write(lambda c: c.execute("INSERT INTO policies VALUES ('v', '{}', 1)") and None)
    assert await watch.look() == Change(any=True)


async def test_a_reader_that_could_not_follow_sees_everything_again(database: Database) -> None:
    await database.write(lambda c: revisions.bump(c, revisions.BUDGETS))
    watch = Watch(database)
    await watch.look()
    watch.forget()
    assert await watch.look() == Change(any=True, topics=frozenset({"budgets"}))
