"""What is spent and reserved of a budget, piece by piece."""

import sqlite3

from larouter.store import balances


def test_a_balance_moves_within_its_piece(connection: sqlite3.Connection) -> None:
    assert balances.of(connection, "bud_1", "", 0, 10) == (0, 0, None)
    assert not balances.begun(connection, "bud_1", "")
    balances.move(connection, "bud_1", "", 0, 100, 0)
    balances.move(connection, "bud_1", "", 7, 0, 0)
    balances.move(connection, "bud_1", "", 0, 20, 50)
    balances.move(connection, "bud_1", "", 0, 0, -10)
    assert balances.begun(connection, "bud_1", "")
    assert balances.of(connection, "bud_1", "", 0, 0) == (120, 40, 0)
    assert balances.of(connection, "bud_1", "", 7, 7) == (0, 0, 7)


def test_pieces_add_up(connection: sqlite3.Connection) -> None:
    for piece in (1, 2, 3, 4):
        balances.move(connection, "bud_1", "", piece, 10**piece, piece)
    assert balances.of(connection, "bud_1", "", 2, 3) == (1100, 5, 2)


def test_everybody_has_a_balance_of_his_own(connection: sqlite3.Connection) -> None:
    balances.move(connection, "bud_1", "ann", 0, 5, 0)
    balances.move(connection, "bud_1", "bob", 0, 7, 0)
    balances.move(connection, "bud_2", "cid", 0, 9, 0)
    assert balances.of(connection, "bud_1", "ann", 0, 0) == (5, 0, 0)
    assert balances.subjects(connection, "bud_1", 0, 10) == ["bob", "ann"]
    assert balances.subjects(connection, "bud_1", 0, 1) == ["bob"]
    assert balances.subjects(connection, "bud_1", 1, 10) == []
