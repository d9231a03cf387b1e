"""What the doctor looks at on this machine: files, disk, database, port, clock."""

import errno
import os
import shutil
import socket
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import msgspec

from larouter.cli.finding import Finding, broken, note, ok
from larouter.config.keys import keys_path, read_keys
from larouter.config.load import BadConfiguration, Loaded
from larouter.core.errors import RouterError
from larouter.learn.drift import of_project
from larouter.store import projects
from larouter.store.migrations import missing
from larouter.store.rollups import differences

MIB = 1 << 20
LITTLE_BYTES = 1024 * MIB
MOST_SUMMED_BYTES = 512 * MIB
TOO_LITTLE_BYTES = 100 * MIB
BUILT_MS = 1_767_225_600_000  # 2026-01-01: a clock before it is wrong
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def look_here(loaded: Loaded, directory: Path, now_ms: int) -> Iterator[Finding]:
    """Everything on this machine; changes nothing."""
    yield ok("configuration", f"{loaded.file or 'no larouter.toml, so defaults and environment'}: in order")
    yield from _names(loaded)
    path = Path(loaded.settings.database.path)
    yield from _keys(path, loaded)
    yield from _secrets(directory / ".env")
    yield _folder(path)
    yield _database(path)
    yield from _sums(path)
    yield from _drift(path)
    yield _clock(now_ms)


def _names(loaded: Loaded) -> Iterator[Finding]:
    server = loaded.settings.server
    if server.host not in _LOOPBACK and not server.allowed_hosts:
        yield note(
            "configuration",
            f"the router listens on {server.host}, and answers only to that name and to loopback names",
            "name the hosts by which clients call it in server.allowed_hosts",
        )


def _keys(database: Path, loaded: Loaded) -> Iterator[Finding]:
    kept = keys_path(str(database))
    if not kept.exists():
        yield ok("keys", f"{kept} is made at the first start")
        return
    try:
        keys = read_keys(str(database), loaded.environment)
    except BadConfiguration as error:
        yield broken("keys", f"{kept} is damaged", str(error).partition(". ")[2])
        return
    except OSError as error:
        yield broken("keys", f"{kept}: {error.strerror}", "run this as the user who runs the router")
        return
    yield from _private("keys", kept)
    if not keys.token and not loaded.environment.get("LAROUTER_TOKEN"):
        yield note("keys", "no project token is kept here", "make one: larouter projects token add PROJECT")


def _secrets(path: Path) -> Iterator[Finding]:
    if path.is_file():
        yield from _private("secrets", path)


def _private(check: str, path: Path) -> Iterator[Finding]:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        yield broken(check, f"others can read {path} (mode {mode:04o})", f"chmod 600 {path}")
    else:
        yield ok(check, f"{path} is readable by its owner alone")


def _folder(database: Path) -> Finding:
    folder = database.parent
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    said = f"{free // MIB:,} MiB free at {folder.resolve()}"
    cure = "make room, or move the database with LAROUTER_DB_PATH"
    if free < TOO_LITTLE_BYTES:
        return broken("disk", said, cure)
    return note("disk", said, cure) if free < LITTLE_BYTES else ok("disk", said)


def _database(path: Path) -> Finding:
    if not path.exists():
        if fault := _in_the_way(path.parent):
            return broken("database", fault, "create the folder, or name another place with LAROUTER_DB_PATH")
        return ok("database", f"{path} is made at the first start")
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, isolation_level=None)
        try:
            behind = missing(connection, str(path))
        finally:
            connection.close()
    except RouterError as error:
        said, _, cure = error.operator_detail.partition(". ")
        return broken("database", said, cure)
    except sqlite3.Error as error:
        cure = "check its owner and mode, or restore it from a backup"
        return broken("database", f"{path} cannot be written: {error}", cure)
    if behind:
        return ok("database", f"{path} is brought up to date at the next start: {', '.join(behind)}")
    return ok("database", f"{path} can be written and is up to date")


def _in_the_way(folder: Path) -> str:
    """Why nothing can be made in a folder, whose own missing parents are made on the way; empty if it can."""
    while not folder.exists():
        folder = folder.parent
    if not folder.is_dir():
        return f"{folder} is no folder"
    return "" if os.access(folder, os.W_OK | os.X_OK) else f"nothing may be written in {folder}"


def _drift(path: Path) -> Iterator[Finding]:
    """Projects whose requests have become harder or easier than they were."""
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            named = [
                (row.project_id, row.name) for row in projects.everyone(connection) if row.removed_ms is None
            ]
            found = [(name, of_project(connection, ident)) for ident, name in named]
        finally:
            connection.close()
    except (sqlite3.Error, msgspec.MsgspecError):
        return  # what is wrong with the database is said above
    for name, drift in found:
        if drift is not None and drift.alarm:
            way = "harder" if drift.harder > 0 else "easier"
            said = f"requests of project {name} have become {way} than before (drift {drift.index:.2f})"
            yield note("difficulty", said, f"look at its thresholds again: larouter calibrate {name}")


def _sums(path: Path) -> Iterator[Finding]:
    """Whether figures are those of the ledger; left out where that takes long, and before the first start."""
    if not path.exists() or path.stat().st_size > MOST_SUMMED_BYTES:
        return
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
        try:
            connection.execute("BEGIN")
            faults = differences(connection)
        finally:
            connection.close()
    except sqlite3.Error:
        return  # what is wrong with the file has been said
    if faults:
        yield broken(
            "usage", "; ".join(faults), "POST /api/usage/rebuild makes the sums anew from the ledger"
        )
    else:
        yield ok("usage", "the sums agree with the ledger")


def _clock(now_ms: int) -> Finding:
    if now_ms < BUILT_MS:
        cure = "set the clock: budgets, prices and certificates go by it"
        return broken("clock", "this machine's clock stands before this router was built", cure)
    return ok("clock", "it stands after this router was built")


def look_at_port(loaded: Loaded) -> Finding:
    """Whether the router could listen; asked when none answers."""
    host, port = loaded.settings.server.host, loaded.settings.server.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                cure = "stop that program, or take another port with LAROUTER_PORT"
                return broken("port", f"port {port} of {host} is taken by another program", cure)
            cure = "take another address or port with LAROUTER_HOST and LAROUTER_PORT"
            return broken("port", f"cannot listen at {host}, port {port}: {error.strerror}", cure)
    return ok("port", f"port {port} of {host} is free; no router runs here")
