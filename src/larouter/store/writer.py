"""One thread that commits queued work in order, as many works to a transaction as have gathered.

A batch runs bare first. Only when a work of it is broken is it rolled back and run again with a savepoint
around each work, so that the usual case pays for no savepoints.
"""

import asyncio
import logging
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, TypeAlias

from larouter.store.database import Connection, DatabaseError, Locked
from larouter.store.faults import fault

Work: TypeAlias = Callable[[Connection], Any]
Job: TypeAlias = tuple[Work, asyncio.Future[Any] | None]
Result: TypeAlias = tuple[Any, Exception | None]

LINGER_S = 0.01
# Seconds between commits, by how many works the last one held; a request makes three, over its life.
GAPS = ((6, 0.006), (3, 0.002))
BATCH = 512
PATIENCE_S = 15.0
PAUSE_S = 0.5
LAST_TRIES_S = 5.0
CHECKPOINT_EVERY = 5_000
COMMIT_WEIGHT = 10  # a commit writes some pages whatever it holds
BUSY, LINGERING, IDLE = 0, 1, 2
_log = logging.getLogger("larouter.store")


class Writer:
    """The only writer of a database in this process.

    Work that somebody waits for wakes the thread; work that nobody waits for travels with the next batch,
    at the latest after LINGER_S seconds. When the surroundings fail (disk full, file locked), those who
    wait are told, and what nobody waits for is kept and tried again.
    """

    def __init__(self, connection: sqlite3.Connection, path: str, checkpoint: Callable[[], None]) -> None:
        self._connection = connection
        self._path = path
        self._checkpoint = checkpoint
        self._since_checkpoint = 0
        self._queue: deque[Job] = deque()
        self._batch: list[Job] = []
        self._wake = threading.Lock()
        self._wake.acquire()
        self._state = BUSY
        self._urgent = False
        self._called = False
        self._closing = False
        self._trouble_since = 0.0
        self._last_commit, self._last_batch = 0.0, 0
        self._taken = self._oldest = time.monotonic()
        self._thread = threading.Thread(target=self._run, name="larouter-writer", daemon=True)
        self._thread.start()

    @property
    def queued(self) -> int:
        """How many works wait."""
        return len(self._queue)

    @property
    def lag_s(self) -> float:
        """How long the oldest work that is not committed has waited, at most; 0 when there is none."""
        return time.monotonic() - self._oldest if self._queue or self._batch else 0.0

    @property
    def failing(self) -> bool:
        """Whether the last commit failed for want of a disk or a lock, and none has gone well since."""
        return self._trouble_since > 0

    def put(self, work: Work, future: asyncio.Future[Any] | None) -> None:
        """Queue a work, from any thread; `future` is resolved on its own loop after the commit."""
        if self._closing:
            raise DatabaseError(f"The database {self._path} has been closed.")
        self._queue.append((work, future))
        if future is not None:
            self._urgent = True
        if self._state == IDLE or (future is not None and self._state != BUSY):
            self._call(future)

    def _call(self, future: asyncio.Future[Any] | None) -> None:
        """Wake the thread, from an event loop when the step that queues has ended.

        What a request queues it queues just before it writes to a socket. A thread that is awake at that moment takes
        the processor or the interpreter's lock first, and the writing waits.
        """
        try:
            loop = asyncio.get_running_loop() if future is None else future.get_loop()
        except RuntimeError:  # of some other thread
            self._rouse()
            return
        if not self._called:
            self._called = True
            if self._state == IDLE:
                self._oldest = self._taken = time.monotonic()
            loop.call_soon(self._come)

    def _come(self) -> None:
        self._called = False
        if self._state == IDLE or (self._urgent and self._state != BUSY):
            self._rouse()

    def stop(self) -> None:
        """Commit what is queued and end the thread; blocks."""
        self._closing = True
        self._rouse()
        self._thread.join()

    def _rouse(self) -> None:
        if self._state == IDLE:
            self._oldest = self._taken = time.monotonic()
        self._state = BUSY
        try:
            self._wake.release()
        except RuntimeError:
            return  # two callers at the same moment: the thread is awake

    def _run(self) -> None:
        """Commit until the end; whoever still waits then is told, whatever the end was."""
        try:
            while self._round():
                pass
        finally:
            self._closing = True
            self._give_up([*self._batch, *self._queue])

    def _round(self) -> bool:
        """Wait for work and commit it; False at the end."""
        self._gather()
        self._let_gather()
        batch = self._batch
        self._urgent = False
        while self._queue and len(batch) < BATCH:
            batch.append(self._queue.popleft())
        self._urgent, self._taken = self._urgent or bool(self._queue), time.monotonic()
        if not batch:
            return not self._closing
        self._batch = self._commit(batch)
        if not self._batch or not self._closing:
            return True
        return time.monotonic() - self._trouble_since < LAST_TRIES_S

    def _give_up(self, left: list[Job]) -> None:
        if lost := sum(future is None for _, future in left):
            _log.error("%d rows could not be written to %s before the end", lost, self._path)
        closed = DatabaseError(f"The database {self._path} was closed before this was written.")
        _deliver(left, [(None, closed)] * len(left))

    def _gather(self) -> None:
        """Wait until there is something to commit."""
        if self._batch:
            time.sleep(PAUSE_S)
            return
        if not self._queue:
            self._sleep(IDLE, -1)
        self._oldest = self._taken
        if not self._urgent:
            self._sleep(LINGERING, LINGER_S)

    def _let_gather(self) -> None:
        """Under load, keep a gap between commits: a commit costs as much as ten rows."""
        gap = next((seconds for works, seconds in GAPS if self._last_batch >= works), 0.0)
        early = self._last_commit + gap - time.monotonic()
        if gap and early > 0 and not self._closing:
            time.sleep(early)

    def _sleep(self, state: int, seconds: float) -> None:
        self._state = state
        # Looked at after the state is set, so that whoever queues sees the state or is seen here.
        if not (self._closing or self._urgent or (state == IDLE and self._queue)):
            self._wake.acquire(timeout=seconds)
        self._state = BUSY

    def _commit(self, batch: list[Job]) -> list[Job]:
        """Commit a batch and tell those who wait; the works that must be tried again."""
        try:
            results = self._together(batch)
        except Exception as error:  # noqa: BLE001 - a work is anybody's code
            trouble = self._undo(error)
            if trouble is None:
                results, trouble = self._apart(batch)
        else:
            trouble = None
        if trouble is not None:
            return self._endure(batch, trouble)
        if self._trouble_since:
            _log.warning("the database %s can be written again", self._path)
            self._trouble_since = 0.0
        _deliver(batch, results)
        self._since_checkpoint += len(batch) + COMMIT_WEIGHT
        if self._since_checkpoint >= CHECKPOINT_EVERY:
            self._since_checkpoint = 0
            self._checkpoint()
        return []

    def _together(self, batch: list[Job]) -> list[Result]:
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        results: list[Result] = [(work(connection), None) for work, _ in batch]
        connection.execute("COMMIT")
        self._last_commit, self._last_batch = time.monotonic(), len(batch)
        return results

    def _apart(self, batch: list[Job]) -> tuple[list[Result], DatabaseError | None]:
        """Run a batch that holds a broken work, each work by itself."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            results = [self._guarded(work, waited_for=future is not None) for work, future in batch]
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            trouble = self._undo(error)
            return [], trouble or DatabaseError(f"The database {self._path} failed: {error}")
        return results, None

    def _guarded(self, work: Work, *, waited_for: bool) -> Result:
        connection = self._connection
        connection.execute("SAVEPOINT work")
        try:
            value = work(connection)
        except Exception as error:
            if self._fault(error) is not None:
                raise
            connection.execute("ROLLBACK TO work")
            connection.execute("RELEASE work")
            if not waited_for:
                _log.exception("a row could not be written to %s", self._path)
            return None, error
        connection.execute("RELEASE work")
        return value, None

    def _undo(self, error: Exception) -> DatabaseError | None:
        if self._connection.in_transaction:
            try:
                self._connection.execute("ROLLBACK")
            except sqlite3.Error as another:
                error = another
        return self._fault(error)

    def _fault(self, error: Exception) -> DatabaseError | None:
        return fault(error, self._path) if isinstance(error, sqlite3.Error) else None

    def _endure(self, batch: list[Job], trouble: DatabaseError) -> list[Job]:
        now = time.monotonic()
        if not self._trouble_since:
            self._trouble_since = now
            _log.error("%s", trouble)
        if isinstance(trouble, Locked) and now - self._trouble_since < PATIENCE_S and not self._closing:
            return batch
        _deliver(batch, [(None, trouble)] * len(batch))
        return [job for job in batch if job[1] is None]


def _deliver(batch: list[Job], results: list[Result]) -> None:
    """Resolve the futures of a batch with one call to each loop."""
    told: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Result]]] = {}
    for (_, future), result in zip(batch, results, strict=True):
        if future is not None:
            told.setdefault(future.get_loop(), []).append((future, result))
    for loop, pairs in told.items():
        try:
            loop.call_soon_threadsafe(_resolve, pairs)
        except RuntimeError:
            continue  # the loop has been closed: nobody waits any more


def _resolve(pairs: list[tuple[asyncio.Future[Any], Result]]) -> None:
    for future, (value, error) in pairs:
        if future.done():
            continue
        if error is None:
            future.set_result(value)
        else:
            future.set_exception(error)
            future.exception()  # whoever does not wait has not forgotten it: the writer has logged it
