"""Acts: what operators changed while the router ran. Rows are only ever added, each with a link of the chain."""

import hashlib
from dataclasses import astuple, dataclass

import msgspec

from larouter.store import chain
from larouter.store.database import Connection

PREFIX = "act:"

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
    """Write an act down and vouch for it in the chain."""
    connection.execute(
        "INSERT INTO acts (act_id, at_ms, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?, ?)",
        (act.act_id, act.at_ms, act.actor, act.action, act.subject, act.detail),
    )
    vouch(connection, act)


def vouch(connection: Connection, act: Act) -> None:
    """Add the link of an act."""
    chain.append(connection, act.at_ms, f"{PREFIX}{act.act_id}", digest(act))


def digest(act: Act) -> bytes:
    """SHA-256 of everything that is written down about an act."""
    return hashlib.sha256(msgspec.json.encode(astuple(act))).digest()


def by_id(connection: Connection, act_id: str) -> Act | None:
    """The act of that id."""
    row = connection.execute(
        "SELECT act_id, at_ms, actor, action, subject, detail FROM acts WHERE act_id = ?", (act_id,)
    ).fetchone()
    return None if row is None else Act(*row)


def unlinked(connection: Connection, most: int) -> list[str]:
    """Ids of acts without a link: rows that somebody slipped in, or whose link was removed."""
    rows = connection.execute(
        "SELECT act_id FROM acts EXCEPT SELECT SUBSTR(request_id, ?) FROM chain WHERE request_id LIKE ? "
        "ORDER BY act_id LIMIT ?",
        (len(PREFIX) + 1, f"{PREFIX}%", most),
    )
    return [act_id for (act_id,) in rows]


def of_action(connection: Connection, action: str) -> list[Act]:
    """Every act of a kind, oldest first."""
    rows = connection.execute(
        "SELECT act_id, at_ms, actor, action, subject, detail FROM acts WHERE action = ? ORDER BY at_ms, act_id",
        (action,),
    )
    return [Act(*row) for row in rows]


def latest(connection: Connection, before_ms: int, most: int) -> list[Act]:
    """Acts before a moment, newest first."""
    rows = connection.execute(
        "SELECT act_id, at_ms, actor, action, subject, detail FROM acts WHERE at_ms < ? "
        "ORDER BY at_ms DESC, act_id DESC LIMIT ?",
        (before_ms, most),
    )
    return [Act(*row) for row in rows]
