"""Who was passed over: deployments of a plan whose turn came and that were not called. Most requests have no such row.

A table of its own and no attempts, so that no sum, rate or percentile ever meets them.
"""

from larouter.core.ledger import Passed
from larouter.core.tiers import Tier
from larouter.store.database import Connection

PASSED = (
    """CREATE TABLE passed (
        at_ms BIGINT NOT NULL,
        request_id TEXT NOT NULL,
        place SMALLINT NOT NULL,
        deployment TEXT NOT NULL,
        tier SMALLINT NOT NULL,
        error TEXT NOT NULL,
        param TEXT NOT NULL,
        PRIMARY KEY (at_ms, request_id, place)
    )""",
)


def add(connection: Connection, at_ms: int, request_id: str, over: tuple[Passed, ...]) -> None:
    """Add those of a request, in their order; adding them again changes nothing."""
    connection.executemany(
        "INSERT INTO passed (at_ms, request_id, place, deployment, tier, error, param) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [
            (at_ms, request_id, place, it.deployment, int(it.tier), it.error, it.param)
            for place, it in enumerate(over)
        ],
    )


def of_request(connection: Connection, at_ms: int, request_id: str) -> tuple[Passed, ...]:
    """Those of a request, in their order."""
    rows = connection.execute(
        "SELECT deployment, tier, error, param FROM passed WHERE at_ms = ? AND request_id = ? ORDER BY place",
        (at_ms, request_id),
    )
    return tuple([Passed(name, Tier(tier), error, param) for name, tier, error, param in rows])
