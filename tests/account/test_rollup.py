"""Keeping up with the sums."""

from collections.abc import Callable

import pytest

from larouter.account.ledger import Ledger
from larouter.account.rollup import keep_up
from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.store import rollups
from larouter.store.database import Database


async def test_all_that_has_come_is_summed_up_piece_by_piece(
    ledger: Ledger,
    database: Database,
    opening: Callable[..., Opening],
    attempt: Callable[..., Attempt],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rollups, "PIECE", 2)
    for number in range(5):
        ticket = ledger.open(opening())
        ticket.settle(attempt(number))
        ticket.close(Outcome(200, answered_by="cloud/big"))
    await database.flush()
    assert await keep_up(database) == 10
    assert await keep_up(database) == 0
    assert await database.read(rollups.differences) == []
