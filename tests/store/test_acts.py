"""What operators did, kept in the order in which they did it."""

import sqlite3
from functools import partial

from larouter.store import acts, chain
from larouter.store.acts import Act
from larouter.store.database import Database


def act(number: int, at_ms: int) -> Act:
    return Act(f"act_{number}", at_ms, "admin key", "backend.add", f"b{number}", '{"url":"http://h"}')


def test_each_is_a_link_of_the_chain(connection: sqlite3.Connection) -> None:
    acts.add(connection, act(1, 10))
    (link,) = chain.page(connection, 0, 9)
    assert (link.request_id, link.at_ms, link.digest) == ("act:act_1", 10, acts.digest(act(1, 10)))
    assert acts.by_id(connection, "act_1") == act(1, 10)
    assert acts.by_id(connection, "act_2") is None
    assert acts.unlinked(connection, 9) == []


def test_one_without_a_link_is_named(connection: sqlite3.Connection) -> None:
    acts.add(connection, act(1, 10))
    connection.execute("DELETE FROM chain")
    assert acts.unlinked(connection, 9) == ["act_1"]


async def test_the_newest_come_first_a_page_at_a_time(database: Database) -> None:
    for number, at_ms in ((1, 10), (2, 20), (3, 20), (4, 30)):
        await database.write(partial(acts.add, act=act(number, at_ms)))
    newest = await database.read(partial(acts.latest, before_ms=1 << 62, most=2))
    assert newest == [act(4, 30), act(3, 20)]
    assert await database.read(partial(acts.latest, before_ms=20, most=9)) == [act(1, 10)]
