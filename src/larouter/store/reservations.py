"""Reservations: money set aside for attempts that have not been settled; settled ones are no longer here."""

from dataclasses import dataclass

from larouter.store.attempts import Owner
from larouter.store.database import Connection


@dataclass(frozen=True, slots=True)
class Held:
    """What one attempt holds, under each budget that covers it.

    Attributes:
        owner: The request.
        number: The attempt.
        run_id: The process that set it aside.
        deployment: Who was to be called.
        zone: The widest zone that the bytes may have reached, as its number.
        tier: The tier that was to answer, as its number.
        amount: In micro-USD.
    """

    owner: Owner
    number: int
    run_id: str
    deployment: str
    zone: int
    tier: int
    amount: int


def add(connection: Connection, held: Held, budget_id: str, subject: str, window_start_ms: int) -> None:
    """Add a reservation under one budget."""
    connection.execute(
        "INSERT INTO reservations (request_id, number, budget_id, subject, window_start_ms, amount, run_id, "
        "project_id, token_id, at_ms, deployment, zone, tier) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            held.owner.request_id,
            held.number,
            budget_id,
            subject,
            window_start_ms,
            held.amount,
            held.run_id,
            held.owner.project_id,
            held.owner.token_id,
            held.owner.at_ms,
            held.deployment,
            held.zone,
            held.tier,
        ),
    )


def of_attempt(connection: Connection, request_id: str, number: int) -> list[tuple[str, str, int, int]]:
    """Budget id, subject, piece of time and amount of each reservation of an attempt."""
    return connection.execute(
        "SELECT budget_id, subject, window_start_ms, amount FROM reservations "
        "WHERE request_id = ? AND number = ?",
        (request_id, number),
    ).fetchall()


def of_request(connection: Connection, request_id: str, budget_id: str) -> int:
    """What the attempts of a request hold under a budget, in micro-USD."""
    row = connection.execute(
        "SELECT COALESCE(SUM(amount), 0) FROM reservations WHERE request_id = ? AND budget_id = ?",
        (request_id, budget_id),
    ).fetchone()
    return int(row[0])


def remove(connection: Connection, request_id: str, number: int) -> None:
    """Remove the reservations of an attempt."""
    connection.execute("DELETE FROM reservations WHERE request_id = ? AND number = ?", (request_id, number))


def of_run(connection: Connection, run_id: str) -> list[Held]:
    """What the attempts of a process hold, each attempt once."""
    rows = connection.execute(
        "SELECT DISTINCT request_id, at_ms, project_id, token_id, number, run_id, deployment, zone, "
        "tier, amount FROM reservations WHERE run_id = ? ORDER BY request_id, number",
        (run_id,),
    )
    return [Held(Owner(*row[:4]), *row[4:]) for row in rows]


def outstanding(connection: Connection) -> int:
    """How many reservations there are."""
    return int(connection.execute("SELECT COUNT(*) FROM reservations").fetchone()[0])
