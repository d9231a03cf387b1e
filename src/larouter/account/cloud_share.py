"""An alert when more answers than usual come from the cloud: a local server that is down, or traffic that changed."""

from functools import partial

import msgspec

from larouter.core.zones import Zone
from larouter.store import alerts, sums
from larouter.store.database import Connection, Database
from larouter.store.rollups import SUMS
from larouter.store.sums import Stretch, Wanted

DAY_MS = 86_400_000
FEWEST = 50
MORE_BY = 20
_SUCCEEDED = SUMS.index("succeeded")


async def watch(database: Database, now_ms: int) -> bool:
    """Write an alert down, once a day at most, when the share of a day is far above that of the week before."""
    jump = await database.read(partial(jumped, now_ms=now_ms))
    if jump is None:
        return False
    body = msgspec.json.encode({"kind": "cloud_share", "share": jump[0], "before": jump[1]}).decode()
    ident = f"cloud_share/{now_ms // DAY_MS}"
    return await database.write(partial(alerts.add, alert_id=ident, at_ms=now_ms, project_id="", body=body))


def jumped(connection: Connection, now_ms: int) -> tuple[int, int] | None:
    """The share of the cloud in the last day and in the week before it, in per cent, if it has jumped."""
    day = _share(connection, now_ms - DAY_MS, now_ms)
    week = _share(connection, now_ms - 8 * DAY_MS, now_ms - DAY_MS)
    if day is None or week is None or day - week < MORE_BY:
        return None
    return day, week


def _share(connection: Connection, from_ms: int, until_ms: int) -> int | None:
    found = sums.read(connection, [Stretch(from_ms, until_ms)], Wanted(("zone",)))
    answers = {zone: figures[_SUCCEEDED] for (zone,), figures in found.items() if zone >= 0}
    whole = sum(answers.values())
    return 100 * answers.get(int(Zone.PUBLIC), 0) // whole if whole >= FEWEST else None
