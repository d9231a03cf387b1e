"""The steps that bring a database up to date: forward only, each in a transaction of its own.

A step is applied once and its name written down in the same transaction, so a process that dies half-way
leaves the step undone and the next start takes it up again. A name that this code does not know means that
a newer version has been here.
"""

import sqlite3
from collections.abc import Callable
from typing import TypeAlias

from larouter.store import acts, rollups
from larouter.store.acts import ACTS, Act
from larouter.store.database import Connection, NotADatabase, TooNew
from larouter.store.feedback import FEEDBACK
from larouter.store.load import WORKED
from larouter.store.passed import PASSED
from larouter.store.responses import RESPONSES
from larouter.store.retention import RETENTION
from larouter.store.rollups import QUARTERS, ROLLUPS
from larouter.store.tables import BUDGETS_IN_DETAIL, CHAIN, FIRST, PRICED, SEARCH

Step: TypeAlias = Callable[[Connection], None]
STEPS: list[tuple[str, Step]] = []


def migration(name: str) -> Callable[[Step], Step]:
    """Append a step to the list; its place in this file is its place in the order."""

    def append(step: Step) -> Step:
        STEPS.append((name, step))
        return step

    return append


@migration("0001-first-tables")
def first_tables(connection: Connection) -> None:
    """Projects, tokens, policies, fleets, the ledger, budgets and runs."""
    for statement in FIRST:
        connection.execute(statement)


@migration("0002-audit-chain")
def audit_chain(connection: Connection) -> None:
    """The chain that vouches for every request that ended; what ended before it is not vouched for."""
    for statement in CHAIN:
        connection.execute(statement)


@migration("0003-search")
def search_indexes(connection: Connection) -> None:
    """Requests are found by project and sensitivity in the order of time; most are public, so that is left out."""
    for statement in SEARCH:
        connection.execute(statement)


@migration("0004-responses")
def kept_responses(connection: Connection) -> None:
    """Answers that are kept for later requests to go on from."""
    for statement in RESPONSES:
        connection.execute(statement)


@migration("0005-queues")
def waits_in_queues(connection: Connection) -> None:
    """How long an attempt waited for its turn; what was made before it waited nowhere."""
    connection.execute("ALTER TABLE attempts ADD COLUMN queued_ms BIGINT NOT NULL DEFAULT 0")


@migration("0007-budgets-in-detail")
def budgets_in_detail(connection: Connection) -> None:
    """Budgets by token and tag, for tiers and models, in rolling windows; alerts and where they are sent."""
    for statement in BUDGETS_IN_DETAIL:
        connection.execute(statement)


@migration("0008-sums-and-prices")
def sums_and_prices(connection: Connection) -> None:
    """Sums by the hour, empty at first: they are made while the router runs; and what an attempt was priced by."""
    for statement in (*ROLLUPS, *PRICED):
        connection.execute(statement)


@migration("0009-retention")
def retention_by_age(connection: Connection) -> None:
    """Removals of old records, each a link of the chain, and prompts that policies keep for a time."""
    for statement in RETENTION:
        connection.execute(statement)


@migration("0010-feedback")
def feedback(connection: Connection) -> None:
    """What people and programs say of answers."""
    for statement in FEEDBACK:
        connection.execute(statement)


@migration("0011-acts")
def operators_acts(connection: Connection) -> None:
    """What operators change while the router runs; what they changed before is not known."""
    for statement in ACTS:
        connection.execute(statement)


@migration("0012-acts-in-the-chain")
def acts_in_the_chain(connection: Connection) -> None:
    """Acts are links of the chain; those of before are vouched for as they stand now, in their order."""
    rows = connection.execute(
        "SELECT act_id, at_ms, actor, action, subject, detail FROM acts ORDER BY at_ms, act_id"
    )
    for row in rows.fetchall():
        acts.vouch(connection, Act(*row))


@migration("0013-limits-of-tokens")
def limits_of_tokens(connection: Connection) -> None:
    """How fast a single token may call; those that were there have no limits of their own."""
    for column in ("requests_per_minute", "tokens_per_minute", "concurrency"):
        connection.execute(f"ALTER TABLE tokens ADD COLUMN {column} BIGINT NOT NULL DEFAULT 0")


@migration("0014-load-by-the-hour")
def load_by_the_hour(connection: Connection) -> None:
    """What deployments did by the hour, empty at first: it is summed up while the router runs."""
    for statement in WORKED:
        connection.execute(statement)


@migration("0015-quarters-of-hours")
def quarters_of_hours(connection: Connection) -> None:
    """Sums by the quarter of an hour, for days that begin within one; all sums are made anew beside the requests."""
    for statement in QUARTERS:
        connection.execute(statement)
    rollups.forget(connection)


@migration("0016-passed-over")
def who_was_passed_over(connection: Connection) -> None:
    """Who was not called although its turn came; of requests before it that is not known."""
    for statement in PASSED:
        connection.execute(statement)


def migrate(connection: sqlite3.Connection, path: str, now_ms: int) -> list[str]:
    """Apply the steps that are missing; their names.

    Raises:
        TooNew: When the database knows a step that this code does not.
        NotADatabase: When the file belongs to another program.
    """
    done: list[str] = []
    for name, step in STEPS:
        connection.execute("BEGIN IMMEDIATE")
        try:
            applied = _applied(connection, path)
            if name not in applied:
                step(connection)
                connection.execute("INSERT INTO migrations (name, applied_ms) VALUES (?, ?)", (name, now_ms))
                done.append(name)
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
    return done


def missing(connection: sqlite3.Connection, path: str) -> list[str]:
    """The steps that are still to be applied to a database; takes its write lock for a moment and changes nothing.

    Raises:
        TooNew: When the database knows a step that this code does not.
        NotADatabase: When the file belongs to another program.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        applied = _applied(connection, path)
    finally:
        connection.execute("ROLLBACK")
    return [name for name, _ in STEPS if name not in applied]


def _applied(connection: Connection, path: str) -> set[str]:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if tables and "migrations" not in tables:
        raise NotADatabase(
            f"The file {path} is the database of another program. Name another file with LAROUTER_DB_PATH."
        )
    connection.execute(
        "CREATE TABLE IF NOT EXISTS migrations (name TEXT NOT NULL PRIMARY KEY, applied_ms BIGINT NOT NULL)"
    )
    applied = {name for (name,) in connection.execute("SELECT name FROM migrations")}
    if unknown := sorted(applied - {name for name, _ in STEPS}):
        raise TooNew(
            f"The database {path} was used by a newer version of the router (it has {', '.join(unknown)}). "
            "Install that version again, or restore the backup from before; there is no way back."
        )
    return applied
