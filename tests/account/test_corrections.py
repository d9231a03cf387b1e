"""A correction is a row more, in every figure and budget, and one that nobody made is found."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from spending import cap

from larouter.account import audit, corrections
from larouter.account.corrections import Correction
from larouter.account.ledger import Ledger
from larouter.account.rollup import keep_up
from larouter.account.usage import Figures, Sum, ask
from larouter.core.errors import BadRequest, NoSuchRoute, RouterError
from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.core.money import MicroUSD
from larouter.store import rollups
from larouter.store.acts import Act
from larouter.store.database import Database

NOON = 1_795_003_200_000
ACT = Act("act_1", NOON, "admin key", "", "", "")


@pytest.fixture
async def asked(ledger: Ledger, opening: Callable[..., Opening], attempt: Callable[..., Attempt]) -> str:
    await ledger.set_budget(cap(1_000, period="daily"))
    ticket = ledger.open(it := opening())
    await ticket.reserve(0, "cloud/big", MicroUSD(500))
    ticket.settle(attempt(300, status="failed"))
    ticket.settle(attempt(100, number=1))
    ticket.close(Outcome(200, answered_by="cloud/big"))
    await ledger.refresh()
    return it.request_id


async def corrected(database: Database, wanted: Correction, number: int = 1) -> Attempt | RouterError:
    act = replace(ACT, act_id=f"act_{number}")
    return await database.write(partial(corrections.correct, wanted=wanted, act=act))


async def total(database: Database) -> Sum:
    found: Sum = await ask(database, Figures.total, "all", None, NOON)
    return found


@pytest.mark.parametrize("folded_before", [True, False])
async def test_it_is_in_every_figure_and_budget_and_is_no_attempt(
    ledger: Ledger, database: Database, asked: str, *, folded_before: bool
) -> None:
    if folded_before:
        await keep_up(database)
    before = await total(database)
    for number, amount in enumerate((-250, 40)):
        done = await corrected(database, Correction(asked, MicroUSD(amount), "invoice 7"), number)
        assert isinstance(done, Attempt)
        assert (done.number, done.deployment, done.status) == (number + 2, "cloud/big", "correction")
    await ledger.refresh()
    (reading,) = ledger.budgets("prj_a")
    assert (reading.spent, reading.reserved) == (190, 0)
    assert await total(database) == replace(before, cost=190)
    await keep_up(database)
    assert await total(database) == replace(before, cost=190)
    assert await database.read(rollups.differences) == []
    assert (await database.read(audit.verify)).faults == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"request_id": "req_none"}, NoSuchRoute),
        ({"amount": MicroUSD(-401)}, BadRequest),
        ({"attempt": 7}, BadRequest),
    ],
)
async def test_what_cannot_be_corrected_is_refused_and_changes_nothing(
    database: Database, asked: str, change: dict[str, object], said: type[RouterError]
) -> None:
    before = await total(database)
    wanted = replace(Correction(asked, MicroUSD(-5), "invoice"), **change)  # type: ignore[arg-type]
    assert isinstance(await corrected(database, wanted), said)
    assert await total(database) == before


async def test_a_request_that_runs_is_not_corrected(
    ledger: Ledger, database: Database, opening: Callable[..., Opening]
) -> None:
    ledger.open(it := opening())
    assert isinstance(await corrected(database, Correction(it.request_id, MicroUSD(5), "x")), BadRequest)


@pytest.mark.parametrize(
    ("tamper", "fault"),
    [
        ("UPDATE attempts SET cost = -300 WHERE status = 'correction'", "was made by nobody"),
        ("DELETE FROM attempts WHERE status = 'correction'", "has been removed"),
        ("UPDATE attempts SET status = 'correction' WHERE number = 0", "was made by nobody"),
    ],
)
async def test_a_correction_that_nobody_made_is_found(
    database: Database, asked: str, tamper: str, fault: str
) -> None:
    assert isinstance(await corrected(database, Correction(asked, MicroUSD(-5), "invoice")), Attempt)
    assert (await database.read(audit.verify)).faults == []
    await database.write(lambda connection: connection.execute(tamper).rowcount)
    assert any(fault in one for one in (await database.read(audit.verify)).faults)
