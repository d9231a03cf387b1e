"""Sums over requests."""

from collections.abc import Callable

from larouter.account.ledger import Ledger
from larouter.account.tally import TOGETHER, Histogram, Tally
from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.core.usage import Usage
from larouter.core.zones import Zone
from larouter.store.database import Database

FAILED = Attempt(0, "a/x", "a", "x", Zone.LOCAL, Tier.SIMPLE, "failed", usage=Usage(10), latency_ms=50)
ANSWERED = Attempt(
    1,
    "b/y",
    "b",
    "y",
    Zone.PUBLIC,
    Tier.COMPLEX,
    "ok",
    "",
    Usage(10, 20, 4, 0, 5),
    MicroUSD(7),
    latency_ms=100,
)


def test_a_request_counts_where_it_was_answered_and_its_attempts_where_they_went(
    opening: Callable[..., Opening],
) -> None:
    tally = Tally()
    tally.closed(opening(), [FAILED, ANSWERED], Outcome(200, "", "b/y", Tier.COMPLEX, True, 163, 70))
    assert tally.requests == {(2, Tier.COMPLEX, Zone.PUBLIC): 1}
    assert tally.attempts == {("failed", Zone.LOCAL): 1, ("ok", Zone.PUBLIC): 1}
    assert tally.tokens == [[10, 0, 0, 0], [0, 0, 0, 0], [10, 20, 4, 5]]
    assert (tally.cost, tally.degraded, tally.errors) == ([0, 0, 7], 1, {})
    assert tally.decisions == {(Tier.COMPLEX, 0, Zone.PUBLIC): 1}
    assert (tally.added.total, tally.ttft[Zone.PUBLIC].total) == (63, 70)


def test_a_request_that_nobody_answered_has_no_tier_and_no_zone(opening: Callable[..., Opening]) -> None:
    tally = Tally()
    tally.closed(opening(), [FAILED], Outcome(502, "upstream_error", latency_ms=60))
    assert tally.requests == {(5, -1, -1): 1}
    assert tally.errors == {"upstream_error": 1}
    assert sum(tally.added.counts) == 0


def test_bounds_are_inclusive_and_nothing_is_lost_beyond_the_last() -> None:
    it = Histogram((1, 5))
    for milliseconds in (0, 1, 2, 5, 6):
        it.saw(milliseconds)
    assert (it.counts, it.total) == ([2, 2, 1], 14)


async def test_the_ledger_tells_of_what_is_closed_and_knows_what_is_open(
    database: Database, opening: Callable[..., Opening]
) -> None:
    tally = Tally()
    ledger = Ledger(database, lambda: 0, tally.closed)
    ticket = ledger.open(opening())
    assert (ledger.in_flight, dict(tally.requests)) == (1, {})
    ticket.close(Outcome(403, "no_eligible_backend"))
    assert (ledger.in_flight, dict(tally.requests)) == (0, {(4, -1, -1): 1})


def test_what_is_noted_is_counted_when_somebody_looks_or_much_of_it_waits(
    opening: Callable[..., Opening],
) -> None:
    tally = Tally()
    tally.note(opening(), [ANSWERED], Outcome(200, "", "b/y", Tier.COMPLEX))
    assert dict(tally.requests) == {}
    assert sum(tally.caught_up().requests.values()) == 1
    for _ in range(TOGETHER):
        tally.note(opening(), [ANSWERED], Outcome(200, "", "b/y", Tier.COMPLEX))
    assert sum(tally.requests.values()) == 1 + TOGETHER
