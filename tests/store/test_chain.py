"""The chain's table: numbered without gaps, each link from the one before."""

import hashlib
from pathlib import Path

from larouter.store import chain
from larouter.store.sqlite import open_sqlite


async def test_each_link_follows_from_the_one_before(tmp_path: Path) -> None:
    database = open_sqlite(str(tmp_path / "a.db"), 1)
    for number in range(5):
        digest = hashlib.sha256(bytes([number])).digest()
        await database.write(lambda it, n=number, d=digest: chain.append(it, n, f"req_{n}", d))
    links = await database.read(lambda it: chain.page(it, 0, 10))
    await database.close()
    assert [link.number for link in links] == [1, 2, 3, 4, 5]
    before = chain.START
    for link in links:
        assert link.link == chain.next_link(before, link.digest)
        before = link.link


async def test_a_page_begins_after_the_number_that_was_read_last(tmp_path: Path) -> None:
    database = open_sqlite(str(tmp_path / "a.db"), 1)
    for number in range(5):
        await database.write(lambda it, n=number: chain.append(it, n, f"req_{n}", b"\1" * 32))
    links = await database.read(lambda it: chain.page(it, 3, 10))
    await database.close()
    assert [link.number for link in links] == [4, 5]
