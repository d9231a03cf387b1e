"""One request in the ledger."""

import asyncio
import sqlite3
from collections.abc import Callable

import pytest
from spending import cap, left

from larouter.account import audit
from larouter.account.ledger import Ledger
from larouter.account.ticket import counted
from larouter.core.errors import OverBudget
from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.core.usage import Usage
from larouter.store import attempts, outcomes, requests, reservations, writer
from larouter.store.database import Connection, Database, DatabaseError

Openings = Callable[..., Opening]
Attempts = Callable[..., Attempt]
OK = Outcome(200, answered_by="cloud/big", tier=Tier.COMPLEX)


async def test_an_opening_is_on_disk_once_opened_returns(
    ledger: Ledger, database: Database, opening: Openings
) -> None:
    asked = opening()
    ticket = ledger.open(asked)
    await ticket.opened()
    await ticket.opened()
    assert await database.read(lambda c: requests.by_id(c, asked.request_id)) == asked


async def test_attempts_and_the_end_are_written_without_waiting(
    ledger: Ledger, database: Database, opening: Openings, attempt: Attempts
) -> None:
    asked = opening()
    ticket = ledger.open(asked)
    ticket.settle(attempt(0, number=0, status="failed"))
    ticket.settle(attempt(5, number=1))
    ticket.close(OK)
    await database.flush()
    made = await database.read(lambda c: attempts.of_request(c, asked.at_ms, asked.request_id))
    assert made == [attempt(0, number=0, status="failed"), attempt(5, number=1)]
    assert await database.read(lambda c: outcomes.of_request(c, asked.at_ms, asked.request_id)) == OK


async def test_where_no_budget_applies_a_reservation_touches_no_disk(
    ledger: Ledger, database: Database, opening: Openings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = ledger.open(opening())
    await ticket.opened()

    def refuse(_: object) -> None:
        raise AssertionError("the disk was touched")

    monkeypatch.setattr(database, "write", refuse)
    monkeypatch.setattr(database, "post", refuse)
    await ticket.reserve(0, "cloud/big", MicroUSD(10))
    monkeypatch.undo()
    ticket.close(OK)


async def test_what_is_free_needs_no_budget(ledger: Ledger, database: Database, opening: Openings) -> None:
    await ledger.set_budget(cap(0, "daily"))
    ticket = ledger.open(opening())
    await ticket.reserve(0, "local/tiny", MicroUSD(0))
    ticket.close(OK)
    assert await database.read(reservations.outstanding) == 0


async def test_a_hard_budget_refuses_and_the_next_attempt_may_fit(
    ledger: Ledger, database: Database, opening: Openings, attempt: Attempts
) -> None:
    await ledger.set_budget(cap(50, "daily"))
    ticket = ledger.open(opening())
    with pytest.raises(OverBudget, match=r"0\.000050 USD left, and this request may cost 0\.000060"):
        await ticket.reserve(0, "cloud/big", MicroUSD(60))
    await ticket.reserve(1, "cloud/small", MicroUSD(40))
    assert left(ledger) == 10
    ticket.settle(attempt(30, number=1))
    assert left(ledger) == 20
    ticket.close(OK)
    await database.flush()
    await ledger.refresh()
    assert left(ledger) == 20


async def test_a_reservation_that_was_never_sent_is_given_back(
    ledger: Ledger, database: Database, opening: Openings
) -> None:
    await ledger.set_budget(cap(50, "daily"))
    ticket = ledger.open(opening())
    await ticket.reserve(0, "cloud/big", MicroUSD(30))
    ticket.release(0)
    ticket.release(0)
    assert left(ledger) == 50
    await database.flush()
    assert await database.read(reservations.outstanding) == 0


async def test_closing_gives_back_what_is_left(ledger: Ledger, database: Database, opening: Openings) -> None:
    await ledger.set_budget(cap(50, "daily"))
    ticket = ledger.open(opening())
    await ticket.reserve(0, "cloud/big", MicroUSD(30))
    ticket.close(Outcome(499))
    await database.flush()
    assert await database.read(reservations.outstanding) == 0


async def test_a_caller_that_leaves_while_money_is_set_aside_leaves_none_behind(
    ledger: Ledger, database: Database, opening: Openings
) -> None:
    await ledger.set_budget(cap(50, "daily"))
    ticket = ledger.open(opening())
    waiting = asyncio.ensure_future(ticket.reserve(0, "cloud/big", MicroUSD(30)))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    ticket.close(Outcome(499))
    await database.flush()
    await ledger.refresh()
    assert left(ledger) == 50


async def test_one_who_stops_waiting_for_the_opening_does_not_stop_the_others(
    ledger: Ledger, opening: Openings
) -> None:
    ticket = ledger.open(opening())
    first = asyncio.ensure_future(ticket.opened())
    await asyncio.sleep(0)
    first.cancel()
    await ticket.opened()


async def test_an_opening_that_cannot_be_written_is_told(
    ledger: Ledger, database: Database, opening: Openings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Connection, **__: object) -> None:
        raise ValueError("no")

    monkeypatch.setattr(requests, "add", broken)
    ticket = ledger.open(opening())
    with pytest.raises(ValueError, match="no"):
        await ticket.opened()


def test_a_call_is_counted_under_the_attempt_that_answered(attempt: Attempts) -> None:
    answered, failed = attempt(deployment="a/x"), attempt(deployment="b/y", number=1)
    assert counted([answered, failed], Outcome(200, answered_by="a/x")) is answered
    assert counted([answered, failed], Outcome(502)) is failed
    assert counted([], Outcome(403)) is None


async def test_an_opening_that_could_not_be_written_is_written_later_so_that_the_chain_stays_whole(
    ledger: Ledger,
    database: Database,
    path: str,
    opening: Openings,
    attempt: Attempts,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writer, "PATIENCE_S", 0.0)
    await database.write(lambda c: c.execute("PRAGMA busy_timeout=10"))
    held = sqlite3.connect(path, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    asked = opening()
    ticket = ledger.open(asked)
    with pytest.raises(DatabaseError):
        await ticket.opened()
    ticket.settle(attempt(5))
    ticket.close(Outcome(503, "database_unavailable"))
    refused = ledger.open(opening())
    refused.close(Outcome(402))  # at once: nobody waits for the opening
    with pytest.raises(DatabaseError):
        await refused.opened()
    held.execute("ROLLBACK")
    await database.flush()
    assert await database.read(lambda c: requests.by_id(c, asked.request_id)) == asked
    verdict = await database.read(audit.verify)
    assert (verdict.links, verdict.faults) == (2, [])


async def test_the_last_attempt_and_the_end_are_written_as_one(
    ledger: Ledger, database: Database, opening: Openings, attempt: Attempts
) -> None:
    await ledger.set_budget(cap(50, "daily"))
    asked = opening()
    ticket = ledger.open(asked)
    await ticket.reserve(0, "cloud/big", MicroUSD(40))
    ticket.finish(attempt(5), OK)
    await database.flush()
    assert await database.read(lambda c: attempts.of_request(c, asked.at_ms, asked.request_id)) == [
        attempt(5)
    ]
    assert await database.read(lambda c: outcomes.of_request(c, asked.at_ms, asked.request_id)) == OK
    assert await database.read(reservations.outstanding) == 0
    assert left(ledger) == 45


async def test_an_estimate_is_charged_no_more_than_was_set_aside_and_a_count_is(
    ledger: Ledger, opening: Callable[..., Opening], attempt: Callable[..., Attempt]
) -> None:
    await ledger.set_budget(cap(100, "daily"))
    for estimated, leaves in ((True, 60), (False, 10)):
        ticket = ledger.open(opening())
        await ticket.reserve(0, "cloud/big", MicroUSD(40))
        ticket.settle(attempt(50, usage=Usage(10, 1, estimated=estimated)))
        ticket.close(OK)
        assert left(ledger) == leaves
