"""What a dead process left behind is settled and shown."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from spending import cap, left

from larouter.account.ledger import Ledger
from larouter.account.recovery import Recovered, wind_up
from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.core.zones import Zone
from larouter.store import attempts, outcomes, reservations
from larouter.store.database import Connection, Database

Openings = Callable[..., Opening]


@pytest.fixture
async def crashed(
    ledger: Ledger, database: Database, opening: Openings, attempt: Callable[..., Attempt]
) -> Opening:
    """A request of a process that died during its second attempt."""
    await ledger.set_budget(cap(1000, "daily"))
    asked = opening()
    ticket = ledger.open(asked)
    await ticket.reserve(0, "cloud/small", MicroUSD(50))
    ticket.settle(attempt(20, number=0, deployment="cloud/small", model="small"))
    await ticket.reserve(1, "cloud/big", MicroUSD(300))
    await database.flush()
    await _die(ledger, database)
    return asked


def _dead_pid() -> int:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


async def _die(ledger: Ledger, database: Database) -> None:
    pid = _dead_pid()

    def bury(connection: Connection) -> None:
        connection.execute("UPDATE runs SET pid = ? WHERE run_id = ?", (pid, ledger.run_id))

    await database.write(bury)


async def test_an_open_attempt_is_settled_as_unknown_at_the_reserved_price(
    crashed: Opening, database: Database, clock: Callable[[], int]
) -> None:
    assert await Ledger(database, clock).start() == Recovered(requests=1, attempts=1, amount=300)
    first, second = await database.read(lambda c: attempts.of_request(c, crashed.at_ms, crashed.request_id))
    assert (first.status, first.cost) == ("ok", 20)
    assert (second.status, second.error, second.cost) == ("unknown", "router_stopped", 300)
    assert (second.deployment, second.backend, second.model) == ("cloud/big", "cloud", "big")
    assert (second.zone, second.tier) == (Zone.PUBLIC, Tier.COMPLEX)


async def test_the_request_ends_and_says_why(
    crashed: Opening, database: Database, clock: Callable[[], int]
) -> None:
    await Ledger(database, clock).start()
    end = await database.read(lambda c: outcomes.of_request(c, crashed.at_ms, crashed.request_id))
    assert end == Outcome(500, error="router_stopped")


async def test_the_budget_is_charged_and_nothing_stays_reserved(
    crashed: Opening, database: Database, clock: Callable[[], int]
) -> None:
    ledger = Ledger(database, clock)
    await ledger.start()
    assert await database.read(reservations.outstanding) == 0
    assert left(ledger) == 1000 - 320


async def test_it_is_done_once(crashed: Opening, database: Database, clock: Callable[[], int]) -> None:
    assert (await Ledger(database, clock).start()).requests == 1
    assert (await Ledger(database, clock).start()) == Recovered()


async def test_a_request_without_reservation_ends_without_charge(
    ledger: Ledger, database: Database, opening: Openings, clock: Callable[[], int]
) -> None:
    await ledger.open(opening()).opened()
    await _die(ledger, database)
    assert await Ledger(database, clock).start() == Recovered(requests=1)


async def test_a_reservation_whose_opening_was_lost_is_settled_too(
    crashed: Opening, database: Database, ledger: Ledger, clock: Callable[[], int]
) -> None:
    await database.write(lambda c: c.execute("DELETE FROM requests") and None)
    found = await database.write(lambda c: wind_up(c, ledger.run_id, 0, clock()))
    assert found == Recovered(requests=0, attempts=1, amount=300)


async def test_a_stopped_run_has_nothing_to_recover(
    ledger: Ledger, database: Database, opening: Openings, clock: Callable[[], int]
) -> None:
    ticket = ledger.open(opening())
    ticket.close(Outcome(200))
    assert await ledger.stop() == Recovered()
    await _die(ledger, database)
    assert await Ledger(database, clock).start() == Recovered()
