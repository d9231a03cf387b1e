"""Answers that are kept for later requests to go on from; what is in them, only their keeper can read."""

from larouter.store.database import Connection

RESPONSES = (
    """CREATE TABLE responses (
        project_id TEXT NOT NULL,
        response_id TEXT NOT NULL,
        created_ms BIGINT NOT NULL,
        expires_ms BIGINT NOT NULL,
        sealed BYTEA NOT NULL,
        PRIMARY KEY (project_id, response_id)
    )""",
    "CREATE INDEX responses_by_expiry ON responses (expires_ms)",
)


def keep(
    connection: Connection, project_id: str, response_id: str, times: tuple[int, int], sealed: bytes
) -> None:
    """Keep an answer.

    Args:
        connection: Inside a transaction.
        project_id: Whose it is.
        response_id: What the client calls it.
        times: When it was made, and until when it is kept, in ms since 1970.
        sealed: The encrypted answer.
    """
    connection.execute(
        "INSERT INTO responses (project_id, response_id, created_ms, expires_ms, sealed) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (project_id, response_id) DO UPDATE SET sealed = excluded.sealed, "
        "created_ms = excluded.created_ms, expires_ms = excluded.expires_ms",
        (project_id, response_id, *times, sealed),
    )


def find(connection: Connection, project_id: str, response_id: str, now_ms: int) -> bytes | None:
    """The encrypted answer, or None when there is none or its time is over."""
    row = connection.execute(
        "SELECT sealed FROM responses WHERE project_id = ? AND response_id = ? AND expires_ms > ?",
        (project_id, response_id, now_ms),
    ).fetchone()
    return None if row is None else bytes(row[0])


def remove(connection: Connection, project_id: str, response_id: str, now_ms: int) -> bool:
    """Forget an answer; whether there was one."""
    was_there = find(connection, project_id, response_id, now_ms) is not None
    connection.execute(
        "DELETE FROM responses WHERE project_id = ? AND response_id = ?", (project_id, response_id)
    )
    return was_there


def sweep(connection: Connection, now_ms: int) -> int:
    """Forget what has expired; how many there were."""
    return connection.execute("DELETE FROM responses WHERE expires_ms <= ?", (now_ms,)).rowcount
