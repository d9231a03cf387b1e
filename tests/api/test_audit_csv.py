"""The audit record as CSV."""

import csv
import io
from collections.abc import AsyncIterator

import msgspec

from larouter.api.audit_csv import COLUMNS, as_csv

TOLD = {
    "id": "req_1",
    "at_ms": 5,
    "project_id": "prj",
    "token_id": "tok",
    "protocol": "openai.chat",
    "asked_model": "=cmd()",
    "decision": {
        "sensitivity": "internal",
        "findings": [{"rule": "internal.host", "count": 2}],
        "reach": "private",
        "tier": "SIMPLE",
        "reasons": ["because, of this", "and that"],
        "policy_version": "p",
        "fleet_version": "f",
    },
    "attempts": [{"deployment": "a/b", "status": "failed"}, {"deployment": "c/d", "status": "ok"}],
    "cloud_egress": True,
    "cost_usd": 0.25,
    "outcome": {"answered_by": "c/d", "degraded": False, "status": 200, "error": None, "latency_ms": 9},
}


async def pages(*told: dict[str, object]) -> AsyncIterator[bytes]:
    for one in told:
        yield msgspec.json.encode(one) + b"\n"


async def test_a_request_is_a_row_and_no_spreadsheet_runs_it() -> None:
    text = "".join([part async for part in as_csv(pages(TOLD, TOLD | {"outcome": None}))])
    first, second = csv.DictReader(io.StringIO(text))
    assert tuple(first) == COLUMNS
    assert first["asked_model"] == "'=cmd()"
    assert (first["findings"], first["attempts"]) == ("internal.host:2", "a/b:failed c/d:ok")
    assert (first["cloud_egress"], first["cost_usd"], first["why"]) == (
        "1",
        "0.250000",
        "because, of this; and that",
    )
    assert (second["status"], second["answered_by"]) == ("", "")
