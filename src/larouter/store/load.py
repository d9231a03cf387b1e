"""Load: what deployments had to do, hour by hour, summed up from the attempts that went well (see `rollups`)."""

from dataclasses import dataclass
from operator import add

from larouter.store.database import Connection

HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Hour:
    """What one deployment did in one hour.

    Attributes:
        deployment: Who.
        at_ms: The beginning of the hour, in ms since 1970.
        calls: Attempts that went well and began in it.
        busy_ms: What they took together.
        ttft_ms: The times to their first tokens together.
        tokens: Tokens of the answers that came as a stream.
        writing_ms: From the first token of those to the last, together.
    """

    deployment: str
    at_ms: int
    calls: int
    busy_ms: int
    ttft_ms: int
    tokens: int
    writing_ms: int


WORKED = (
    """CREATE TABLE worked (
        hour BIGINT NOT NULL,
        deployment TEXT NOT NULL,
        calls BIGINT NOT NULL,
        busy_ms BIGINT NOT NULL,
        ttft_ms BIGINT NOT NULL,
        tokens BIGINT NOT NULL,
        writing_ms BIGINT NOT NULL,
        PRIMARY KEY (hour, deployment)
    )""",
)
SUMMED = (
    "SELECT at_ms / 3600000, deployment, COUNT(*), SUM(latency_ms), SUM(COALESCE(ttft_ms, latency_ms)), "
    "SUM(CASE WHEN ttft_ms < latency_ms THEN output_tokens ELSE 0 END), "
    "SUM(CASE WHEN ttft_ms < latency_ms THEN latency_ms - ttft_ms ELSE 0 END) FROM attempts WHERE status = 'ok' AND "
)
FOLD_WORKED = (
    f"INSERT INTO worked (hour, deployment, calls, busy_ms, ttft_ms, tokens, writing_ms) {SUMMED}"
    "rowid > ? AND rowid <= ? GROUP BY 1, 2 ON CONFLICT (hour, deployment) DO UPDATE SET "
    "calls = worked.calls + excluded.calls, busy_ms = worked.busy_ms + excluded.busy_ms, "
    "ttft_ms = worked.ttft_ms + excluded.ttft_ms, tokens = worked.tokens + excluded.tokens, "
    "writing_ms = worked.writing_ms + excluded.writing_ms"
)


def by_hour(connection: Connection, since_ms: int, until_ms: int) -> list[Hour]:
    """The hours in which something was done, oldest first: sums, and attempts where an hour is cut or not summed up."""
    first, last = -(-since_ms // HOUR_MS), until_ms // HOUR_MS
    queries: list[tuple[str, tuple[int, ...]]]
    place = connection.execute("SELECT place FROM folded WHERE topic = 'worked'").fetchone()
    if place is None or first >= last:
        queries = [(f"{SUMMED}at_ms >= ? AND at_ms < ? GROUP BY 1, 2", (since_ms, until_ms))]
    else:
        edges = [(since_ms, first * HOUR_MS), (last * HOUR_MS, until_ms)]
        # The sign keeps SQLite from walking along the time instead of along the rows.
        beyond = f"{SUMMED}rowid > ? AND +at_ms >= ? AND +at_ms < ? GROUP BY 1, 2"
        queries = [
            ("SELECT * FROM worked WHERE hour >= ? AND hour < ?", (first, last)),
            (beyond, (place[0], first * HOUR_MS, last * HOUR_MS)),
            *((f"{SUMMED}at_ms >= ? AND at_ms < ? GROUP BY 1, 2", edge) for edge in edges),
        ]
    found: dict[tuple[int, str], list[int]] = {}
    for sql, values in queries:
        for hour, deployment, *sums in connection.execute(sql, values):
            known = found.get((hour, deployment))
            found[hour, deployment] = sums if known is None else list(map(add, known, sums))
    return [Hour(name, hour * HOUR_MS, *sums) for (hour, name), sums in sorted(found.items())]
