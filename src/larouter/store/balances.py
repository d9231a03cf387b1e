"""Balances: what is spent and set aside of a budget in one of its windows."""

from larouter.store.database import Connection


def of(connection: Connection, budget_id: str, window_start_ms: int) -> tuple[int, int] | None:
    """Spent and reserved, in micro-USD, or None while nothing has been asked of the window."""
    row = connection.execute(
        "SELECT spent, reserved FROM balances WHERE budget_id = ? AND window_start_ms = ?",
        (budget_id, window_start_ms),
    ).fetchone()
    return None if row is None else (row[0], row[1])


def start(connection: Connection, budget_id: str, window_start_ms: int, spent: int) -> None:
    """Begin a window with what has been spent in it already."""
    connection.execute(
        "INSERT INTO balances (budget_id, window_start_ms, spent, reserved) VALUES (?, ?, ?, 0)",
        (budget_id, window_start_ms, spent),
    )


def move(connection: Connection, budget_id: str, window_start_ms: int, spent: int, reserved: int) -> None:
    """Add to what is spent and to what is reserved; negative amounts take away."""
    connection.execute(
        "UPDATE balances SET spent = spent + ?, reserved = reserved + ? "
        "WHERE budget_id = ? AND window_start_ms = ?",
        (spent, reserved, budget_id, window_start_ms),
    )
