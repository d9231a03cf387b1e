"""Alerts: what somebody has to be told, each written down once."""

from larouter.store.database import Connection


def add(connection: Connection, alert_id: str, at_ms: int, project_id: str, body: str) -> bool:
    """Add an alert; False when it is there already.

    Args:
        connection: Inside a transaction.
        alert_id: The same for the same thing, so that nobody is told twice.
        at_ms: In ms since 1970.
        project_id: Whose it is; empty for everybody's.
        body: What is to be told, as JSON.
    """
    return (
        connection.execute(
            "INSERT INTO alerts (alert_id, at_ms, project_id, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (alert_id, at_ms, project_id, body),
        ).rowcount
        > 0
    )
