"""Policies, each stored once under its content hash, so that a decision can be replayed."""

from larouter.store.database import Connection


def keep(connection: Connection, version: str, body: str, now_ms: int) -> None:
    """Store a policy unless it is there already.

    Args:
        connection: Inside a transaction.
        version: Its content hash.
        body: The policy as JSON.
        now_ms: In ms since 1970.
    """
    connection.execute(
        "INSERT INTO policies (version, body, created_ms) VALUES (?, ?, ?) ON CONFLICT (version) DO NOTHING",
        (version, body, now_ms),
    )


def body_of(connection: Connection, version: str) -> str | None:
    """The policy of that content hash as JSON, or None."""
    row = connection.execute("SELECT body FROM policies WHERE version = ?", (version,)).fetchone()
    return None if row is None else str(row[0])
