"""One line for every request: names and numbers."""

import logging
from collections.abc import Callable

import pytest

from larouter.account.lines import line_of, write_line
from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.core.usage import Usage
from larouter.core.zones import Zone

MADE = Attempt(
    0, "b/y", "b", "y", Zone.PUBLIC, Tier.COMPLEX, "ok", "", Usage(10, 20), MicroUSD(7), latency_ms=9
)
OUTCOME = Outcome(200, "", "b/y", Tier.COMPLEX, latency_ms=12)


def test_a_line_says_who_answered_and_what_it_took(opening: Callable[..., Opening]) -> None:
    told = line_of(opening(), [MADE], OUTCOME)
    assert (told["deployment"], told["tier"], told["zone"]) == ("b/y", "COMPLEX", "public")
    assert (told["input_tokens"], told["output_tokens"], told["cost_usd"]) == (10, 20, 7e-6)
    nobody = line_of(opening(), [], Outcome(503, "no_backend_available"))
    assert (nobody["deployment"], nobody["error"]) == (None, "no_backend_available")


def test_the_line_begins_with_the_id_and_carries_its_members(
    opening: Callable[..., Opening], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    it = opening()
    write_line(it, [MADE], OUTCOME)
    (record,) = caplog.records
    assert record.getMessage().startswith(f"{it.request_id} project=")
    assert "status=200" in record.getMessage()
    assert record.request["latency_ms"] == 12
