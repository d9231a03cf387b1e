"""A request that was answered at the second attempt."""

import pytest

from larouter.core.ids import request_id
from larouter.core.ledger import Attempt, Opening
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.core.usage import Usage
from larouter.core.zones import Sensitivity, Zone

ID = request_id(1_700_000_000_000, 77)


@pytest.fixture
def opening() -> Opening:
    return Opening(
        request_id=ID,
        at_ms=1_700_000_000_000,
        project_id="prj_1",
        token_id="tok_1",
        protocol="openai-chat",
        stream=False,
        asked_model="auto",
        target=Tier.SIMPLE,
        sensitivity=Sensitivity.PUBLIC,
        reach=Zone.PUBLIC,
        record=b"{}",
        policy_version="p",
        fleet_version="f",
        tags=(("secret", "tag"),),
    )


@pytest.fixture
def made() -> list[Attempt]:
    return [
        Attempt(0, "a/x", "a", "x", Zone.LOCAL, Tier.SIMPLE, "failed", "upstream_error", started_ms=1_700_000_000_010,
                latency_ms=20),
        Attempt(1, "b/y", "b", "y", Zone.PUBLIC, Tier.MODERATE, "ok", "", Usage(10, 20), MicroUSD(7),
                started_ms=1_700_000_000_030, ttft_ms=40, latency_ms=100),
    ]  # fmt: skip
