"""Removals and prompts, written down."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from larouter.store import retention
from larouter.store.database import Database
from larouter.store.retention import Pruning
from larouter.store.sqlite import open_sqlite


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Database]:
    database = open_sqlite(str(tmp_path / "larouter.db"), 1)
    yield database
    await database.close()


async def test_a_removal_is_noted_once(store: Database) -> None:
    work = partial(retention.note, pruning=Pruning(5, 9))
    assert [await store.write(work), await store.write(work)] == [True, False]
    assert await store.read(retention.prunings) == [Pruning(5, 9)]


async def test_a_prompt_is_found_until_its_time_is_over(store: Database) -> None:
    await store.write(
        partial(retention.keep_prompt, request_id="r", project_id="p", expires_ms=10, sealed=b"x")
    )
    assert await store.read(partial(retention.prompt_of, request_id="r", now_ms=9)) == ("p", b"x")
    assert await store.read(partial(retention.prompt_of, request_id="r", now_ms=10)) is None
    assert await store.write(partial(retention.sweep_prompts, now_ms=9)) == 0
    assert await store.write(partial(retention.sweep_prompts, now_ms=10)) == 1


async def test_nothing_to_remove_is_nothing_due(store: Database) -> None:
    assert not await store.read(partial(retention.due, before_ms=1 << 60))
    assert await store.write(partial(retention.prune, before_ms=1 << 60, most=5)) == 0
