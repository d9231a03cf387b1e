"""Acts: what operators changed while the router ran. Rows are only ever added."""

from dataclasses import dataclass

from larouter.store.database import Connection

ACTS = (
    """CREATE TABLE acts (
        act_id TEXT NOT NULL PRIMARY KEY,
        at_ms BIGINT NOT NULL,
        actor TEXT NOT NULL,
        action TEXT NOT NULL,
        subject TEXT NOT NULL,
        detail TEXT NOT NULL
    )""",
    "CREATE INDEX acts_by_time ON acts (at_ms, act_id)",
)


@dataclass(frozen=True, slots=True)
class Act:
    """A row of `acts`.

    Attributes:
        act_id: `act_…`.
        at_ms: In ms since 1970.
        actor: Who did it: `admin key`, or the session of the dashboard.
        action: What was done, such as `backend.add`.
        subject: To what, such as the name of the backend.
        detail: The change as JSON; holds no secret.
    """

    act_id: str
    at_ms: int
    actor: str
    action: str
    subject: str
    detail: str


def add(connection: Connection, act: Act) -> None:
    """Write an act down."""
    connection.execute(
        "INSERT INTO acts (act_id, at_ms, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?, ?)",
        (act.act_id, act.at_ms, act.actor, act.action, act.subject, act.detail),
    )


def latest(connection: Connection, before_ms: int, most: int) -> list[Act]:
    """Acts before a moment, newest first."""
    rows = connection.execute(
        "SELECT act_id, at_ms, actor, action, subject, detail FROM acts WHERE at_ms < ? "
        "ORDER BY at_ms DESC, act_id DESC LIMIT ?",
        (before_ms, most),
    )
    return [Act(*row) for row in rows]
