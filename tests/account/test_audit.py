"""The audit chain: whatever is changed, removed or slipped in afterwards is found."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from larouter.account import audit
from larouter.account.ledger import Ledger
from larouter.account.ticket import owner_of
from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.core.tiers import Tier
from larouter.store import acts, chain, outcomes
from larouter.store.acts import Act
from larouter.store.chain import START
from larouter.store.database import Database

ENDED = Outcome(status=200, answered_by="here/small", tier=Tier.SIMPLE, latency_ms=12, ttft_ms=3)


@pytest.fixture
async def ten_requests(
    ledger: Ledger, database: Database, opening: Callable[..., Opening], attempt: Callable[..., Attempt]
) -> Database:
    for _ in range(10):
        ticket = ledger.open(opening())
        ticket.settle(attempt(0))
        ticket.close(ENDED)
    await database.flush()
    return database


def tamper(path: str, sql: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(sql)
    connection.close()


async def test_an_untouched_record_is_whole_and_always_ends_in_the_same_link(ten_requests: Database) -> None:
    first, second = await ten_requests.read(audit.verify), await ten_requests.read(audit.verify)
    assert first.faults == []
    assert first.links == 10
    assert first.last == second.last != START.hex()


async def test_a_request_that_was_spilled_is_vouched_for_like_any_other(
    ledger: Ledger, database: Database, opening: Callable[..., Opening], attempt: Callable[..., Attempt]
) -> None:
    ticket = ledger.open(opening())
    ticket.settle(attempt(0))
    ticket.close(replace(ENDED, spilled=True))
    await database.flush()
    assert (await database.read(audit.verify)).faults == []


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE attempts SET cost = cost + 1 WHERE rowid = 3", "have been changed"),
        ("UPDATE outcomes SET status = 500 WHERE rowid = 4", "have been changed"),
        ("UPDATE requests SET reach = 2 - reach WHERE rowid = 5", "have been changed"),
        ("UPDATE requests SET record = x'5b5d' WHERE rowid = 5", "have been changed"),
        ("DELETE FROM attempts WHERE rowid = 2", "have been changed"),
        ("DELETE FROM requests WHERE rowid = 6", "have been removed"),
        ("DELETE FROM outcomes WHERE rowid = 6", "have been removed"),
        ("DELETE FROM chain WHERE number = 7", "links 7 to 7 have been removed"),
        ("DELETE FROM chain WHERE number = 10", "has an end and no link"),
        ("UPDATE chain SET digest = x'00' WHERE number = 8", "does not follow from the one before"),
    ],
)
async def test_every_tampering_is_found(ten_requests: Database, path: str, sql: str, said: str) -> None:
    tamper(path, sql)
    verdict = await ten_requests.read(audit.verify)
    assert any(said in fault for fault in verdict.faults), verdict.faults


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        (
            "UPDATE acts SET actor = 'nobody' WHERE act_id = 'act_2'",
            "the row of act_2 (link 12) has been changed",
        ),
        (
            "UPDATE acts SET detail = '{}' WHERE act_id = 'act_1'",
            "the row of act_1 (link 11) has been changed",
        ),
        ("DELETE FROM acts WHERE act_id = 'act_3'", "the row of act_3 (link 13) has been removed"),
        ("DELETE FROM chain WHERE number = 13", "act_3 has no link"),
        ("INSERT INTO acts VALUES ('act_9', 9, 'admin key', 'x', 'y', 'null')", "act_9 has no link"),
    ],
)
async def test_acts_of_operators_are_in_the_chain_as_well(
    ten_requests: Database, path: str, sql: str, said: str
) -> None:
    for number in (1, 2, 3):
        one = Act(f"act_{number}", number, "admin key", "policy.set", "default", '{"before":"a"}')
        await ten_requests.write(partial(acts.add, act=one))
    whole = await ten_requests.read(audit.verify)
    assert (whole.faults, whole.links, whole.acts) == ([], 13, 3)
    tamper(path, sql)
    faults = (await ten_requests.read(audit.verify)).faults
    assert any(said in fault for fault in faults), faults


async def test_requests_cut_off_by_a_crash_are_vouched_for_when_they_are_wound_up(
    ledger: Ledger, database: Database, opening: Callable[..., Opening]
) -> None:
    ledger.open(opening())
    await ledger.stop()
    verdict = await database.read(audit.verify)
    assert (verdict.links, verdict.faults) == (1, [])


async def test_what_was_vouched_for_before_attempts_had_a_price_version_still_is(
    ledger: Ledger, database: Database, opening: Callable[..., Opening], attempt: Callable[..., Attempt]
) -> None:
    one, made, end = opening(), attempt(5), Outcome(200, answered_by="cloud/big")
    before = audit.digest_before(one, [made], end)
    assert before is not None
    assert before != audit.digest(one, [made], end)
    ticket = ledger.open(one)
    ticket.settle(made)
    await database.flush()
    await database.write(lambda c: outcomes.add(c, owner_of(one), end, made))
    await database.write(lambda c: chain.append(c, one.at_ms, one.request_id, before))
    assert (await database.read(audit.verify)).faults == []
    await database.write(lambda c: c.execute("UPDATE attempts SET price = 'x'"))
    assert (await database.read(audit.verify)).faults != []
    assert audit.digest_before(one, [attempt(5, price="x")], end) is None
