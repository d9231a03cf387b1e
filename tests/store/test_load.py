"""What deployments had to do, hour by hour."""

from functools import partial

from larouter.core.ledger import Attempt
from larouter.core.tiers import Tier
from larouter.core.usage import Usage
from larouter.core.zones import Zone
from larouter.store import attempts
from larouter.store.attempts import Owner
from larouter.store.database import Database
from larouter.store.load import HOUR_MS, Hour, by_hour


def attempt(status: str, latency_ms: int, ttft_ms: int | None, tokens: int = 0) -> Attempt:
    return Attempt(
        0, "a/x", "a", "x", Zone.LOCAL, Tier.SIMPLE, status, usage=Usage(1, tokens), ttft_ms=ttft_ms,
        latency_ms=latency_ms,
    )  # type: ignore[arg-type]  # fmt: skip


async def test_only_what_went_well_counts_and_only_streams_tell_how_quick_they_are(
    database: Database,
) -> None:
    rows = [
        (10, attempt("ok", 100, 40, 30)),
        (20, attempt("ok", 50, None)),
        (30, attempt("failed", 900, None)),
        (HOUR_MS + 5, attempt("ok", 10, 10, 7)),
        (9 * HOUR_MS, attempt("ok", 10, 10)),
    ]
    for at_ms, one in rows:
        owner = Owner(f"req_{at_ms}", at_ms, "prj", "tok")
        await database.write(partial(attempts.add, owner=owner, attempt=one))
    found = await database.read(partial(by_hour, since_ms=0, until_ms=9 * HOUR_MS))
    assert found == [Hour("a/x", 0, 2, 150, 90, 30, 60), Hour("a/x", HOUR_MS, 1, 10, 10, 0, 0)]
