"""Balances: what is spent and set aside of a budget, by whose name it counts under and piece of time.

A piece is the whole window of a calendar budget, and a slice of the window of a rolling one.
"""

from larouter.store.database import Connection


def of(
    connection: Connection, budget_id: str, subject: str, since_ms: int, until_ms: int
) -> tuple[int, int, int | None]:
    """Spent and reserved in the pieces that begin in a span, in micro-USD, and when the first of them began."""
    row = connection.execute(
        "SELECT COALESCE(SUM(spent), 0), COALESCE(SUM(reserved), 0), MIN(window_start_ms) FROM balances "
        "WHERE budget_id = ? AND subject = ? AND window_start_ms >= ? AND window_start_ms <= ?",
        (budget_id, subject, since_ms, until_ms),
    ).fetchone()
    return row[0], row[1], row[2]


def begun(connection: Connection, budget_id: str, subject: str) -> bool:
    """Whether anything has ever been asked of a budget under that name."""
    row = connection.execute(
        "SELECT 1 FROM balances WHERE budget_id = ? AND subject = ? LIMIT 1", (budget_id, subject)
    ).fetchone()
    return row is not None


def move(
    connection: Connection, budget_id: str, subject: str, window_start_ms: int, spent: int, reserved: int
) -> None:
    """Add to what is spent and to what is reserved; negative amounts take away."""
    connection.execute(
        "INSERT INTO balances (budget_id, subject, window_start_ms, spent, reserved) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (budget_id, subject, window_start_ms) DO UPDATE SET spent = balances.spent + "
        "excluded.spent, reserved = balances.reserved + excluded.reserved",
        (budget_id, subject, window_start_ms, spent, reserved),
    )


def subjects(connection: Connection, budget_id: str, since_ms: int, most: int) -> list[str]:
    """The names under which most has been spent in the pieces since a moment."""
    rows = connection.execute(
        "SELECT subject FROM balances WHERE budget_id = ? AND window_start_ms >= ? GROUP BY subject "
        "ORDER BY SUM(spent + reserved) DESC, subject LIMIT ?",
        (budget_id, since_ms, most),
    )
    return [subject for (subject,) in rows]
