"""A ledger on a real database, with a clock that stands where a test puts it."""

import itertools
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from larouter.account.ledger import Ledger
from larouter.core.ledger import Attempt, Opening
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.core.usage import Usage
from larouter.core.zones import Sensitivity, Zone
from larouter.store.database import Database
from larouter.store.sqlite import open_sqlite

NOON = 1_795_003_200_000  # 2026-11-18T12:00:00Z, a Wednesday


class Clock:
    """Milliseconds since 1970, by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "larouter.db")


@pytest.fixture
async def database(path: str) -> AsyncIterator[Database]:
    database = open_sqlite(path, NOON)
    yield database
    await database.close()


@pytest.fixture
async def ledger(database: Database, clock: Clock) -> Ledger:
    ledger = Ledger(database, clock)
    await ledger.start()
    return ledger


@pytest.fixture
def opening(clock: Clock) -> Callable[..., Opening]:
    numbers = itertools.count(1)

    def make(project: str = "prj_a", at_ms: int | None = None) -> Opening:
        return Opening(
            request_id=f"req_{next(numbers):08d}",
            at_ms=clock.now if at_ms is None else at_ms,
            project_id=project,
            token_id="tok_a",
            protocol="openai.chat",
            stream=False,
            asked_model="auto",
            target=Tier.COMPLEX,
            sensitivity=Sensitivity.PUBLIC,
            reach=Zone.PUBLIC,
            record=b"{}",
            policy_version="p",
            fleet_version="f",
        )

    return make


@pytest.fixture
def attempt() -> Callable[..., Attempt]:
    def make(cost: int = 0, number: int = 0, **changes: object) -> Attempt:
        values: dict[str, object] = {
            "number": number,
            "deployment": "cloud/big",
            "backend": "cloud",
            "model": "big",
            "zone": Zone.PUBLIC,
            "tier": Tier.COMPLEX,
            "status": "ok",
            "usage": Usage(100, 20),
            "cost": MicroUSD(cost),
            "started_ms": NOON,
        }
        return Attempt(**(values | changes))  # type: ignore[arg-type]

    return make
