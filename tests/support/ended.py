"""Requests that ended, as the feed is told of them."""

from larouter.api.feed import Feed
from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.core.usage import Usage
from larouter.core.zones import Sensitivity, Zone

NOW = 1_795_000_000_000


def end(
    feed: Feed, project: str = "prj_a", status: int = 200, zone: Zone = Zone.LOCAL, at_ms: int = NOW
) -> None:
    """One more that ended."""
    opening = Opening(
        request_id=f"req_{feed.newest}",
        at_ms=at_ms,
        project_id=project,
        token_id="tok",
        protocol="openai.chat",
        stream=False,
        asked_model="auto",
        target=Tier.SIMPLE,
        sensitivity=Sensitivity.PUBLIC,
        reach=Zone.PUBLIC,
        record=b"",
        policy_version="p",
        fleet_version="f",
    )
    attempt = Attempt(
        0, "a/m", "a", "m", zone, Tier.SIMPLE, "ok", usage=Usage(3, 4), cost=MicroUSD(5), latency_ms=90
    )
    feed.note(
        opening, [attempt], Outcome(status, answered_by="a/m", tier=Tier.SIMPLE, latency_ms=100, ttft_ms=40)
    )
