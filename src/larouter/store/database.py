"""What the house knows of a database: queued writes, consistent reads, errors that say what to do.

Queries are plain functions of a `Connection`, so they run unchanged on every database that keeps this
contract. Values are exactly of the types named here: a boolean or an enum goes in as an `int`.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeAlias, TypeVar

from larouter.core.errors import Internal

T = TypeVar("T")
Value: TypeAlias = str | int | float | bytes | None


class Cursor(Protocol):
    """The rows that a statement gave back."""

    @property
    def rowcount(self) -> int:
        """How many rows the statement added, changed or removed."""

    def fetchone(self) -> Any:  # noqa: ANN401 - a row is a tuple whose types the query knows
        """The next row, or None."""

    def fetchall(self) -> list[Any]:
        """All rows that are left."""

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """A connection inside a transaction; placeholders are `?`."""

    def execute(self, sql: str, params: Sequence[Value] = ..., /) -> Cursor:
        """Run one statement."""

    def executemany(self, sql: str, rows: Iterable[Sequence[Value]], /) -> Cursor:
        """Run one statement once for every row."""


class Database(Protocol):
    """A database with one queue of writes.

    A work is a function of a `Connection`. It may run more than once before it commits (a neighbour failed,
    the disk was full for a while), so it changes nothing but the database. It answers with a value where it
    refuses; an exception means that it is broken.
    """

    @property
    def full(self) -> bool:
        """Whether no new request should be taken on before `flush`: so much is queued, or the last commit failed."""

    @property
    def queued(self) -> int:
        """How many works wait to be committed."""

    @property
    def lag_s(self) -> float:
        """How long the oldest work that is not committed has waited, in seconds, at most; 0 when there is none."""

    def write(self, work: Callable[[Connection], T]) -> asyncio.Future[T]:
        """Queue a work at once; the future resolves after its commit, or with a `DatabaseError`."""

    def post(self, work: Callable[[Connection], object]) -> None:
        """Queue a work that nobody waits for; it is kept until it commits, and logged if it is broken."""

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run a work that reads one consistent snapshot; it cannot write."""

    async def flush(self) -> None:
        """Wait until everything that was queued has been committed."""

    async def version(self) -> int:
        """A number that is another one after a commit by anybody, other processes included."""

    async def close(self) -> None:
        """Flush and let go."""


class DatabaseError(Internal):
    """The database cannot do its work; `operator_detail` names the file and the cure."""

    status = 503
    code = "database_unavailable"

    def __init__(self, operator_detail: str) -> None:
        super().__init__(
            "The router cannot use its database now; its operator finds the reason in the log.",
            operator_detail=operator_detail,
        )

    def __str__(self) -> str:
        return self.operator_detail


class Locked(DatabaseError):
    """Another program holds the file for longer than we wait."""


class ReadOnly(DatabaseError):
    """The file or its folder may not be written."""


class DiskFull(DatabaseError):
    """No room is left."""


class TooNew(DatabaseError):
    """A newer version of the router has changed the tables."""


class NotADatabase(DatabaseError):
    """The file is damaged, or something else altogether."""


class CannotOpen(DatabaseError):
    """There is no such folder, or it may not be entered."""


class DiskFault(DatabaseError):
    """The disk answers with errors."""
