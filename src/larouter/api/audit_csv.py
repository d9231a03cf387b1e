"""The audit record as CSV: a row for each request, for spreadsheets and for other systems."""

import csv
import io
from collections.abc import AsyncIterator, Mapping
from typing import Any

import msgspec

from larouter.account.export import tame

COLUMNS = (
    "id", "at_ms", "project_id", "token_id", "protocol", "asked_model", "sensitivity", "findings", "reach", "target",
    "answered_by", "cloud_egress", "degraded", "status", "error", "attempts", "cost_usd", "latency_ms",
    "policy_version", "fleet_version", "why",
)  # fmt: skip


async def as_csv(lines: AsyncIterator[bytes]) -> AsyncIterator[str]:
    """CSV text (RFC 4180), a line of names first, from pages of JSON Lines."""
    yield _text([COLUMNS])
    async for page in lines:
        yield _text([_row(msgspec.json.decode(line)) for line in page.splitlines()])


def _row(told: Mapping[str, Any]) -> tuple[object, ...]:
    decision, outcome = told["decision"], told["outcome"] or {}
    return (
        told["id"],
        told["at_ms"],
        told["project_id"],
        told["token_id"],
        told["protocol"],
        tame(told["asked_model"]),
        decision["sensitivity"],
        " ".join(f"{finding['rule']}:{finding['count']}" for finding in decision["findings"]),
        decision["reach"],
        decision["tier"],
        tame(outcome.get("answered_by") or ""),
        int(told["cloud_egress"]),
        int(bool(outcome.get("degraded"))),
        outcome.get("status", ""),
        outcome.get("error") or "",
        " ".join(f"{attempt['deployment']}:{attempt['status']}" for attempt in told["attempts"]),
        f"{told['cost_usd']:.6f}",
        outcome.get("latency_ms", ""),
        decision["policy_version"],
        decision["fleet_version"],
        tame("; ".join(decision["reasons"])),
    )


def _text(rows: list[tuple[object, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()
