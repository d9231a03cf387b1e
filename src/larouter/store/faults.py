"""SQLite's error codes as sentences that say what to do."""

import errno
import sqlite3

from larouter.store.database import (
    CannotOpen,
    DatabaseError,
    DiskFault,
    DiskFull,
    Locked,
    NotADatabase,
    ReadOnly,
)

_ELSEWHERE = "or name another file with LAROUTER_DB_PATH"
_SENTENCES: dict[int, tuple[type[DatabaseError], str, str]] = {
    sqlite3.SQLITE_BUSY: (
        Locked,
        "is locked by another program",
        f"Close the program that holds it (a backup, a database browser), {_ELSEWHERE}.",
    ),
    sqlite3.SQLITE_READONLY: (
        ReadOnly,
        "is read-only",
        f"Give the router write permission to the file and its folder, {_ELSEWHERE}.",
    ),
    sqlite3.SQLITE_PERM: (
        ReadOnly,
        "may not be opened",
        f"Give the router permission to the file and its folder, {_ELSEWHERE}.",
    ),
    sqlite3.SQLITE_FULL: (
        DiskFull,
        "is on a disk that is full",
        "Free some space; the router goes on by itself.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        CannotOpen,
        "cannot be opened",
        f"Create its folder and give the router permission to it, {_ELSEWHERE}.",
    ),
    sqlite3.SQLITE_NOTADB: (
        NotADatabase,
        "is not a database",
        f"Move it away, {_ELSEWHERE}.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        NotADatabase,
        "is damaged",
        f"Restore it from a backup, {_ELSEWHERE}.",
    ),
    sqlite3.SQLITE_IOERR: (
        DiskFault,
        "is on a disk that answers with errors",
        f"Check the disk, {_ELSEWHERE}.",
    ),
}
_SENTENCES[sqlite3.SQLITE_LOCKED] = _SENTENCES[sqlite3.SQLITE_BUSY]


def fault(error: Exception, path: str) -> DatabaseError | None:
    """The error as a fault of file, disk or other programs, or None when the statement is to blame."""
    if isinstance(error, DatabaseError):
        return error
    code = _code(error)
    if code is None:
        return None
    known = _SENTENCES.get(code & 0xFF)
    if known is None:
        return None
    kind, trouble, cure = known
    return kind(f"The database {path} {trouble}. {cure}")


def _code(error: Exception) -> int | None:
    if isinstance(error, PermissionError):
        return sqlite3.SQLITE_PERM
    if isinstance(error, OSError):
        return sqlite3.SQLITE_FULL if error.errno == errno.ENOSPC else sqlite3.SQLITE_CANTOPEN
    return getattr(error, "sqlite_errorcode", None)
