"""The embedded database: one SQLite file in WAL mode, one writer thread, a few readers.

A commit is in the page cache of the operating system when it returns, so it outlives the process, also a
killed one. `synchronous=NORMAL` lets a power cut take the last moments; the file stays sound.
"""

import asyncio
import os
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar, cast

from larouter.store import migrations
from larouter.store.checkpoints import Checkpoints
from larouter.store.database import Connection, Database, DatabaseError
from larouter.store.faults import fault
from larouter.store.writer import Writer

T = TypeVar("T")
BUSY_TIMEOUT_MS = 5_000
MOST_QUEUED = 20_000
READERS = 2


def open_sqlite(path: str, now_ms: int) -> Database:
    """Open or create a database file and bring its tables up to date; blocks.

    Args:
        path: The file; its folder must exist.
        now_ms: In ms since 1970, for the record of migrations.

    Raises:
        DatabaseError: With a sentence that names the file and the cure.
    """
    connection = None
    try:
        if not os.path.exists(path):  # noqa: PTH110 - what follows needs no Path either
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        connection = _connect(path)
        connection.execute("PRAGMA journal_mode=WAL")
        migrations.migrate(connection, path, now_ms)
    except (sqlite3.Error, OSError) as error:
        if connection is not None:
            connection.close()
        raise fault(error, path) or DatabaseError(f"The database {path} failed: {error}") from error
    except DatabaseError:
        if connection is not None:
            connection.close()
        raise
    return SQLite(connection, path)


class SQLite:
    """A `Database` in one file."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self._path = path
        self._connection = connection
        self._checkpoints = Checkpoints(_connect(path))
        self._writer = Writer(connection, path, self._checkpoints.ask)
        self._local = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._watcher = _connect(path, read_only=True)
        self._watching = threading.Lock()
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="larouter-reader")

    @property
    def full(self) -> bool:
        """Whether no new request should be taken on before `flush`: so much is queued, or the last commit failed."""
        return self._writer.queued >= MOST_QUEUED or self._writer.failing

    @property
    def queued(self) -> int:
        """How many works wait to be committed."""
        return self._writer.queued

    @property
    def lag_s(self) -> float:
        """How long the oldest work that is not committed has waited, in seconds, at most; 0 when there is none."""
        return self._writer.lag_s

    def write(self, work: Callable[[Connection], T]) -> asyncio.Future[T]:
        """Queue a work at once; the future resolves after its commit."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._writer.put(work, future)
        return future

    def post(self, work: Callable[[Connection], object]) -> None:
        """Queue a work that nobody waits for."""
        self._writer.put(work, None)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run a work on a consistent snapshot, off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._snapshot, work)

    async def flush(self) -> None:
        """Wait until everything that was queued has been committed."""
        await self.write(_nothing)

    async def version(self) -> int:
        """A number that is another one after a commit by anybody (`PRAGMA data_version`)."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._look)

    async def close(self) -> None:
        """Flush and let go."""
        await asyncio.get_running_loop().run_in_executor(None, self._close)

    def _close(self) -> None:
        self._writer.stop()
        self._checkpoints.stop()
        self._threads.shutdown()
        for connection in (*self._readers, self._watcher, self._connection):
            connection.close()

    def _look(self) -> int:
        with self._watching:
            return int(self._watcher.execute("PRAGMA data_version").fetchone()[0])

    def _snapshot(self, work: Callable[[Connection], T]) -> T:
        connection = self._reader()
        try:
            connection.execute("BEGIN")
            return work(connection)
        except sqlite3.Error as error:
            raise fault(error, self._path) or error from error
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def _reader(self) -> sqlite3.Connection:
        connection = cast("sqlite3.Connection | None", getattr(self._local, "connection", None))
        if connection is None:
            connection = self._local.connection = _connect(self._path, read_only=True)
            self._readers.append(connection)
        return connection


def _connect(path: str, *, read_only: bool = False) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path,
        timeout=BUSY_TIMEOUT_MS / 1000,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA journal_size_limit=67108864")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    if read_only:
        connection.execute("PRAGMA query_only=ON")
    return connection


def _nothing(_: Connection) -> None:
    return
