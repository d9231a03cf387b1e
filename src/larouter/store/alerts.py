"""Alerts: what somebody has to be told, where it is sent, and whether it has arrived."""

from dataclasses import dataclass

from larouter.store.database import Connection

IN_THE_LOG = "log"


@dataclass(frozen=True, slots=True)
class Alert:
    """A row of `alerts`.

    Attributes:
        alert_id: The same for the same thing, so that nobody is told twice.
        at_ms: In ms since 1970.
        project_id: Whose it is; empty for everybody's.
        body: What is to be told, as JSON.
    """

    alert_id: str
    at_ms: int
    project_id: str
    body: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """An alert on its way to a channel.

    Attributes:
        alert: What.
        channel_id: Where to.
        due_ms: When to try, in ms since 1970.
        tries: How often it has been tried.
    """

    alert: Alert
    channel_id: str
    due_ms: int
    tries: int


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


def waiting(connection: Connection, now_ms: int) -> bool:
    """Whether anything is to be told now."""
    fresh = connection.execute(
        "SELECT 1 FROM alerts a LEFT JOIN deliveries d ON d.alert_id = a.alert_id AND d.channel_id = ? "
        "WHERE d.alert_id IS NULL LIMIT 1",
        (IN_THE_LOG,),
    ).fetchone()
    if fresh is not None:
        return True
    row = connection.execute(
        "SELECT 1 FROM deliveries WHERE delivered_ms IS NULL AND due_ms <= ? LIMIT 1", (now_ms,)
    ).fetchone()
    return row is not None


def spread(connection: Connection, now_ms: int) -> list[Alert]:
    """Send every new alert on its way to every channel; those that are to be logged by whoever asks first."""
    rows = connection.execute(
        "SELECT a.alert_id, a.at_ms, a.project_id, a.body FROM alerts a LEFT JOIN deliveries d "
        "ON d.alert_id = a.alert_id AND d.channel_id = ? WHERE d.alert_id IS NULL ORDER BY a.at_ms, a.alert_id",
        (IN_THE_LOG,),
    ).fetchall()
    for alert_id, *_ in rows:
        connection.execute(
            "INSERT INTO deliveries (alert_id, channel_id, due_ms, tries, delivered_ms, said) "
            "VALUES (?, ?, ?, 1, ?, 'logged')",
            (alert_id, IN_THE_LOG, now_ms, now_ms),
        )
        connection.execute(
            "INSERT INTO deliveries (alert_id, channel_id, due_ms, tries, delivered_ms, said) "
            "SELECT ?, channel_id, ?, 0, NULL, '' FROM channels WHERE channel_id <> '' ON CONFLICT DO NOTHING",
            (alert_id, now_ms),
        )
    return [Alert(*row) for row in rows]


def claim(connection: Connection, now_ms: int, until_ms: int, most: int) -> list[Delivery]:
    """Deliveries that are due; nobody else gets them before `until_ms`."""
    rows = connection.execute(
        "SELECT a.alert_id, a.at_ms, a.project_id, a.body, d.channel_id, d.due_ms, d.tries FROM deliveries d "
        "JOIN alerts a ON a.alert_id = d.alert_id WHERE d.delivered_ms IS NULL AND d.due_ms <= ? "
        "ORDER BY d.due_ms LIMIT ?",
        (now_ms, most),
    ).fetchall()
    for row in rows:
        connection.execute(
            "UPDATE deliveries SET due_ms = ?, tries = tries + 1 WHERE alert_id = ? AND channel_id = ?",
            (until_ms, row[0], row[4]),
        )
    return [Delivery(Alert(*row[:4]), row[4], row[5], row[6] + 1) for row in rows]


def arrived(connection: Connection, delivery: Delivery, now_ms: int, said: str) -> None:
    """Write down that a delivery has arrived, or that it is given up."""
    connection.execute(
        "UPDATE deliveries SET delivered_ms = ?, said = ? WHERE alert_id = ? AND channel_id = ?",
        (now_ms, said, delivery.alert.alert_id, delivery.channel_id),
    )


def postpone(connection: Connection, delivery: Delivery, due_ms: int, said: str) -> None:
    """Write down that a delivery failed, and when to try again."""
    connection.execute(
        "UPDATE deliveries SET due_ms = ?, said = ? WHERE alert_id = ? AND channel_id = ?",
        (due_ms, said, delivery.alert.alert_id, delivery.channel_id),
    )


@dataclass(frozen=True, slots=True)
class Sent:
    """How a delivery stands.

    Attributes:
        channel_id: Where to.
        tries: How often it has been tried.
        due_ms: When it is tried next, in ms since 1970, unless it is over.
        over_ms: When it arrived or was given up; None while it is on its way.
        said: What came back last.
    """

    channel_id: str
    tries: int
    due_ms: int
    over_ms: int | None
    said: str


def recent(connection: Connection, most: int) -> list[tuple[Alert, list[Sent]]]:
    """The latest alerts, each with its deliveries."""
    rows = connection.execute(
        "SELECT alert_id, at_ms, project_id, body FROM alerts ORDER BY at_ms DESC, alert_id LIMIT ?", (most,)
    ).fetchall()
    found = []
    for row in rows:
        sent = connection.execute(
            "SELECT channel_id, tries, due_ms, delivered_ms, said FROM deliveries WHERE alert_id = ? "
            "ORDER BY channel_id",
            (row[0],),
        ).fetchall()
        found.append((Alert(*row), [Sent(*one) for one in sent]))
    return found


def put_channel(connection: Connection, channel_id: str, body: str, now_ms: int) -> None:
    """Add a channel, or change the one of that id."""
    connection.execute(
        "INSERT INTO channels (channel_id, body, created_ms) VALUES (?, ?, ?) ON CONFLICT (channel_id) "
        "DO UPDATE SET body = excluded.body",
        (channel_id, body, now_ms),
    )


def channels(connection: Connection) -> dict[str, str]:
    """Every channel, as JSON by id."""
    rows = connection.execute("SELECT channel_id, body FROM channels ORDER BY channel_id").fetchall()
    return dict(rows)


def remove_channel(connection: Connection, channel_id: str) -> bool:
    """Take a channel away with what is on its way to it; False when there is none."""
    connection.execute("DELETE FROM deliveries WHERE channel_id = ? AND delivered_ms IS NULL", (channel_id,))
    return connection.execute("DELETE FROM channels WHERE channel_id = ?", (channel_id,)).rowcount > 0
