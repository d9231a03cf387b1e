"""Feedback: what was said of answers, one row for each request and author."""

from larouter.core.feedback import Feedback
from larouter.store.database import Connection

FEEDBACK = (
    """CREATE TABLE feedback (
        request_id TEXT NOT NULL,
        author TEXT NOT NULL,
        project_id TEXT NOT NULL,
        at_ms BIGINT NOT NULL,
        score DOUBLE PRECISION,
        label TEXT NOT NULL,
        comment TEXT NOT NULL,
        PRIMARY KEY (request_id, author)
    )""",
    "CREATE INDEX feedback_by_project ON feedback (project_id, at_ms, request_id)",
)
_COLUMNS = "request_id, at_ms, project_id, author, score, label, comment"


def put(connection: Connection, one: Feedback) -> bool:
    """Keep what was said, in the place of what its author said before; False when there is no such request.

    A feedback that names a project is for a request of that project alone; one that names none is for any.
    """
    row = connection.execute(
        "SELECT project_id FROM requests WHERE request_id = ?", (one.request_id,)
    ).fetchone()
    if row is None or one.project_id not in ("", row[0]):
        return False
    connection.execute(
        f"INSERT INTO feedback ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) "  # noqa: S608 - fixed parts
        "ON CONFLICT (request_id, author) DO UPDATE SET at_ms = excluded.at_ms, score = excluded.score, "
        "label = excluded.label, comment = excluded.comment",
        (one.request_id, one.at_ms, row[0], one.author, one.score, one.label, one.comment),
    )
    return True


def latest(
    connection: Connection,
    project_id: str | None,
    before: tuple[int, str] | None,
    most: int,
    request_id: str | None = None,
) -> list[Feedback]:
    """A page of what was said, newest first.

    Args:
        connection: Inside a transaction.
        project_id: Whose, or None for all.
        before: Time and request of the last row of the page before, or None for the first page.
        most: How many.
        request_id: Of one request alone, or None.
    """
    at_ms, ident = before or (1 << 62, "")
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM feedback "  # noqa: S608 - fixed parts
        "WHERE (CAST(? AS TEXT) IS NULL OR project_id = ?) AND (CAST(? AS TEXT) IS NULL OR request_id = ?) "
        "AND (at_ms, request_id) < (?, ?) ORDER BY at_ms DESC, request_id DESC LIMIT ?",
        (project_id, project_id, request_id, request_id, at_ms, ident, most),
    )
    return [Feedback(*row) for row in rows]
