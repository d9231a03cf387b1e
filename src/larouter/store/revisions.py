"""A number for each kind of setting, raised by every change, for other processes to see."""

from larouter.store.database import Connection

PROJECTS = "projects"
TOKENS = "tokens"
BUDGETS = "budgets"


def bump(connection: Connection, topic: str) -> None:
    """Raise the number of a topic; belongs into the transaction that changes it."""
    connection.execute(
        "INSERT INTO revisions (topic, number) VALUES (?, 1) ON CONFLICT (topic) DO UPDATE "
        "SET number = revisions.number + 1",
        (topic,),
    )


def current(connection: Connection) -> dict[str, int]:
    """The number of every topic that has ever changed."""
    return dict(connection.execute("SELECT topic, number FROM revisions").fetchall())
