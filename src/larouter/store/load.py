"""Load: what deployments had to do, hour by hour, summed up from the attempts that went well."""

from dataclasses import dataclass

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


def by_hour(connection: Connection, since_ms: int, until_ms: int) -> list[Hour]:
    """The hours in which something was done, oldest first; reads every attempt of the time."""
    rows = connection.execute(
        "SELECT deployment, at_ms / 3600000 AS hour, COUNT(*), SUM(latency_ms), SUM(COALESCE(ttft_ms, latency_ms)), "
        "SUM(CASE WHEN ttft_ms < latency_ms THEN output_tokens ELSE 0 END), "
        "SUM(CASE WHEN ttft_ms < latency_ms THEN latency_ms - ttft_ms ELSE 0 END) "
        "FROM attempts WHERE at_ms >= ? AND at_ms < ? AND status = 'ok' GROUP BY deployment, hour "
        "ORDER BY hour, deployment",
        (since_ms, until_ms),
    )
    return [Hour(name, hour * HOUR_MS, *sums) for name, hour, *sums in rows]
