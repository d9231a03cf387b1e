"""A request ends once."""

import sqlite3
from collections.abc import Callable

from larouter.core.ledger import Attempt, Outcome
from larouter.core.tiers import Tier
from larouter.store import outcomes
from larouter.store.attempts import Owner

END = Outcome(
    200,
    answered_by="cloud/big",
    tier=Tier.SIMPLE,
    degraded=True,
    latency_ms=9,
    ttft_ms=3,
    error="stream_error",
)


def test_an_outcome_comes_back_as_it_was(
    connection: sqlite3.Connection, owner: Callable[..., Owner], attempt: Callable[..., Attempt]
) -> None:
    assert outcomes.of_request(connection, owner(1).at_ms, "req_000001") is None
    assert outcomes.add(connection, owner(1), END, attempt(tier=Tier.SIMPLE))
    assert outcomes.of_request(connection, owner(1).at_ms, "req_000001") == END


def test_a_request_that_was_never_sent_has_no_tier(
    connection: sqlite3.Connection, owner: Callable[..., Owner]
) -> None:
    refused = Outcome(403, error="no_eligible_backend")
    outcomes.add(connection, owner(1), refused, None)
    assert outcomes.of_request(connection, owner(1).at_ms, "req_000001") == refused


def test_a_request_ends_once(connection: sqlite3.Connection, owner: Callable[..., Owner]) -> None:
    assert outcomes.add(connection, owner(1), Outcome(200), None)
    assert not outcomes.add(connection, owner(1), Outcome(500), None)
    found = outcomes.of_request(connection, owner(1).at_ms, "req_000001")
    assert found is not None
    assert found.status == 200
