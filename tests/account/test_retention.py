"""What goes when its time is over, and how it is proved that nothing else went."""

import sqlite3
from collections.abc import Callable
from typing import Protocol

import pytest

from larouter.account import audit
from larouter.account.ledger import Ledger
from larouter.account.retention import DAY_MS, Retention
from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.core.tiers import Tier
from larouter.store.database import Database

ENDED = Outcome(status=200, answered_by="here/small", tier=Tier.SIMPLE, latency_ms=12, ttft_ms=3)


class Clock(Protocol):
    """The clock of the fixtures."""

    now: int

    def __call__(self) -> int: ...


@pytest.fixture
def retention(database: Database, clock: Clock) -> Retention:
    return Retention(database, b"secret", clock, lambda: 7.0)


@pytest.fixture
async def month(
    ledger: Ledger,
    database: Database,
    clock: Clock,
    opening: Callable[..., Opening],
    attempt: Callable[..., Attempt],
) -> Database:
    """A request on each of thirty days; it is now the last of them."""
    for _ in range(30):
        ticket = ledger.open(opening(at_ms=clock()))
        ticket.settle(attempt(0))
        ticket.close(ENDED)
        clock.now += DAY_MS
    await database.flush()
    return database


def tamper(path: str, sql: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(sql)
    connection.close()


async def test_old_records_go_and_the_chain_stays_whole(
    month: Database, retention: Retention, path: str
) -> None:
    await retention.sweep()
    verdict = await month.read(audit.verify)
    assert verdict.faults == []
    assert (verdict.links, verdict.removed) == (31, 23)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT COUNT(*) FROM requests").fetchone() == (7,)
        assert connection.execute("SELECT COUNT(*) FROM attempts").fetchone() == (30,)


async def test_a_second_removal_goes_on_from_the_first(
    month: Database, retention: Retention, clock: Clock
) -> None:
    await retention.sweep()
    clock.now += 2 * DAY_MS
    await retention.sweep()
    verdict = await month.read(audit.verify)
    assert (verdict.faults, verdict.links, verdict.removed) == ([], 32, 25)


async def test_nothing_old_is_no_link(month: Database, clock: Clock) -> None:
    assert await Retention(month, b"", clock, lambda: 90.0).prune(clock() - 90 * DAY_MS) == 0
    assert (await month.read(audit.verify)).links == 30


async def test_records_are_kept_for_ever_unless_somebody_says_otherwise(
    month: Database, clock: Clock
) -> None:
    await Retention(month, b"", clock, lambda: 0).sweep()
    assert (await month.read(audit.verify)).removed == 0


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("DELETE FROM requests WHERE at_ms = (SELECT MAX(at_ms) FROM requests)", "have been removed"),
        ("UPDATE prunings SET before_ms = before_ms + 864000000", "have been removed"),
        ("DELETE FROM prunings", "have been removed"),
        ("DELETE FROM chain WHERE number = 3", "links 3 to 3 have been removed"),
        ("UPDATE chain SET digest = x'00' WHERE request_id LIKE 'retention:%'", "does not follow"),
        ("UPDATE requests SET reach = 2 - reach", "have been changed"),
    ],
)
async def test_tampering_cannot_hide_behind_retention(
    month: Database, retention: Retention, path: str, sql: str, said: str
) -> None:
    await retention.sweep()
    tamper(path, sql)
    faults = (await month.read(audit.verify)).faults
    assert any(said in fault for fault in faults), faults


async def test_what_was_slipped_in_is_found_after_a_removal_too(
    month: Database, retention: Retention, path: str
) -> None:
    await retention.sweep()
    with sqlite3.connect(path) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(outcomes)")]
    shared = ", ".join(name for name in columns if name != "request_id")
    tamper(
        path,
        f"INSERT INTO outcomes (request_id, {shared}) SELECT 'req_false', {shared} FROM outcomes LIMIT 1",
    )
    faults = (await month.read(audit.verify)).faults
    assert faults == ["req_false has an end and no link: it was slipped in, or its link removed"]


async def test_a_prompt_is_kept_encrypted_and_for_a_time(
    retention: Retention, clock: Clock, path: str
) -> None:
    await retention.keep("req_1", "prj_a", {"messages": ["aardvark"]}, clock() + 2 * DAY_MS)
    assert await retention.prompt("req_1") == {"messages": ["aardvark"]}
    with sqlite3.connect(path) as connection:
        (sealed,) = connection.execute("SELECT sealed FROM prompts").fetchone()
    assert b"aardvark" not in sealed
    clock.now += 2 * DAY_MS
    assert await retention.prompt("req_1") is None
    await retention.sweep()
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT COUNT(*) FROM prompts").fetchone() == (0,)
