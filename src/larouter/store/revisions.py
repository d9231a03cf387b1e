"""A number for each kind of setting, raised by every change, for other processes to see."""

from dataclasses import dataclass

from larouter.store.database import Connection, Database

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


@dataclass(frozen=True, slots=True)
class Change:
    """What has happened since the last look.

    Attributes:
        any: Whether anybody has committed anything.
        topics: The settings that were changed.
    """

    any: bool
    topics: frozenset[str] = frozenset()


class Watch:
    """One reader's view of what it has seen; the first look finds everything changed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._version = -1
        self._numbers: dict[str, int] = {}

    async def look(self) -> Change:
        """What has changed since the last look; cheap while nothing has."""
        version = await self._database.version()
        if version == self._version:
            return Change(any=False)
        numbers = await self._database.read(current)
        topics = frozenset(topic for topic, number in numbers.items() if number != self._numbers.get(topic))
        self._version, self._numbers = version, numbers
        return Change(any=True, topics=topics)

    def forget(self) -> None:
        """Take everything for changed at the next look: what was seen could not be followed."""
        self._version, self._numbers = -1, {}
