"""What is kept of requests for a time only: their record, by age, and their prompts, where a policy keeps them.

The money stays: attempts and outcomes are the ledger. What goes is what was decided and said about a request: its
row, its tags, its record.
"""

from dataclasses import dataclass

from larouter.store.database import Connection

RETENTION = (
    """CREATE TABLE prunings (
        before_ms BIGINT NOT NULL PRIMARY KEY,
        at_ms BIGINT NOT NULL
    )""",
    """CREATE TABLE prompts (
        request_id TEXT NOT NULL PRIMARY KEY,
        project_id TEXT NOT NULL,
        expires_ms BIGINT NOT NULL,
        sealed BYTEA NOT NULL
    )""",
    "CREATE INDEX prompts_by_expiry ON prompts (expires_ms)",
)


@dataclass(frozen=True, slots=True)
class Pruning:
    """A removal of records by age.

    Attributes:
        before_ms: What came before this moment was removed, in ms since 1970.
        at_ms: When, in ms since 1970.
    """

    before_ms: int
    at_ms: int


def note(connection: Connection, pruning: Pruning) -> bool:
    """Write a removal down; False when it was."""
    return bool(
        connection.execute(
            "INSERT INTO prunings (before_ms, at_ms) VALUES (?, ?) ON CONFLICT (before_ms) DO NOTHING",
            (pruning.before_ms, pruning.at_ms),
        ).rowcount
    )


def prunings(connection: Connection) -> list[Pruning]:
    """Every removal, oldest first."""
    rows = connection.execute("SELECT before_ms, at_ms FROM prunings ORDER BY before_ms")
    return [Pruning(before_ms, at_ms) for before_ms, at_ms in rows]


def prune(connection: Connection, before_ms: int, most: int) -> int:
    """Remove the records of requests that ended and came before a moment; how many, at most `most`."""
    rows = connection.execute(
        "SELECT r.request_id, r.at_ms FROM requests r JOIN outcomes o ON o.at_ms = r.at_ms "
        "AND o.request_id = r.request_id WHERE r.at_ms < ? ORDER BY r.at_ms LIMIT ?",
        (before_ms, most),
    ).fetchall()
    for request_id, at_ms in rows:
        connection.execute("DELETE FROM requests WHERE request_id = ?", (request_id,))
        connection.execute("DELETE FROM tags WHERE at_ms = ? AND request_id = ?", (at_ms, request_id))
        connection.execute("DELETE FROM prompts WHERE request_id = ?", (request_id,))
        connection.execute("DELETE FROM passed WHERE at_ms = ? AND request_id = ?", (at_ms, request_id))
    return len(rows)


def due(connection: Connection, before_ms: int) -> bool:
    """Whether there is anything to remove."""
    row = connection.execute("SELECT 1 FROM requests WHERE at_ms < ? LIMIT 1", (before_ms,)).fetchone()
    return row is not None


def keep_prompt(
    connection: Connection, request_id: str, project_id: str, expires_ms: int, sealed: bytes
) -> None:
    """Keep the prompt of a request, encrypted."""
    connection.execute(
        "INSERT INTO prompts (request_id, project_id, expires_ms, sealed) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (request_id) DO NOTHING",
        (request_id, project_id, expires_ms, sealed),
    )


def prompt_of(connection: Connection, request_id: str, now_ms: int) -> tuple[str, bytes] | None:
    """The project and the encrypted prompt of a request, or None when none is kept."""
    row = connection.execute(
        "SELECT project_id, sealed FROM prompts WHERE request_id = ? AND expires_ms > ?", (request_id, now_ms)
    ).fetchone()
    return None if row is None else (str(row[0]), bytes(row[1]))


def sweep_prompts(connection: Connection, now_ms: int) -> int:
    """Forget the prompts whose time is over; how many."""
    return connection.execute("DELETE FROM prompts WHERE expires_ms <= ?", (now_ms,)).rowcount
