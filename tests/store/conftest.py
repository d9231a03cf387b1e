"""A real database on disk, and rows to put into it."""

import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from larouter.core.ledger import Attempt, Opening
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.core.usage import Usage
from larouter.core.zones import Sensitivity, Zone
from larouter.store import migrations
from larouter.store.attempts import Owner
from larouter.store.database import Database
from larouter.store.sqlite import open_sqlite

NOW = 1_795_000_000_000


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "larouter.db")


@pytest.fixture
async def database(path: str) -> AsyncIterator[Database]:
    database = open_sqlite(path, NOW)
    yield database
    await database.close()


@pytest.fixture
def connection(path: str) -> Iterator[sqlite3.Connection]:
    """A connection with all tables, for queries that need no writer."""
    connection = sqlite3.connect(path, isolation_level=None)
    migrations.migrate(connection, path, NOW)
    yield connection
    connection.close()


@pytest.fixture
def opening() -> Callable[..., Opening]:
    def make(number: int = 1, **changes: object) -> Opening:
        values: dict[str, object] = {
            "request_id": f"req_{number:06d}",
            "at_ms": NOW + number,
            "project_id": "prj_a",
            "token_id": "tok_a",
            "protocol": "openai.chat",
            "stream": True,
            "asked_model": "auto",
            "target": Tier.MODERATE,
            "sensitivity": Sensitivity.INTERNAL,
            "reach": Zone.PRIVATE,
            "record": b'{"plan":[]}',
            "policy_version": "p1",
            "fleet_version": "f1",
            "tags": (("feature", "search"), ("user", "u1")),
        }
        return Opening(**(values | changes))  # type: ignore[arg-type]

    return make


@pytest.fixture
def owner() -> Callable[..., Owner]:
    def make(number: int = 1, project: str = "prj_a", at_ms: int = 0) -> Owner:
        return Owner(f"req_{number:06d}", at_ms or NOW + number, project, "tok_a")

    return make


@pytest.fixture
def attempt() -> Callable[..., Attempt]:
    def make(number: int = 0, **changes: object) -> Attempt:
        values: dict[str, object] = {
            "number": number,
            "deployment": "cloud/big",
            "backend": "cloud",
            "model": "big",
            "zone": Zone.PUBLIC,
            "tier": Tier.COMPLEX,
            "status": "ok",
            "usage": Usage(100, 20, 30, 5, 7, estimated=True),
            "cost": MicroUSD(1234),
            "cost_known": True,
            "started_ms": NOW + 5,
            "ttft_ms": 40,
            "latency_ms": 90,
        }
        return Attempt(**(values | changes))  # type: ignore[arg-type]

    return make
