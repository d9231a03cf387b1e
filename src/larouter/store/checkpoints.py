"""Moving what was committed from the write-ahead log into the file, beside the writer and not in its way.

SQLite would do it inside every thousandth page's commit, and wait for the disk there, with a client waiting
for the commit. Without checkpoints nothing is lost, only the log grows.
"""

import logging
import sqlite3
import threading

MOST_PAGES = 16_384  # of 4 KiB: 64 MiB
PATIENCE_MS = 50
_log = logging.getLogger("larouter.store")


class Checkpoints:
    """A thread that copies the log into the file when it is told to.

    A log begins anew only when all of it has been copied at the moment of a commit, and under steady load the writer
    is always some pages ahead. So once the log is long, the little that was committed during the copy is copied with
    the writer held, for as long as the disk takes.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
        self._due = threading.Event()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="larouter-checkpoints", daemon=True)
        self._thread.start()

    def ask(self) -> None:
        """Ask for a checkpoint; returns at once."""
        self._due.set()

    def stop(self) -> None:
        """End the thread after a last checkpoint; blocks."""
        self._closing = True
        self._due.set()
        self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        while True:
            self._due.wait()
            self._due.clear()
            closing = self._closing
            try:
                _, pages, _ = self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                if pages > MOST_PAGES:
                    self._connection.execute("PRAGMA wal_checkpoint(FULL)").fetchone()
            except sqlite3.Error as error:
                _log.warning("the log of the database could not be checkpointed: %s", error)
            if closing:
                return
