"""Runs: which process opened a request, so that only the requests of a dead one are taken for cut off."""

from dataclasses import dataclass

from larouter.store.database import Connection


@dataclass(frozen=True, slots=True)
class Run:
    """A row of `runs`: one life of one router process.

    Attributes:
        run_id: Unguessable, new at every start.
        host: The machine, its boot and its process namespace.
        pid: The process number there.
        born: When that process was started, as the system tells it; empty where it does not tell.
        started_ms: In ms since 1970.
        seen_ms: When it last said that it lives.
        open_since_ms: No request of it that is older than this is open.
    """

    run_id: str
    host: str
    pid: int
    born: str
    started_ms: int
    seen_ms: int
    open_since_ms: int


def add(connection: Connection, run: Run) -> None:
    """Add a run."""
    connection.execute(
        "INSERT INTO runs (run_id, host, pid, born, started_ms, seen_ms, open_since_ms) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (run.run_id, run.host, run.pid, run.born, run.started_ms, run.seen_ms, run.open_since_ms),
    )


def seen(connection: Connection, run_id: str, now_ms: int, open_since_ms: int) -> None:
    """Write down that a run lives, and since when its oldest request is open."""
    connection.execute(
        "UPDATE runs SET seen_ms = ?, open_since_ms = ? WHERE run_id = ?", (now_ms, open_since_ms, run_id)
    )


def not_ended(connection: Connection) -> list[Run]:
    """The runs that have not been wound up, oldest first."""
    rows = connection.execute(
        "SELECT run_id, host, pid, born, started_ms, seen_ms, open_since_ms FROM runs "
        "WHERE ended_ms IS NULL ORDER BY started_ms, run_id"
    )
    return [Run(*row) for row in rows]


def end(connection: Connection, run_id: str, now_ms: int) -> bool:
    """Wind a run up; False when somebody else has."""
    return (
        connection.execute(
            "UPDATE runs SET ended_ms = ? WHERE run_id = ? AND ended_ms IS NULL", (now_ms, run_id)
        ).rowcount
        > 0
    )
