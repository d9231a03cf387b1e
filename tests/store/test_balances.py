"""What is spent and reserved of a budget in a window."""

import sqlite3

from larouter.store import balances


def test_a_balance_moves_within_its_window(connection: sqlite3.Connection) -> None:
    assert balances.of(connection, "bud_1", 0) is None
    balances.start(connection, "bud_1", 0, 100)
    balances.start(connection, "bud_1", 7, 0)
    balances.move(connection, "bud_1", 0, 20, 50)
    balances.move(connection, "bud_1", 0, 0, -10)
    assert balances.of(connection, "bud_1", 0) == (120, 40)
    assert balances.of(connection, "bud_1", 7) == (0, 0)
