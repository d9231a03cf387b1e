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

_SENTENCES: dict[int, tuple[type[DatabaseError], str]] = {
    sqlite3.SQLITE_BUSY: (
        Locked,
        "The database {path} is locked by another program. Close the program that holds it (a backup, a database "
        "browser) or give the router a file of its own with LAROUTER_DB_PATH.",
    ),
    sqlite3.SQLITE_READONLY: (
        ReadOnly,
        "The database {path} is read-only. Give the router write permission to the file and its folder, or name "
        "another file with LAROUTER_DB_PATH.",
    ),
    sqlite3.SQLITE_PERM: (
        ReadOnly,
        "The database {path} may not be opened. Give the router permission to the file and its folder, or name "
        "another file with LAROUTER_DB_PATH.",
    ),
    sqlite3.SQLITE_FULL: (
        DiskFull,
        "The disk that holds the database {path} is full. Free some space; the router goes on by itself.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        CannotOpen,
        "The database {path} cannot be opened. Create its folder, give the router permission to it, or name another "
        "file with LAROUTER_DB_PATH.",
    ),
    sqlite3.SQLITE_NOTADB: (
        NotADatabase,
        "The file {path} is not a database. Move it away, or name another file with LAROUTER_DB_PATH.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        NotADatabase,
        "The database {path} is damaged. Restore it from a backup, or move it away to start with an empty one.",
    ),
    sqlite3.SQLITE_IOERR: (
        DiskFault,
        "The disk that holds the database {path} answers with errors. Check the disk, or name a file on another one "
        "with LAROUTER_DB_PATH.",
    ),
}
_SENTENCES[sqlite3.SQLITE_LOCKED] = _SENTENCES[sqlite3.SQLITE_BUSY]


def fault(error: Exception, path: str) -> DatabaseError | None:
    """The error as one of the surroundings (file, disk, other programs), or None when the statement is to blame."""
    if isinstance(error, DatabaseError):
        return error
    code = _code(error)
    if code is None:
        return None
    known = _SENTENCES.get(code & 0xFF)
    if known is None:
        return None
    kind, sentence = known
    return kind(sentence.format(path=path))


def _code(error: Exception) -> int | None:
    if isinstance(error, PermissionError):
        return sqlite3.SQLITE_PERM
    if isinstance(error, OSError):
        return sqlite3.SQLITE_FULL if error.errno == errno.ENOSPC else sqlite3.SQLITE_CANTOPEN
    return getattr(error, "sqlite_errorcode", None)
