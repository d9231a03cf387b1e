"""Who was passed over is found again in the order of the plan, with the request and no other."""

import sqlite3

from larouter.core.ledger import Passed
from larouter.core.tiers import Tier
from larouter.store import passed

TWO = (
    Passed("a/x", Tier.COMPLEX, "unsupported_parameter", "logprobs"),
    Passed("b/y", Tier.SIMPLE, "insufficient_quota"),
)


def test_they_are_found_again_in_their_order(connection: sqlite3.Connection) -> None:
    passed.add(connection, 5, "req_1", TWO)
    assert passed.of_request(connection, 5, "req_1") == TWO
    assert passed.of_request(connection, 5, "req_2") == ()


def test_adding_them_again_changes_nothing(connection: sqlite3.Connection) -> None:
    passed.add(connection, 5, "req_1", TWO)
    passed.add(connection, 5, "req_1", TWO)
    assert passed.of_request(connection, 5, "req_1") == TWO
